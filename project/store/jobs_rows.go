package store

import (
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

func newRow(j project.Job) db.InsertJobParams {
	return db.InsertJobParams{
		Kind: string(j.Kind), State: string(j.State), Priority: int64(j.Priority), Position: j.Position,
		GroupID: reference(j.Group), AfterID: reference(j.After), Shot: reference(j.Shot), Parent: reference(j.Parent),
		Verb: string(j.Verb), Title: j.Title, Request: string(j.Request),
		Pack: j.Pack, Provider: j.Provider, Work: j.Work, Frames: int64(j.Frames),
		Memory: j.Memory, Predicted: j.Predicted, Rest: j.Rest, Steps: int64(j.Steps), CreatedAt: micros(j.Created),
	}
}

func changedRow(j project.Job) db.UpdateJobParams {
	return db.UpdateJobParams{
		State: string(j.State), Priority: int64(j.Priority), Position: j.Position,
		Pausing: flag(j.Pausing), Attempts: int64(j.Attempts), Crashes: int64(j.Crashes),
		Reason: j.Reason, Hint: j.Hint, Log: j.Log,
		Memory: j.Memory, Predicted: j.Predicted, Actual: j.Actual,
		Step: int64(j.Step), Steps: int64(j.Steps), Kept: int64(j.Kept), Checkpoint: j.Checkpoint,
		StartedAt: moment(j.Started), EndedAt: moment(j.Ended), Cleared: flag(j.Cleared), ID: j.ID,
	}
}

func jobOf(r db.Job) project.Job {
	return project.Job{
		ID: r.ID, Kind: project.JobKind(r.Kind), State: project.JobState(r.State), Priority: int(r.Priority), Position: r.Position,
		Group: referred(r.GroupID), After: referred(r.AfterID), Shot: referred(r.Shot), Parent: referred(r.Parent),
		Verb: project.Verb(r.Verb), Title: r.Title, Request: []byte(r.Request),
		Pack: r.Pack, Provider: r.Provider, Work: r.Work, Frames: int(r.Frames),
		Pausing: r.Pausing != 0, Attempts: int(r.Attempts), Crashes: int(r.Crashes),
		Reason: r.Reason, Hint: r.Hint, Log: r.Log,
		Memory: r.Memory, Predicted: r.Predicted, Rest: r.Rest, Actual: r.Actual,
		Step: int(r.Step), Steps: int(r.Steps), Kept: int(r.Kept), Checkpoint: r.Checkpoint,
		Created: fromMicros(r.CreatedAt), Started: atMoment(r.StartedAt), Ended: atMoment(r.EndedAt), Cleared: r.Cleared != 0,
	}
}

func jobsOf(rows []db.Job) []project.Job {
	jobs := make([]project.Job, len(rows))
	for i, r := range rows {
		jobs[i] = jobOf(r)
	}
	return jobs
}

// moment is how the database keeps a time that may not have come.
func moment(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	n := micros(*t)
	return &n
}

// atMoment reads what moment wrote.
func atMoment(n *int64) *time.Time {
	if n == nil {
		return nil
	}
	t := fromMicros(*n)
	return &t
}
