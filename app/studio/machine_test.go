package studio_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// TestWhatJobsMayUseCountsFromTheNextOne: a budget and a provider that are chosen
// while a project is open hold for what is queued after, for what was queued
// before, and for the next day.
func TestWhatJobsMayUseCountsFromTheNextOne(t *testing.T) {
	desk, _ := newDesk(t)
	s, err := desk.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Film"})
	if err != nil {
		t.Fatal(err)
	}
	shot := addShot(t, s, 2, 1)
	ended := func(j project.Job) bool { return j.State == project.Done || j.State == project.Failed }
	made := func() project.Job {
		return until(t, s, generate(t, s, studio.GenerateParams{Shot: shot.ID})[0].ID, ended)
	}
	use := func(m studio.Machine) {
		t.Helper()
		if err := desk.UseMachine(m); err != nil {
			t.Fatal(err)
		}
	}
	if j := made(); j.State != project.Done {
		t.Fatalf("as it is: %s", j.Reason)
	}

	const little = 8 << 20
	use(studio.Machine{Budget: little})
	if got := s.Room().Budget; got != little {
		t.Errorf("jobs may take %d bytes", got)
	}
	_, planned := s.PlanShot(t.Context(), shot)
	_, queued := s.Generate(t.Context(), studio.GenerateParams{Shot: shot.ID})
	for what, err := range map[string]error{"planned": planned, "queued": queued} {
		if err == nil || !strings.Contains(err.Error(), "budget of 8 MiB") {
			t.Errorf("%s within it: %v", what, err)
		}
	}
	use(studio.Machine{Threads: 1})
	if j := made(); j.State != project.Done {
		t.Errorf("with one thread: %s", j.Reason)
	}

	if _, err := s.Obey(t.Context(), studio.Order{Do: studio.OrderPause, All: true}); err != nil {
		t.Fatal(err)
	}
	waits := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0]
	use(studio.Machine{Provider: "cuda"})
	if _, err := s.Obey(t.Context(), studio.Order{Do: studio.OrderResume, All: true}); err != nil {
		t.Fatal(err)
	}
	if j := until(t, s, waits.ID, ended); j.State != project.Failed || !strings.Contains(j.Reason, "CUDA") {
		t.Errorf("with a provider that is not here: %s, %q", j.State, j.Reason)
	}
	use(studio.Machine{Provider: "cpu"})
	if j := made(); j.State != project.Done {
		t.Errorf("back on the processor: %s", j.Reason)
	}
}

// TestWhatJobsMayUseIsKept: the next day's desk has what was chosen.
func TestWhatJobsMayUseIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	want := studio.Machine{Budget: 6 << 30, Provider: "cpu", Threads: 1}
	for day := range 2 {
		chosen, notice := settings.Open(path)
		if notice != nil {
			t.Fatal(notice)
		}
		desk, err := studio.NewDesk(studio.DeskParams{Settings: chosen, Worker: []string{"none"}, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if day == 0 {
			err = desk.UseMachine(want)
		} else if got := desk.Machine(); got != want {
			t.Errorf("the next day: %+v", got)
		}
		if err := errors.Join(err, desk.Close(), chosen.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
