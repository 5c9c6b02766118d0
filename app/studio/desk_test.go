package studio_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// TestDesk: one project is open at a time, its queue runs by itself, and one that
// cannot be opened changes nothing.
func TestDesk(t *testing.T) {
	chosen, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	t.Cleanup(func() { _ = chosen.Close() })
	command, err := studiotest.Command()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := studio.NewDesk(studio.DeskParams{}); err == nil {
		t.Error("a desk without anything was made")
	}
	desk, err := studio.NewDesk(studio.DeskParams{
		Settings: chosen, Worker: command, Version: studiotest.Version, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	desk.OnTrouble(func(err error) { t.Errorf("the queue stopped: %v", err) })
	t.Cleanup(func() { _ = desk.Close() })
	var told []*studio.Session
	desk.Watch(func(s *studio.Session) { told = append(told, s) })
	first, err := desk.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "One"})
	if err != nil || desk.Session() != first {
		t.Fatal(err)
	}
	one := first.Store.Dir()
	if again, err := desk.Open(t.Context(), one); err != nil || again != first {
		t.Errorf("opened twice: %v", err)
	}
	long := addShot(t, first, 200, 1)
	id := generate(t, first, studio.GenerateParams{Shot: long.ID})[0].ID
	until(t, first, id, atStep(2)) // nobody told it to run

	if _, err := desk.Open(t.Context(), filepath.Join(one, "none")); err == nil || desk.Session() != first {
		t.Errorf("a project that is none was opened: %v", err)
	}
	taken := film(t, t.TempDir())
	_, closeTaken := open(t, taken)
	if _, err := desk.Open(t.Context(), taken); !errors.Is(err, project.ErrBusy) || desk.Session() != first {
		t.Errorf("a project that is open elsewhere: %v", err)
	}
	closeTaken()
	second, err := desk.Open(t.Context(), taken)
	if err != nil || desk.Session() != second {
		t.Fatal(err)
	}
	if want := []*studio.Session{first, nil, second}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	if recent := desk.Recent(); len(recent) != 2 || recent[1] != one {
		t.Errorf("recent %q", recent)
	}
	s, closeIt := open(t, one) // it was closed, with its job to go on later
	if j := job(t, s, id); j.State != project.Queued || j.Kept < 2 || !s.Store.HasCheckpoint(j.Checkpoint) {
		t.Errorf("job %+v", j)
	}
	closeIt()
	if err := errors.Join(desk.Close(), desk.Close()); err != nil || desk.Session() != nil {
		t.Errorf("closed: %v", err)
	}
}
