package queue_test

import (
	"errors"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

var (
	states = []project.JobState{project.Queued, project.Running, project.Paused, project.Done, project.Failed, project.Cancelled}
	events = []queue.EventKind{
		queue.Start, queue.Step, queue.Finish, queue.Fail, queue.Crash, queue.Interrupt, queue.Pause, queue.Resume, queue.Cancel, queue.Retry, queue.Clear,
	}
)

// Every state with every event; what is missing here is refused.
func TestApply(t *testing.T) {
	want := map[project.JobState]map[queue.EventKind]project.JobState{
		project.Queued: {
			queue.Start: project.Running, queue.Pause: project.Paused, queue.Resume: project.Queued, queue.Cancel: project.Cancelled,
			queue.Fail: project.Failed,
		},
		project.Running: {
			queue.Step: project.Running, queue.Finish: project.Done, queue.Fail: project.Failed, queue.Crash: project.Queued,
			queue.Interrupt: project.Queued, queue.Pause: project.Running, queue.Resume: project.Running, queue.Cancel: project.Cancelled,
		},
		project.Paused:    {queue.Pause: project.Paused, queue.Resume: project.Queued, queue.Cancel: project.Cancelled},
		project.Done:      {},
		project.Failed:    {queue.Retry: project.Queued, queue.Clear: project.Failed},
		project.Cancelled: {queue.Retry: project.Queued, queue.Cancel: project.Cancelled, queue.Clear: project.Cancelled},
	}
	now := time.Unix(1000, 0)
	for _, state := range states {
		for _, event := range events {
			t.Run(string(state)+" "+string(event), func(t *testing.T) {
				job := project.Job{Title: "SH010", State: state, Checkpoint: "cache/a", Kept: 3, Step: 4, Steps: 9}
				got, effect, err := queue.Apply(job, queue.Event{Kind: event}, now)
				next, allowed := want[state][event]
				if !allowed {
					if !errors.Is(err, project.ErrBadInput) || got.State != state {
						t.Errorf("is %s, %v; want a refusal", got.State, err)
					}
					return
				}
				if err != nil || got.State != next {
					t.Errorf("is %s, %v; want %s", got.State, err, next)
				}
				if got.State.Ended() != (got.Ended != nil) && got.State != state {
					t.Errorf("%s with the end %v", got.State, got.Ended)
				}
				if (effect.Drop != "") == (got.Checkpoint != "") {
					t.Errorf("keeps %q and drops %q", got.Checkpoint, effect.Drop)
				}
			})
		}
	}
}

func TestApplyAsks(t *testing.T) {
	now := time.Unix(1000, 0)
	running := project.Job{State: project.Running}
	pausing := project.Job{State: project.Running, Pausing: true}
	crashed := project.Job{State: project.Running, Crashes: 1, Checkpoint: "cache/a"}
	cases := []struct {
		name  string
		job   project.Job
		event queue.Event
		state project.JobState
		want  queue.Effect
	}{
		{"pause", running, queue.Event{Kind: queue.Pause}, project.Running, queue.Effect{Ask: queue.AskPause}},
		{"cancel", running, queue.Event{Kind: queue.Cancel}, project.Cancelled, queue.Effect{Ask: queue.AskCancel}},
		{"paused as asked", pausing, queue.Event{Kind: queue.Interrupt}, project.Paused, queue.Effect{}},
		{"died while pausing", pausing, queue.Event{Kind: queue.Crash}, project.Paused, queue.Effect{}},
		{"done before it could pause", pausing, queue.Event{Kind: queue.Finish}, project.Done, queue.Effect{}},
		{"cancel while pausing", pausing, queue.Event{Kind: queue.Cancel}, project.Cancelled, queue.Effect{Ask: queue.AskCancel}},
		{"second crash", crashed, queue.Event{Kind: queue.Crash}, project.Failed, queue.Effect{Drop: "cache/a"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, effect, err := queue.Apply(c.job, c.event, now)
			if err != nil || got.State != c.state || effect != c.want {
				t.Errorf("is %s with %+v, %v; want %s with %+v", got.State, effect, err, c.state, c.want)
			}
			if got.Pausing && got.State != project.Running {
				t.Error("is pausing without running")
			}
		})
	}
}
