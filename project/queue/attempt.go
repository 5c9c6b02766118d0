package queue

import (
	"context"
	"errors"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// ErrEnded is what an attempt answers after it has ended, or after its job was
// cancelled meanwhile. There is nothing left to do but to drop what was made.
var ErrEnded = errors.New("the attempt is over")

// tellEvery is how often at most the steps of a job are written and told.
const tellEvery = 250 * time.Millisecond

// Attempt is one run of a job. It ends with exactly one of Finish, Fail, Crash and
// Interrupt, after the worker has let go of the job; until then the job's memory and
// its place among those of its kind are taken.
type Attempt struct {
	Job project.Job // as it was started, with the checkpoint to go on from

	q     *Queue
	asks  chan Ask
	began time.Time
	meter *Meter // guarded by q.mu

	paused, cancelled bool      // what was asked; guarded by q.mu
	landed            bool      // what was made is in its place; guarded by q.turn
	ended             bool      // guarded by q.turn
	saved             time.Time // when a step was last written; guarded by q.turn
	drop              string    // checkpoint to remove at the end; guarded by q.turn
}

// Start makes a queued job run. It is refused where the job may not start by order
// of people: while it is paused, held, or waits for another one. Limits and memory
// are Next's affair.
func (q *Queue) Start(ctx context.Context, id int64) (*Attempt, error) {
	q.turn.Lock()
	defer q.turn.Unlock()
	j, it, err := q.find(ctx, id)
	if err != nil {
		return nil, err
	}
	if it == nil {
		return nil, doneAlready(j)
	}
	q.mu.RLock()
	reason := q.blockedLocked(it)
	cost := q.costLocked(&j)
	q.mu.RUnlock()
	if reason != "" {
		return nil, project.Bad("wait until it may start", "%s cannot start: %s", j.Title, reason)
	}
	now := q.now()
	j, _, err = Apply(j, Event{Kind: Start, Predicted: cost.Seconds(j.Steps)}, now)
	if err != nil {
		return nil, err
	}
	if err := q.store.SaveJobs(ctx, j); err != nil {
		return nil, err
	}
	a := &Attempt{Job: j, q: q, asks: make(chan Ask, 2), began: now, saved: now, meter: NewMeter(cost, j.Kept, j.Steps, now)}
	q.mu.Lock()
	it.attempt = a
	q.notePassedLocked(it)
	q.mu.Unlock()
	q.put(j)
	return a, nil
}

// Asks hears what the worker shall do with the job: first, possibly, to pause and
// then, possibly, to cancel. It is never closed.
func (a *Attempt) Asks() <-chan Ask { return a.asks }

func (a *Attempt) ask(what Ask) {
	a.q.mu.Lock()
	defer a.q.mu.Unlock()
	a.askLocked(what)
}

func (a *Attempt) askLocked(what Ask) {
	switch {
	case what == AskPause && !a.paused && !a.cancelled:
		a.paused = true
	case what == AskCancel && !a.cancelled:
		a.cancelled = true
	default:
		return
	}
	a.asks <- what // there is room for each, once
}

// Progress is how far an attempt has come.
type Progress struct {
	Step, Steps int     // last finished of how many, counted over the whole job
	Left        float64 // seconds, from whoever does the job; 0 leaves the estimate to the queue
	// Checkpoint is a file in cache/ that holds the latents after Step; empty where
	// none was kept.
	Checkpoint string
}

// Step tells how far the job has come. Steps are written at most four times a
// second, a first checkpoint and the last step always.
func (a *Attempt) Step(ctx context.Context, p Progress) error {
	q := a.q
	q.turn.Lock()
	defer q.turn.Unlock()
	it, err := a.current()
	if err != nil {
		return err
	}
	now := q.now()
	j, _, err := Apply(it.Job, Event{Kind: Step, Step: p.Step, Steps: p.Steps, Kept: p.Step, Checkpoint: p.Checkpoint}, now)
	if err != nil {
		return err
	}
	last := j.Step == j.Steps
	if last || j.Checkpoint != it.Checkpoint || now.Sub(a.saved) >= tellEvery {
		if err := q.store.SaveJobs(ctx, j); err != nil {
			return err
		}
		a.saved = now
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	it.Job = j
	a.meter.Step(j.Step, j.Steps, now)
	a.meter.Told(p.Left, now)
	q.tellLocked(Change{Kind: ChangeStep, Job: j, Left: q.leftLocked(it)})
	return nil
}

// Finish ends the job well. land, which may be nil, puts what was made in its place
// for good: the transaction in which the take appears and the job is done. It is
// only called while the job still wants it; where it was cancelled meanwhile the
// attempt ends with ErrEnded. Where land fails the attempt goes on, and can end as
// it likes. After land has succeeded the job is done, whatever else fails: that it
// could not be written, or how long it took.
func (a *Attempt) Finish(ctx context.Context, land func(context.Context) error) error {
	q := a.q
	q.turn.Lock()
	defer q.turn.Unlock()
	it, err := a.current()
	if err != nil {
		if !a.ended {
			err = errors.Join(err, a.close())
		}
		return err
	}
	if land != nil && !a.landed {
		if err := land(ctx); err != nil {
			return err
		}
		a.landed = true
	}
	now := q.now()
	measured, ok := a.meter.Measured(now)
	err = a.end(ctx, it, Event{Kind: Finish, Actual: now.Sub(a.began).Seconds()})
	if err != nil || !ok || it.Pack == "" || it.Provider == "" || it.Work <= 0 || it.Frames <= 0 {
		return err
	}
	err = q.store.AddTiming(ctx, project.Timing{
		Pack: it.Pack, Provider: it.Provider, Work: it.Work, Frames: it.Frames,
		Step: measured.Step, Lead: measured.Lead, Rest: measured.Rest,
	})
	return errors.Join(err, q.relearn(ctx, machine{it.Pack, it.Provider}))
}

// Failure is why an attempt did not end well, for people.
type Failure struct {
	Reason string // what went wrong
	Hint   string // what to do about it
	Log    string // the last lines of the worker
}

// Fail ends the job as one that cannot be done as it is.
func (a *Attempt) Fail(ctx context.Context, f Failure) error {
	return a.over(ctx, Event{Kind: Fail, Reason: f.Reason, Hint: f.Hint, Log: f.Log})
}

// Crash says that the worker died. The first time the job is queued again, the
// second time it is failed.
func (a *Attempt) Crash(ctx context.Context, f Failure) error {
	return a.over(ctx, Event{Kind: Crash, Reason: f.Reason, Hint: f.Hint, Log: f.Log})
}

// Interrupt hands the job back: the worker stopped because it was asked to, or
// because the program ends. The job is then paused where that was asked for,
// cancelled where it was cancelled, and otherwise queued again.
func (a *Attempt) Interrupt(ctx context.Context) error {
	return a.over(ctx, Event{Kind: Interrupt})
}

// over ends an attempt whichever way; a job that was cancelled stays so.
func (a *Attempt) over(ctx context.Context, e Event) error {
	a.q.turn.Lock()
	defer a.q.turn.Unlock()
	if a.ended {
		return ErrEnded
	}
	it, err := a.current()
	if err != nil {
		return a.close()
	}
	if a.landed {
		e = Event{Kind: Finish, Actual: a.q.now().Sub(a.began).Seconds()}
	}
	return a.end(ctx, it, e)
}

// current returns the job while this attempt may still change it. Call it with turn
// held.
func (a *Attempt) current() (*item, error) {
	a.q.mu.RLock()
	defer a.q.mu.RUnlock()
	it := a.q.jobs[a.Job.ID]
	if a.ended || it.State != project.Running {
		return nil, ErrEnded
	}
	return it, nil
}

// end writes how the attempt ended. Where that is not possible the attempt goes on,
// so that it can be tried again. Call it with turn held.
func (a *Attempt) end(ctx context.Context, it *item, e Event) error {
	j, effect, err := Apply(it.Job, e, a.q.now())
	if err != nil {
		return err
	}
	if err := a.q.store.SaveJobs(ctx, j); err != nil {
		return err
	}
	if effect.Drop != "" {
		a.drop = effect.Drop
	}
	a.q.mu.Lock()
	it.Job = j
	a.q.mu.Unlock()
	return a.close()
}

// close gives back what the attempt held. Call it with turn held.
func (a *Attempt) close() error {
	a.ended = true
	a.q.mu.Lock()
	it := a.q.jobs[a.Job.ID]
	it.attempt = nil
	j := it.Job
	a.q.mu.Unlock()
	a.q.put(j)
	if a.drop == "" {
		return nil
	}
	return a.q.store.DropCheckpoint(a.drop)
}
