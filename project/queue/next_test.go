package queue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

func kindOf(kind project.JobKind, memory int64) queue.New {
	n := shot(1)
	n.Kind, n.Memory = kind, memory
	return n
}

func TestKindsRunSideBySide(t *testing.T) {
	f := newFilm(t)
	jobs := f.add(
		kindOf(project.JobGenerate, 8e9), kindOf(project.JobGenerate, 8e9), kindOf(project.JobExport, 4e9),
		kindOf(project.JobDownload, 0), kindOf(project.JobDownload, 0), kindOf(project.JobDownload, 0),
	)
	f.expectNext(plenty, jobs[0].ID, jobs[2].ID, jobs[3].ID, jobs[4].ID)
	f.expectNext(queue.Room{Budget: 8e9, Free: 8e9}, jobs[0].ID, jobs[3].ID, jobs[4].ID)
	f.expectNext(queue.Room{}, jobs[0].ID, jobs[2].ID, jobs[3].ID, jobs[4].ID)
	f.start(jobs[0].ID)
	f.expectNext(plenty, jobs[2].ID, jobs[3].ID, jobs[4].ID)
	f.expectNext(queue.Room{Budget: 16e9, Free: 1e9}, jobs[3].ID, jobs[4].ID)
	if row := f.get(jobs[2].ID); row.Waits != "waits for 4.0 GB of free memory" {
		t.Errorf("waits = %q", row.Waits)
	}
}

func TestTooLargeForTheBudget(t *testing.T) {
	f := newFilm(t)
	jobs := f.add(kindOf(project.JobGenerate, 24e9), kindOf(project.JobGenerate, 8e9))
	f.expectNext(plenty, jobs[1].ID)
	row := f.expectState(jobs[0].ID, project.Failed)
	if !strings.Contains(row.Reason, "needs 24.0 GB of memory, and jobs may take 16.0 GB") || row.Hint == "" {
		t.Errorf("reason %q, hint %q", row.Reason, row.Hint)
	}
	f.check(f.queue.Retry(f.ctx(), jobs[0].ID))
	f.expectNext(queue.Room{Budget: 32e9, Free: 32e9}, jobs[0].ID)
}

// A large export among small generations: it is passed a few times, and then
// memory is kept for it.
func TestLargeOnesDoNotStarve(t *testing.T) {
	f := newFilm(t)
	large := f.add(kindOf(project.JobExport, 14e9))[0].ID
	f.check(f.queue.Pause(f.ctx(), large))
	running := f.start(f.add(kindOf(project.JobGenerate, 8e9))[0].ID)
	f.check(f.queue.Resume(f.ctx(), large))
	for passes := range 20 {
		f.add(kindOf(project.JobGenerate, 8e9))
		f.check(running.Finish(f.ctx(), nil))
		// Another one began before the export could, as with two machines' worth of
		// memory in use: the export sees 8 GB taken whenever it is asked.
		second := f.add(kindOf(project.JobDownload, 8e9))[0].ID
		f.check(f.queue.MoveToTop(f.ctx(), second))
		d := f.start(second)
		next := f.next(plenty)
		f.check(d.Finish(f.ctx(), nil))
		if len(next) == 0 {
			f.expectNext(plenty, large)
			if passes == 0 {
				t.Error("was never passed: a budget half empty for nothing")
			}
			return
		}
		running = f.start(next[0])
	}
	t.Fatal("the export never had its turn")
}

// Where other programs have the memory, waiting frees none.
func TestNothingOfOursHasTheMemory(t *testing.T) {
	f := newFilm(t)
	large := f.add(kindOf(project.JobExport, 14e9))[0].ID
	room := queue.Room{Budget: 16e9, Free: 8e9}
	for range 10 {
		small := f.add(kindOf(project.JobGenerate, 2e9))[0].ID
		f.expectNext(room, small)
		f.check(f.start(small).Finish(f.ctx(), nil))
	}
	f.expectNext(plenty, large)
}

func TestDependencies(t *testing.T) {
	f := newFilm(t)
	extend := shot(2)
	extend.Follows = 1
	again := shot(3)
	again.Follows = 2
	jobs := f.add(shot(1), extend, again)
	a, b, c := jobs[0], jobs[1], jobs[2]
	if b.After != a.ID || c.After != b.ID {
		t.Fatalf("after %d and %d", b.After, c.After)
	}
	f.expectNext(plenty, a.ID)
	if row := f.get(b.ID); row.Waits != "waits for SH010, ball drops" {
		t.Errorf("waits = %q", row.Waits)
	}
	_, err := f.queue.Start(f.ctx(), b.ID)
	f.refused(err)
	f.check(f.start(a.ID).Fail(f.ctx(), queue.Failure{Reason: "no"}))
	f.expectNext(plenty)
	for _, id := range []int64{b.ID, c.ID} {
		if row := f.get(id); row.Waits != "blocked by SH010, ball drops, which is failed" {
			t.Errorf("waits = %q", row.Waits)
		}
	}
	f.restart()
	f.check(f.queue.Retry(f.ctx(), a.ID))
	f.check(f.start(a.ID).Finish(f.ctx(), nil))
	f.expectNext(plenty, b.ID)
	f.restart()
	f.expectNext(plenty, b.ID)
	later := shot(4)
	later.After = a.ID
	f.expectNext(plenty, b.ID)
	d := f.add(later)[0]
	f.check(f.queue.MoveToTop(f.ctx(), d.ID))
	f.expectNext(plenty, d.ID)
	later.After = 99
	_, err = f.queue.Add(f.ctx(), later)
	f.refused(err)
}

