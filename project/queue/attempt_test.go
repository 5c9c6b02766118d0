package queue_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

func TestFinishWithItsTake(t *testing.T) {
	f := newFilm(t)
	f.addShot()
	n := shot(1)
	n.Shot = 1
	id := f.add(n)[0].ID
	a := f.start(id)
	file := f.checkpoint("a.latents")
	for step := 1; step <= 10; step++ {
		f.clock.advance(2)
		f.check(a.Step(f.ctx(), queue.Progress{Step: step, Steps: 10, Checkpoint: file}))
	}
	f.clock.advance(3)
	landed := false
	f.check(a.Finish(f.ctx(), func(ctx context.Context) error {
		landed = true
		_, err := f.store.CommitTake(ctx, id, take())
		return err
	}))
	row := f.expectState(id, project.Done)
	if !landed || row.Actual != 23 || row.Checkpoint != "" || row.Step != 10 {
		t.Errorf("landed %t, job %+v", landed, row.Job)
	}
	f.expectFile(file, false)
	if err := a.Interrupt(f.ctx()); !errors.Is(err, queue.ErrEnded) {
		t.Errorf("Interrupt after Finish = %v", err)
	}
	f.refused(f.queue.Retry(f.ctx(), id))
	timings, err := f.store.Timings(f.ctx(), "pocket", "cpu (8 cores)")
	f.check(err)
	if len(timings) != 1 || math.Abs(timings[0].Step-2) > 1e-9 || timings[0].Rest != 3 {
		t.Errorf("timings = %+v", timings)
	}
	next := f.add(shot(2))[0]
	if a := f.start(next.ID); math.Abs(a.Job.Predicted-23) > 1e-6 {
		t.Errorf("predicted %g s, want 23", a.Job.Predicted)
	}
}

func TestLandingFails(t *testing.T) {
	f := newFilm(t)
	id := f.add(shot(1))[0].ID
	a := f.start(id)
	full := errors.New("the disk is full")
	if err := a.Finish(f.ctx(), func(context.Context) error { return full }); !errors.Is(err, full) {
		t.Fatalf("Finish = %v", err)
	}
	f.expectState(id, project.Running)
	f.check(a.Fail(f.ctx(), queue.Failure{Reason: "the disk is full", Hint: "free some space"}))
	f.expectState(id, project.Failed)
}

