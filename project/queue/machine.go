package queue

import (
	"time"

	"github.com/kinora-studio/kinora/project"
)

// EventKind names what happens to a job.
type EventKind string

// The events. Start to Interrupt are what a runner tells, the others what people
// ask for.
const (
	Start     EventKind = "start"     // a worker begins
	Step      EventKind = "step"      // it came further, or kept its latents
	Finish    EventKind = "finish"    // it is done
	Fail      EventKind = "fail"      // it cannot be done, and the worker says why
	Crash     EventKind = "crash"     // the worker died of it
	Interrupt EventKind = "interrupt" // the worker stopped in between because it was asked to, or the program ends
	Pause     EventKind = "pause"
	Resume    EventKind = "resume"
	Cancel    EventKind = "cancel"
	Retry     EventKind = "retry"
	Clear     EventKind = "clear" // away from the list
)

// crashLimit is how many workers a job may take along.
const crashLimit = 2

// Event is something that happens to a job. Only the fields of its kind are read.
type Event struct {
	Kind EventKind

	Step, Steps int    // Step: last finished of how many; 0 leaves them
	Kept        int    // Step: that Checkpoint holds
	Checkpoint  string // Step: file in cache/; empty leaves what was kept before

	Reason, Hint, Log string // Fail, Crash

	Predicted float64 // Start: seconds that the attempt is expected to take; 0 leaves it
	Actual    float64 // Finish: seconds that the attempt took
}

// Ask is what a worker is asked to do with the job in its hands.
type Ask string

// What can be asked.
const (
	AskNothing Ask = ""
	AskPause   Ask = "pause"  // keep the latents and stop after the step in hand
	AskCancel  Ask = "cancel" // stop at once and keep nothing
)

// Effect is what has to be done about a transition once it is written.
type Effect struct {
	Ask  Ask    // of the worker that has the job
	Drop string // checkpoint that nobody goes on from any more
}

// transition changes a job that is known to be in the right state.
type transition func(j *project.Job, e Event, now time.Time) Effect

// nothing stands where what is asked for is already so.
func nothing(*project.Job, Event, time.Time) Effect { return Effect{} }

// table says what each event does in each state. What is not in it is refused.
var table = map[project.JobState]map[EventKind]transition{
	project.Queued: {
		Start: start, Pause: pause, Resume: nothing, Cancel: cancel, Fail: fail,
	},
	project.Running: {
		Step: step, Finish: finish, Fail: fail, Crash: crash, Interrupt: handBack,
		Pause: askPause, Resume: withdrawPause, Cancel: cancelRunning,
	},
	project.Paused: {
		Pause: nothing, Resume: enqueue, Cancel: cancel,
	},
	project.Done:      {},
	project.Failed:    {Retry: retry, Clear: clearAway},
	project.Cancelled: {Retry: retry, Cancel: nothing, Clear: clearAway},
}

// Apply returns the job as it is after an event, and what has to be done once that
// is written. An event that cannot happen to a job in its state is a
// project.ErrBadInput fault and changes nothing.
func Apply(j project.Job, e Event, now time.Time) (project.Job, Effect, error) {
	change, ok := table[j.State][e.Kind]
	if !ok {
		return j, Effect{}, refusal(j, e.Kind)
	}
	effect := change(&j, e, now)
	return j, effect, nil
}

func refusal(j project.Job, kind EventKind) error {
	hints := map[EventKind]string{
		Retry:  "only what failed or was cancelled can be tried again",
		Clear:  "only what failed or was cancelled can be cleared away; cancel it first",
		Resume: "only what is paused can be resumed",
		Cancel: "nothing has to be done",
		Pause:  "only what is queued or running can be paused",
	}
	return project.Bad(hints[kind], "%s cannot %s: it is %s", j.Title, kind, j.State)
}

func start(j *project.Job, e Event, now time.Time) Effect {
	j.State, j.Started, j.Ended, j.Pausing = project.Running, &now, nil, false
	j.Attempts++
	j.Step = j.Kept
	if e.Predicted > 0 {
		j.Predicted = e.Predicted
	}
	return Effect{}
}

func step(j *project.Job, e Event, _ time.Time) Effect {
	if e.Step > 0 {
		j.Step = e.Step
	}
	if e.Steps > 0 {
		j.Steps = e.Steps
	}
	if e.Checkpoint != "" {
		j.Kept, j.Checkpoint = e.Kept, e.Checkpoint
	}
	return Effect{}
}

func finish(j *project.Job, e Event, now time.Time) Effect {
	effect := end(j, project.Done, now)
	j.Actual, j.Step = e.Actual, j.Steps
	j.Reason, j.Hint = "", ""
	return effect
}

// fail keeps the checkpoint: once the disk has room again, a retry goes on.
func fail(j *project.Job, e Event, now time.Time) Effect {
	j.State, j.Ended, j.Pausing = project.Failed, &now, false
	j.Reason, j.Hint, j.Log = e.Reason, e.Hint, e.Log
	return Effect{}
}

func crash(j *project.Job, e Event, now time.Time) Effect {
	j.Crashes++
	if j.Crashes < crashLimit {
		j.Reason, j.Hint, j.Log = e.Reason, e.Hint, e.Log
		return handBack(j, e, now)
	}
	fail(j, e, now)
	// The kept state may be what kills workers: a retry begins afresh.
	return dropCheckpoint(j)
}

func handBack(j *project.Job, _ Event, _ time.Time) Effect {
	if j.Pausing {
		j.State = project.Paused
	} else {
		j.State = project.Queued
	}
	j.Pausing, j.Step = false, j.Kept
	return Effect{}
}

func pause(j *project.Job, _ Event, _ time.Time) Effect {
	j.State = project.Paused
	return Effect{}
}

func askPause(j *project.Job, _ Event, _ time.Time) Effect {
	j.Pausing = true
	return Effect{Ask: AskPause}
}

// withdrawPause leaves a worker that was already asked to stop alone: it hands the
// job back, which then goes on from its checkpoint.
func withdrawPause(j *project.Job, _ Event, _ time.Time) Effect {
	j.Pausing = false
	return Effect{}
}

func enqueue(j *project.Job, _ Event, _ time.Time) Effect {
	j.State = project.Queued
	return Effect{}
}

func cancel(j *project.Job, _ Event, now time.Time) Effect {
	return end(j, project.Cancelled, now)
}

func cancelRunning(j *project.Job, _ Event, now time.Time) Effect {
	effect := end(j, project.Cancelled, now)
	effect.Ask = AskCancel
	return effect
}

// retry keeps the reason of the last failure visible until the job is done.
func retry(j *project.Job, _ Event, _ time.Time) Effect {
	j.State, j.Ended, j.Crashes, j.Step, j.Cleared = project.Queued, nil, 0, j.Kept, false
	return Effect{}
}

// clearAway keeps the job, but nothing to go on from.
func clearAway(j *project.Job, _ Event, _ time.Time) Effect {
	j.Cleared = true
	return dropCheckpoint(j)
}

func end(j *project.Job, state project.JobState, now time.Time) Effect {
	j.State, j.Ended, j.Pausing = state, &now, false
	return dropCheckpoint(j)
}

func dropCheckpoint(j *project.Job) Effect {
	effect := Effect{Drop: j.Checkpoint}
	j.Checkpoint, j.Kept = "", 0
	return effect
}
