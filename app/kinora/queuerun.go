package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

type queueRunVerb struct {
	within
	Budget *int64 `placeholder:"MIB" help:"Memory that jobs may take together, 0 for what the machine has; else the limit of the settings counts."`
	Queued bool   `help:"Only what is queued; add no takes of shots that have none."`
}

// jobEvent is a line of queue run --json.
type jobEvent struct {
	Event string      `json:"event"` // "job", "step", "take"
	Job   project.Job `json:"job"`
	Left  float64     `json:"left,omitempty"` // seconds
	Take  string      `json:"take,omitempty"`
	Path  string      `json:"path,omitempty"`
}

// Run does what is queued until nothing is left that can start.
func (v queueRunVerb) Run(ctx context.Context, tell *teller) (err error) {
	const most = 1 << 30 // MiB, so that bytes can be counted
	if v.Budget != nil && (*v.Budget < 0 || *v.Budget > most) {
		return engine.Bad("use MiB, such as 8192", "a budget of %d MiB is not possible", *v.Budget)
	}
	s, err := v.session(ctx, v.Budget)
	if err != nil {
		return err
	}
	defer func() {
		if closed := s.Close(); err == nil {
			err = closed
		}
	}()
	for _, notice := range s.Store.Notices() {
		tell.event(engine.Event{Event: "warning", Message: notice})
	}
	var unqueued error
	if !v.Queued {
		if _, unqueued = s.GenerateMissing(ctx); unqueued != nil && engine.KindOf(studio.AsFault(unqueued)) == engine.Internal {
			return unqueued
		}
	}
	log := &runLog{tell: tell, session: s, asJSON: v.JSON}
	if err := log.during(ctx, func() error { return s.Run(ctx, true) }); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return log.stopped()
	}
	return errors.Join(unqueued, log.outcome(unqueued == nil))
}

// runLog tells what a queue does. It belongs to one goroutine at a time.
type runLog struct {
	tell    *teller
	session *studio.Session
	asJSON  bool

	told         map[int64]bool // jobs whose end was told
	done, failed int
}

// during follows the queue while do runs.
func (l *runLog) during(ctx context.Context, do func() error) error {
	began := time.Now()
	l.told = map[int64]bool{}
	watching, stop := context.WithCancel(ctx)
	changes := l.session.Queue.Watch(watching)
	var follower sync.WaitGroup
	follower.Go(func() {
		for change := range changes {
			l.change(ctx, change)
		}
	})
	err := do()
	stop()
	follower.Wait()
	return errors.Join(err, l.rest(context.WithoutCancel(ctx), began))
}

// rest tells of the jobs that ended after the follower had stopped listening.
func (l *runLog) rest(ctx context.Context, began time.Time) error {
	const most = 1000
	jobs, err := l.session.Queue.Done(ctx, 0, most)
	if err != nil {
		return err
	}
	for _, row := range l.session.Queue.List() {
		jobs = append(jobs, row.Job)
	}
	for _, j := range jobs {
		if j.Ended != nil && !j.Ended.Before(began) {
			l.ended(ctx, j)
		}
	}
	return nil
}

func (l *runLog) change(ctx context.Context, c queue.Change) {
	switch c.Kind {
	case queue.ChangeStep:
		if l.asJSON {
			_ = l.tell.object(jobEvent{Event: "step", Job: c.Job, Left: c.Left}) // the outlet remembers
		} else {
			l.tell.step(c.Job, c.Left)
		}
	case queue.ChangeJob:
		if c.Job.State.Ended() {
			l.ended(ctx, c.Job)
		} else if l.asJSON {
			_ = l.tell.object(jobEvent{Event: "job", Job: c.Job, Left: c.Left})
		}
	case queue.ChangeAll:
	}
}

// ended tells once how a job ended.
func (l *runLog) ended(ctx context.Context, j project.Job) {
	if l.told[j.ID] {
		return
	}
	l.told[j.ID] = true
	e := jobEvent{Event: "job", Job: j}
	if j.State == project.Done {
		l.done++
		if take, err := l.session.Store.TakeByJob(ctx, j.ID); err == nil {
			e.Event, e.Take, e.Path = "take", take.Code, l.session.Store.Path(take.Path)
		}
	}
	if j.State == project.Failed {
		l.failed++
	}
	if l.asJSON {
		_ = l.tell.object(e)
		return
	}
	l.tell.end()
	switch {
	case e.Take != "":
		_, _ = fmt.Fprintf(l.tell.out, "%s (%s)\n", e.Path, duration(j.Actual))
	case j.State == project.Done:
		_, _ = fmt.Fprintf(l.tell.out, "done: %s\n", plain(j.Title))
	case j.State == project.Failed:
		_, _ = fmt.Fprintf(l.tell.err, "failed: %s: %s\n", plain(j.Title), harmless(j.Reason))
	}
}

// stopped is the error of a run that somebody ended.
func (l *runLog) stopped() error {
	left := 0
	for _, row := range l.session.Queue.List() {
		if !row.State.Ended() {
			left++
		}
	}
	return stopError{&engine.Fault{
		Kind: engine.Cancelled, What: fmt.Sprintf("stopped with %d jobs left", left), Hint: "they go on where they were with: kinora queue run",
	}}
}

// outcome tells what is left, and is the error of a run in which a job failed. all
// says whether everything that there was to queue is.
func (l *runLog) outcome(all bool) error {
	if l.failed > 0 {
		return engine.Bad("see kinora queue list, and try again with kinora queue retry --all", "%d of %d jobs failed", l.failed, l.failed+l.done)
	}
	if l.asJSON {
		return nil
	}
	var paused, waiting int
	for _, row := range l.session.Queue.List() {
		switch row.State {
		case project.Paused:
			paused++
		case project.Queued:
			waiting++
		case project.Running, project.Done, project.Failed, project.Cancelled:
		}
	}
	switch {
	case l.session.Queue.Held() && paused+waiting > 0:
		_, _ = fmt.Fprintf(l.tell.out, "the queue is paused with %d jobs in it; let it go on with: kinora queue resume --all\n", paused+waiting)
	case paused > 0:
		_, _ = fmt.Fprintf(l.tell.out, "%d jobs are paused; let them go on with: kinora queue resume --all\n", paused)
	case waiting > 0:
		_, _ = fmt.Fprintf(l.tell.out, "%d jobs wait for others that are not done; see kinora queue list\n", waiting)
	case l.done == 0 && all:
		_, _ = fmt.Fprintln(l.tell.out, "there was nothing to do")
	}
	return nil
}

// step shows how far a job has come.
func (t *teller) step(j project.Job, left float64) {
	line := fmt.Sprintf("%s: %d of %d", shortened(plain(j.Title), 40), j.Step, j.Steps)
	if left >= 0.05 {
		line += ", " + duration(left) + " left"
	}
	t.draw(engine.Event{Step: j.Step, Steps: j.Steps}, line)
}
