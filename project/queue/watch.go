package queue

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// ChangeKind says what a Change is about.
type ChangeKind string

// The kinds.
const (
	// ChangeStep: the job came further; only its own row changes.
	ChangeStep ChangeKind = "step"
	// ChangeJob: the job is new, or its state or place changed. Rows of others may
	// change, too: those behind it, and those that wait for it.
	ChangeJob ChangeKind = "job"
	// ChangeAll: everything may have changed; List again. It takes in all changes
	// before it that were not told yet.
	ChangeAll ChangeKind = "all"
)

// Change tells a view, or a runner that may start something, what is new.
type Change struct {
	Kind ChangeKind
	Job  project.Job // as it then was; zero for ChangeAll
	Left float64     // seconds that it still takes to run, below 0 where nobody knows
}

// backlog is how many changes a watcher may leave unread.
const backlog = 1024

// Watch returns the changes from now on, in order, until ctx ends or the loop over
// them is left; it can be ranged over once. Changes are told after they were
// written.
//
// The queue never waits for a watcher. Of the steps of one job a watcher is told
// at most four a second, the newest one each time; a step that a later change of
// the job has overtaken is not told. A watcher that falls 1,024 changes behind is
// told a single ChangeAll in their place. Nothing runs in the background.
func (q *Queue) Watch(ctx context.Context) iter.Seq[Change] {
	w := &watcher{now: q.clock, ready: make(chan struct{}, 1), told: map[int64]time.Time{}}
	q.mu.Lock()
	q.watchers[w] = true
	q.mu.Unlock()
	leave := func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.watchers, w)
	}
	unhook := context.AfterFunc(ctx, leave)
	return func(yield func(Change) bool) {
		defer leave()
		defer unhook()
		for {
			c, ok := w.next(ctx)
			if !ok || !yield(c) {
				return
			}
		}
	}
}

func (q *Queue) tellLocked(c Change) {
	for w := range q.watchers {
		w.add(c)
	}
}

type watcher struct {
	now   func() time.Time
	ready chan struct{} // holds a value when something was added

	mu      sync.Mutex
	pending []Change            // guarded by mu
	told    map[int64]time.Time // guarded by mu; when a step of a job was last told
}

func (w *watcher) add(c Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.Kind != ChangeAll {
		overtaken := func(p Change) bool { return p.Kind == ChangeStep && p.Job.ID == c.Job.ID }
		if i := slices.IndexFunc(w.pending, overtaken); i >= 0 {
			w.pending = slices.Delete(w.pending, i, i+1)
		}
	}
	switch {
	case len(w.pending) == 1 && w.pending[0].Kind == ChangeAll:
	case c.Kind == ChangeAll || len(w.pending) >= backlog:
		w.pending = []Change{{Kind: ChangeAll}}
	default:
		w.pending = append(w.pending, c)
	}
	select {
	case w.ready <- struct{}{}:
	default:
	}
}

// next waits for a change that may be told.
func (w *watcher) next(ctx context.Context) (Change, bool) {
	for ctx.Err() == nil {
		c, wait := w.take()
		if wait == 0 {
			return c, true
		}
		timer := time.NewTimer(wait)
		select {
		case <-w.ready:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
	return Change{}, false
}

// take returns the first change that may be told now, or how long to wait for one.
// There is at most one step of a job, and nothing else of that job after it, so
// that letting others pass keeps the order of each job.
func (w *watcher) take() (Change, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	wait := time.Hour
	for i, c := range w.pending {
		if c.Kind == ChangeStep && c.Job.Step < c.Job.Steps {
			if rest := tellEvery - now.Sub(w.told[c.Job.ID]); rest > 0 {
				wait = min(wait, rest)
				continue
			}
		}
		w.pending = slices.Delete(w.pending, i, i+1)
		if c.Kind == ChangeStep {
			w.told[c.Job.ID] = now
		} else {
			delete(w.told, c.Job.ID)
		}
		return c, 0
	}
	return Change{}, wait
}