func TestHold(t *testing.T) {
	f := newFilm(t)
	jobs := f.add(shot(1), shot(2), shot(3))
	f.check(f.queue.Pause(f.ctx(), jobs[2].ID))
	a := f.start(jobs[0].ID)
	f.check(f.queue.PauseAll(f.ctx()))
	if ask := <-a.Asks(); ask != queue.AskPause {
		t.Errorf("asked to %s", ask)
	}
	f.check(a.Interrupt(f.ctx()))
	f.expectNext(plenty)
	f.restart()
	f.expectNext(plenty)
	if row := f.get(jobs[1].ID); !f.queue.Held() || row.Waits != "the queue is paused" {
		t.Errorf("held %t, waits %q", f.queue.Held(), row.Waits)
	}
	_, err := f.queue.Start(f.ctx(), jobs[1].ID)
	f.refused(err)
	f.check(f.queue.ResumeAll(f.ctx()))
	f.expectNext(plenty, jobs[0].ID)
	f.expectState(jobs[2].ID, project.Paused)
	f.restart()
	f.expectNext(plenty, jobs[0].ID)
}

func TestOrder(t *testing.T) {
	f := newFilm(t)
	jobs := f.add(shot(1), shot(2), shot(3), shot(4), shot(5))
	order := func(want ...int) {
		t.Helper()
		for range 2 {
			var got []int
			for i, row := range f.queue.List() {
				got = append(got, slices.IndexFunc(jobs, func(j project.Job) bool { return j.ID == row.ID })+1)
				if row.Place != i+1 {
					t.Errorf("place = %d, want %d", row.Place, i+1)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("order = %v, want %v", got, want)
			}
			f.restart()
		}
	}
	order(1, 2, 3, 4, 5)
	f.check(f.queue.MoveBefore(f.ctx(), jobs[3].ID, jobs[1].ID))
	order(1, 4, 2, 3, 5)
	f.check(f.queue.MoveAfter(f.ctx(), jobs[0].ID, jobs[4].ID))
	order(4, 2, 3, 5, 1)
	f.check(f.queue.SetPriority(f.ctx(), 10, jobs[2].ID, jobs[0].ID))
	order(3, 1, 4, 2, 5)
	f.check(f.queue.MoveToTop(f.ctx(), jobs[4].ID))
	order(5, 3, 1, 4, 2)
	f.check(f.queue.MoveToEnd(f.ctx(), jobs[2].ID))
	order(5, 1, 4, 2, 3)
	for range 15 { // until there is no room between two
		f.check(f.queue.MoveAfter(f.ctx(), jobs[1].ID, jobs[3].ID))
		f.check(f.queue.MoveAfter(f.ctx(), jobs[2].ID, jobs[3].ID))
	}
	order(5, 1, 4, 3, 2)
	f.refused(f.queue.MoveBefore(f.ctx(), jobs[0].ID, 99))
	f.refused(f.queue.MoveBefore(f.ctx(), jobs[0].ID, jobs[0].ID))
}

func TestGroup(t *testing.T) {
	f := newFilm(t)
	f.add(shot(1))
	jobs, err := f.queue.AddGroup(f.ctx(), shot(2), shot(2), shot(2))
	f.check(err)
	for _, j := range jobs {
		if row := f.get(j.ID); row.Group != jobs[0].ID {
			t.Errorf("group = %d, want %d", row.Group, jobs[0].ID)
		}
	}
	bad := shot(3)
	bad.Request = []byte("{")
	_, err = f.queue.AddGroup(f.ctx(), shot(2), bad)
	f.refused(err)
	if rows := f.queue.List(); len(rows) != 4 {
		t.Errorf("%d jobs, want 4: all or none", len(rows))
	}
}

func TestForecast(t *testing.T) {
	f := newFilm(t)
	extend := shot(3)
	extend.Follows = 2
	export := kindOf(project.JobExport, 4e9)
	export.Predicted = 30
	jobs := f.add(shot(1), shot(2), extend, export, shot(5))
	f.check(f.queue.Pause(f.ctx(), jobs[4].ID))
	got := f.queue.Forecast(plenty)
	if got.Total < 299.9 || got.Total > 300.1 || got.Ends[jobs[3].ID] != 30 || len(got.Ends) != 4 {
		t.Errorf("forecast = %+v", got)
	}
	if got := f.queue.Forecast(queue.Room{Budget: 5e9}); got.Total < 329.9 || got.Total > 330.1 {
		t.Errorf("one after the other: %+v", got)
	}
	a := f.start(jobs[0].ID)
	f.clock.advance(10)
	f.check(a.Step(f.ctx(), queue.Progress{Step: 5, Steps: 10, Left: 42}))
	f.clock.advance(2)
	if got := f.queue.Forecast(plenty); got.Ends[jobs[0].ID] != 40 || got.Total < 239.9 || got.Total > 240.1 {
		t.Errorf("while one runs: %+v", got)
	}
	f.check(a.Fail(f.ctx(), queue.Failure{Reason: "no"}))
	f.check(f.queue.Cancel(f.ctx(), jobs[1].ID))
	if got := f.queue.Forecast(plenty); got.Stuck != 1 || got.Total != 30 {
		t.Errorf("with one stuck: %+v", got)
	}
}
