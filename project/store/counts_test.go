package store

import (
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func TestCounts(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 30)
	execute(t, s, "UPDATE shots SET removed = 1 WHERE id = 3")
	states := []project.JobState{project.Queued, project.Paused, project.Running, project.Failed, project.Cancelled}
	var jobs []project.Job
	for _, state := range states {
		jobs = append(jobs, project.Job{Kind: project.JobGenerate, State: state, Title: "a job", Request: []byte("{}"), Created: start})
	}
	if _, err := s.AddJobs(t.Context(), jobs); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Counts(t.Context()); err != nil || got != (Counts{Shots: 2, Takes: 30, Running: 1, Waiting: 2}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRepairIsTold(t *testing.T) {
	dir, _, _, database := damagedFilm(t)
	if s := reopen(t, copyProject(t, dir), start.Add(time.Minute)); s.Repair() != nil {
		t.Errorf("a sound one was repaired: %+v", s.Repair())
	}
	copied := copyProject(t, dir)
	for i := range pageSize { // more than one bit, which is put right without a repair
		database[3*pageSize+i] = 0xff
	}
	flip(t, copied, database, 3*pageSize, 1)
	s := reopen(t, copied, start.Add(time.Minute))
	r := s.Repair()
	if r == nil || r.Read == 0 || !r.Backup.Truncate(time.Second).Equal(start) || r.Aside == "" {
		t.Errorf("%+v", r)
	}
}
