package store

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func newJob(title string) project.Job {
	return project.Job{Kind: project.JobGenerate, State: project.Queued, Title: title, Request: []byte(`{"a": 1}`), Created: start}
}

func addJobs(t *testing.T, s *Store, jobs ...project.Job) []project.Job {
	t.Helper()
	added, err := s.AddJobs(t.Context(), jobs)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestJobIsKeptWhole(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 1)
	later := start.Add(time.Hour)
	j := newJob("SH010, ball drops")
	j.Priority, j.Position, j.Shot, j.Parent, j.Verb, j.After = -3, 7, 1, 1, project.VerbExtend, 1
	j.Pack, j.Provider, j.Work, j.Frames, j.Memory, j.Predicted, j.Rest, j.Steps = "pocket", "cpu", 9, 3, 10, 11.5, 4.5, 12
	j = addJobs(t, s, j)[0]
	j.State, j.Pausing, j.Attempts, j.Crashes, j.Cleared = project.Running, true, 1, 2, true
	j.Reason, j.Hint, j.Log = "reason", "hint", "log"
	j.Actual, j.Step, j.Kept, j.Checkpoint, j.Started, j.Ended = 13.5, 6, 5, "cache/a", &start, &later
	if err := s.SaveJobs(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	value := reflect.ValueOf(j)
	for i := range value.NumField() {
		if name := value.Type().Field(i).Name; value.Field(i).IsZero() && name != "Group" {
			t.Errorf("the test forgets %s", name)
		}
	}
	dir := s.Dir()
	closeStore(t, s)
	got, err := reopen(t, dir, later).Job(t.Context(), j.ID)
	if err != nil || !reflect.DeepEqual(got, j) {
		t.Errorf("kept\n%+v, %v\nof\n%+v", got, err, j)
	}
}

func TestAddJobs(t *testing.T) {
	s := newProject(t)
	first, second, third := newJob("a"), newJob("b"), newJob("c")
	first.Group, second.Group, third.Group = -1, -1, -2
	second.After, third.After = -1, -2
	added := addJobs(t, s, newJob("alone"), first)
	if added[1].Group != added[1].ID || added[0].Group != 0 {
		t.Errorf("groups of %+v", added)
	}
	added = addJobs(t, s, first, second, third)
	if added[1].After != added[0].ID || added[2].After != added[1].ID || added[1].Group != added[0].ID || added[2].Group != added[2].ID {
		t.Errorf("added %+v", added)
	}
	unknown, ahead, noJSON := newJob("d"), newJob("e"), newJob("f")
	unknown.After, ahead.After, noJSON.Request = 99, -2, []byte("{")
	for _, bad := range []project.Job{unknown, ahead, noJSON} {
		if _, err := s.AddJobs(t.Context(), []project.Job{newJob("good"), bad}); err == nil {
			t.Errorf("%s was added", bad.Title)
		}
	}
	if _, err := s.AddJobs(t.Context(), []project.Job{unknown}); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("a job after one that is not there: %v", err)
	}
	jobs, err := s.OpenJobs(t.Context())
	if err != nil || len(jobs) != 5 {
		t.Errorf("%d jobs, %v; want 5: all of a call or none", len(jobs), err)
	}
}

func TestSaveJobs(t *testing.T) {
	s := newProject(t)
	sub := s.Subscribe()
	defer sub.Close()
	jobs := addJobs(t, s, newJob("a"), newJob("b"))
	changed, unknown := jobs[0], jobs[1]
	changed.State, unknown.ID = project.Paused, 99
	if err := s.SaveJobs(t.Context(), changed, unknown); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("SaveJobs = %v", err)
	}
	if got, err := s.Job(t.Context(), changed.ID); err != nil || got.State != project.Queued {
		t.Errorf("half of it was written: %s, %v", got.State, err)
	}
	if err := s.SaveJobs(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	told, err := sub.Next(t.Context())
	if want := []Change{{KindJob, 1}, {KindJob, 2}}; err != nil || !reflect.DeepEqual(told, want) {
		t.Errorf("told %v, %v; want %v", told, err, want)
	}
	if _, err := s.Job(t.Context(), 99); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("Job(99) = %v", err)
	}
}

func TestOpenAndDoneJobs(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 5)
	behind := newJob("behind")
	behind.After = 3
	addJobs(t, s, behind)
	ids := func(jobs []project.Job, err error) []int64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		found := []int64{}
		for _, j := range jobs {
			found = append(found, j.ID)
		}
		return found
	}
	expectIDs := func(got []int64, want ...int64) {
		t.Helper()
		if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("jobs %v, want %v", got, want)
		}
	}
	expectIDs(ids(s.OpenJobs(t.Context())), 3, 6)
	expectIDs(ids(s.DoneJobs(t.Context(), 0, 3)), 5, 4, 3)
	expectIDs(ids(s.DoneJobs(t.Context(), 3, 3)), 2, 1)
	for job, want := range map[int64]bool{5: true, 6: false} {
		if got, err := s.HasTake(t.Context(), job); err != nil || got != want {
			t.Errorf("HasTake(%d) = %t, %v", job, got, err)
		}
	}
}

func TestCheckpoints(t *testing.T) {
	s := newProject(t)
	name := CacheFolder + "/a.latents"
	if s.HasCheckpoint(name) {
		t.Error("is there before it was written")
	}
	if err := os.WriteFile(s.Path(name), []byte("latents"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !s.HasCheckpoint(name) {
		t.Error("is not there")
	}
	for range 2 {
		if err := s.DropCheckpoint(name); err != nil {
			t.Fatal(err)
		}
	}
	if s.HasCheckpoint(name) {
		t.Error("is there after it was dropped")
	}
	// Nothing outside of the cache is ever removed, whatever a row says.
	for _, name := range []string{"project.db", "cache/../project.db", "/tmp/a", "cache", "cache/", ""} {
		if err := s.DropCheckpoint(name); err != nil || s.HasCheckpoint(name) {
			t.Errorf("DropCheckpoint(%q) = %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), databaseName)); err != nil {
		t.Error(err)
	}
}
