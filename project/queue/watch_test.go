package queue_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

func TestWatch(t *testing.T) {
	f := newFilm(t)
	ctx, cancel := context.WithCancel(t.Context())
	next, stop := iter.Pull(f.queue.Watch(ctx))
	defer stop()
	expect := func(want string) {
		t.Helper()
		c, ok := next()
		got := fmt.Sprint(ok, " ", c.Kind, " ", c.Job.ID, " ", c.Job.State, " ", c.Job.Step)
		if got != want {
			t.Fatalf("change %q, want %q", got, want)
		}
	}
	jobs := f.add(shot(1), shot(2))
	a := f.start(jobs[0].ID)
	f.check(a.Step(f.ctx(), queue.Progress{Step: 1, Steps: 10}))
	expect("true job 1 queued 0")
	expect("true job 2 queued 0")
	expect("true job 1 running 0")
	expect("true step 1 running 1")
	f.check(a.Step(f.ctx(), queue.Progress{Step: 2, Steps: 10}))
	f.check(a.Step(f.ctx(), queue.Progress{Step: 3, Steps: 10}))
	f.check(f.queue.Pause(f.ctx(), jobs[1].ID))
	expect("true job 2 paused 0") // passes the step, which has to wait
	f.clock.advance(0.25)
	expect("true step 1 running 3")
	f.check(a.Step(f.ctx(), queue.Progress{Step: 10, Steps: 10}))
	expect("true step 1 running 10")
	f.check(a.Finish(f.ctx(), nil))
	expect("true job 1 done 10")
	f.check(f.queue.Resume(f.ctx(), jobs[1].ID))
	f.check(f.queue.PauseAll(f.ctx()))
	expect("true all 0  0") // takes in what came before it
	cancel()
	expect("false  0  0")
}

func TestWatcherThatFallsBehind(t *testing.T) {
	f := newFilm(t)
	changes := f.queue.Watch(t.Context())
	var many []queue.New
	for range 1100 {
		many = append(many, shot(1))
	}
	f.add(many...)
	var seen []queue.ChangeKind
	for c := range changes {
		seen = append(seen, c.Kind)
		if len(seen) == 1 {
			f.add(shot(2))
			continue
		}
		break
	}
	if fmt.Sprint(seen) != "[all job]" {
		t.Errorf("seen = %v", seen)
	}
}

// With the real clock's laws, and no time spent: a step that nothing follows is
// told when its turn comes, not when the next one does.
func TestLastStepIsToldInTime(t *testing.T) {
	f := newFilm(t)
	synctest.Test(t, func(t *testing.T) {
		q, err := queue.Open(t.Context(), queue.Params{Store: f.store, Now: time.Now})
		f.check(err)
		jobs, err := q.Add(t.Context(), shot(1))
		f.check(err)
		a, err := q.Start(t.Context(), jobs[0].ID)
		f.check(err)
		ctx, cancel := context.WithCancel(t.Context())
		var told []string
		began := time.Now()
		done := make(chan struct{})
		changes := q.Watch(ctx)
		go func() {
			defer close(done)
			for c := range changes {
				told = append(told, fmt.Sprint(c.Job.Step, " at ", time.Since(began)))
			}
		}()
		for step := 1; step <= 9; step++ {
			f.check(a.Step(t.Context(), queue.Progress{Step: step, Steps: 10}))
			synctest.Wait()
			time.Sleep(time.Duration(step) * 10 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		cancel()
		<-done
		if got, want := fmt.Sprint(told), "[1 at 0s 7 at 250ms 9 at 500ms]"; got != want {
			t.Errorf("told %s, want %s", got, want)
		}
		f.check(a.Interrupt(t.Context()))
	})
}

// Many at once: what is written, what is told and what is listed agree, and the
// race detector agrees, too.
func TestManyGoroutines(t *testing.T) {
	f := newFilm(t)
	ctx := t.Context()
	var watching, working sync.WaitGroup
	seen := map[int64]project.JobState{}
	changes := f.queue.Watch(ctx)
	watching.Go(func() {
		for c := range changes {
			seen[c.Job.ID] = c.Job.State
			if c.Job.ID == 21 && c.Job.State == project.Cancelled {
				return
			}
		}
	})
	for n := range 4 {
		working.Go(func() {
			for i := range 5 {
				jobs, err := f.queue.Add(ctx, shot(10*n+i))
				if err != nil {
					t.Error(err)
					return
				}
				a, err := f.queue.Start(ctx, jobs[0].ID)
				if err != nil {
					t.Error(err)
					return
				}
				for step := 1; step <= 3; step++ {
					_ = a.Step(ctx, queue.Progress{Step: step, Steps: 3})
					f.queue.List()
					f.queue.Forecast(plenty)
				}
				if i%2 == 0 {
					err = f.queue.Cancel(ctx, jobs[0].ID)
				} else {
					err = f.queue.MoveToTop(ctx, jobs[0].ID)
				}
				if err != nil {
					t.Error(err)
				}
				if _, err := f.queue.Next(ctx, plenty); err != nil {
					t.Error(err)
				}
				if i%2 == 0 {
					err = a.Interrupt(ctx)
				} else {
					err = a.Finish(ctx, nil)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	working.Wait()
	last := f.add(shot(99))[0]
	if open := f.queue.Attempts(); len(open) > 0 {
		t.Fatalf("%d attempts have not ended", len(open))
	}
	f.check(f.queue.Cancel(ctx, last.ID))
	watching.Wait()
	for id := int64(1); id <= 21; id++ {
		if row := f.get(id); seen[id] != row.State {
			t.Errorf("job %d is %s, and the last that was told is %s", id, row.State, seen[id])
		}
	}
}

var _ queue.Store = (*store.Store)(nil)