// The take is there, and then nothing more can be written.
func TestLandedAndNotWritten(t *testing.T) {
	f := newFilm(t)
	f.addShot()
	id := f.add(shot(1))[0].ID
	a := f.start(id)
	ctx, cancel := context.WithCancel(t.Context())
	err := a.Finish(ctx, func(ctx context.Context) error {
		defer cancel()
		_, err := f.store.CommitTake(ctx, id, take())
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Finish = %v", err)
	}
	f.refused(f.queue.Cancel(f.ctx(), id))
	f.check(a.Fail(f.ctx(), queue.Failure{Reason: "could not be written"}))
	if row := f.expectState(id, project.Done); row.Reason != "" {
		t.Errorf("done, and failed with %q", row.Reason)
	}
}

func TestPauseOfARunningJob(t *testing.T) {
	f := newFilm(t)
	id := f.add(shot(1))[0].ID
	a := f.start(id)
	file := f.checkpoint("a.latents")
	f.check(a.Step(f.ctx(), queue.Progress{Step: 3, Steps: 10, Checkpoint: file}))
	f.check(f.queue.Pause(f.ctx(), id))
	if row := f.expectState(id, project.Running); !row.Pausing || !row.Stopping {
		t.Errorf("row = %+v", row)
	}
	if ask := <-a.Asks(); ask != queue.AskPause {
		t.Errorf("asked to %s", ask)
	}
	f.check(a.Step(f.ctx(), queue.Progress{Step: 4, Steps: 10, Checkpoint: file}))
	f.check(a.Interrupt(f.ctx()))
	f.expectState(id, project.Paused)
	f.expectNext(plenty)
	f.restart()
	f.expectState(id, project.Paused)
	f.check(f.queue.Resume(f.ctx(), id))
	f.expectNext(plenty, id)
	b := f.start(id)
	if b.Job.Kept != 4 || b.Job.Checkpoint != file || b.Job.Attempts != 2 {
		t.Errorf("goes on with %+v", b.Job)
	}
	f.check(f.queue.Pause(f.ctx(), id))
	f.check(f.queue.Resume(f.ctx(), id))
	f.check(b.Interrupt(f.ctx()))
	f.expectState(id, project.Queued)
}

func TestCancelOfARunningJob(t *testing.T) {
	f := newFilm(t)
	id := f.add(shot(1))[0].ID
	a := f.start(id)
	file := f.checkpoint("a.latents")
	f.check(a.Step(f.ctx(), queue.Progress{Step: 3, Steps: 10, Checkpoint: file}))
	f.check(f.queue.Cancel(f.ctx(), id))
	if ask := <-a.Asks(); ask != queue.AskCancel {
		t.Errorf("asked to %s", ask)
	}
	if row := f.expectState(id, project.Cancelled); row.Reason != "" {
		t.Errorf("cancel is no failure, but the reason is %q", row.Reason)
	}
	f.expectFile(file, true) // its worker may still write it
	f.check(f.queue.Retry(f.ctx(), id))
	f.expectNext(plenty) // the worker has not let go yet
	if row := f.get(id); !strings.Contains(row.Waits, "stopping") {
		t.Errorf("waits = %q", row.Waits)
	}
	landed := false
	err := a.Finish(f.ctx(), func(context.Context) error { landed = true; return nil })
	if !errors.Is(err, queue.ErrEnded) || landed {
		t.Errorf("Finish after cancel = %v, landed %t", err, landed)
	}
	f.expectFile(file, false)
	f.expectNext(plenty, id)
}

func TestCrashes(t *testing.T) {
	f := newFilm(t)
	id := f.add(shot(1))[0].ID
	died := queue.Failure{Reason: "the worker was killed: out of memory", Hint: "choose a smaller size", Log: "loading\nkilled"}
	file := f.checkpoint("a.latents")
	a := f.start(id)
	f.check(a.Step(f.ctx(), queue.Progress{Step: 2, Steps: 10, Checkpoint: file}))
	f.check(a.Crash(f.ctx(), died))
	if row := f.expectState(id, project.Queued); row.Crashes != 1 || row.Checkpoint != file {
		t.Errorf("after one crash %+v", row.Job)
	}
	f.restart()
	f.check(f.start(id).Crash(f.ctx(), died))
	row := f.expectState(id, project.Failed)
	if row.Reason != died.Reason || row.Hint != died.Hint || row.Log != died.Log {
		t.Errorf("after two crashes %+v", row.Job)
	}
	f.expectFile(file, false)
	f.check(f.queue.Retry(f.ctx(), id))
	if row := f.expectState(id, project.Queued); row.Reason != died.Reason || row.Crashes != 0 {
		t.Errorf("after retry %+v", row.Job)
	}
	f.check(f.start(id).Finish(f.ctx(), nil))
	if row := f.expectState(id, project.Done); row.Reason != "" {
		t.Errorf("done with reason %q", row.Reason)
	}
}

func TestRecover(t *testing.T) {
	f := newFilm(t)
	f.addShot()
	jobs := f.add(shot(1), shot(2), shot(3), shot(4))
	kept, gone := f.checkpoint("kept.latents"), f.checkpoint("gone.latents")
	f.check(f.start(jobs[0].ID).Step(f.ctx(), queue.Progress{Step: 5, Steps: 10, Checkpoint: kept}))
	f.check(f.start(jobs[1].ID).Step(f.ctx(), queue.Progress{Step: 5, Steps: 10, Checkpoint: gone}))
	f.check(f.start(jobs[2].ID).Step(f.ctx(), queue.Progress{Step: 5, Steps: 10}))
	f.check(f.queue.Pause(f.ctx(), jobs[2].ID))
	f.start(jobs[3].ID)
	_, err := f.store.CommitTake(f.ctx(), jobs[3].ID, take())
	f.check(err)
	f.check(f.store.DropCheckpoint(gone))
	f.restart()
	if row := f.expectState(jobs[0].ID, project.Queued); row.Step != 5 || row.Checkpoint != kept {
		t.Errorf("with a checkpoint: %+v", row.Job)
	}
	if row := f.expectState(jobs[1].ID, project.Queued); row.Step != 0 || row.Checkpoint != "" {
		t.Errorf("without its checkpoint: %+v", row.Job)
	}
	f.expectState(jobs[2].ID, project.Paused)
	f.expectState(jobs[3].ID, project.Done)
	done, err := f.queue.Done(f.ctx(), 0, 10)
	f.check(err)
	if len(done) != 1 || done[0].ID != jobs[3].ID {
		t.Errorf("done = %+v", done)
	}
}

func TestStepsAreNotWrittenTooOften(t *testing.T) {
	f := newFilm(t)
	id := f.add(shot(1))[0].ID
	a := f.start(id)
	kept := func() int {
		j, err := f.store.Job(f.ctx(), id)
		f.check(err)
		return j.Step
	}
	var seen []int
	for step := 1; step <= 10; step++ {
		f.clock.advance(0.1)
		f.check(a.Step(f.ctx(), queue.Progress{Step: step, Steps: 10}))
		if row, err := f.queue.Get(f.ctx(), id); err != nil || row.Step != step {
			t.Fatalf("at step %d the row says %d, %v", step, row.Step, err)
		}
		seen = append(seen, kept())
	}
	want := []int{0, 0, 3, 3, 3, 6, 6, 6, 9, 10}
	for i := range want {
		if seen[i] != want[i] {
			t.Fatalf("written steps = %v, want %v", seen, want)
		}
	}
}
