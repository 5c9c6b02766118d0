package studio_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// TestAsk: a queue that one process runs obeys the orders of others.
func TestAsk(t *testing.T) {
	dir := film(t, t.TempDir())
	ask := func(o studio.Order) ([]project.Job, error) { return studio.Ask(t.Context(), dir, o) }
	if _, err := ask(studio.Order{Do: studio.OrderAdd}); !errors.Is(err, studio.ErrNobody) {
		t.Fatalf("a project that nobody has open answers %v", err)
	}
	s, closeIt := open(t, dir)
	long, short := addShot(t, s, 200, 1), addShot(t, s, 2, 1)
	must := func(o studio.Order, want int) []project.Job {
		t.Helper()
		jobs, err := ask(o)
		if err != nil || len(jobs) != want {
			t.Fatalf("%+v: %+v, %v", o, jobs, err)
		}
		return jobs
	}
	id := must(studio.Order{Do: studio.OrderAdd, Shots: []string{long.Code}}, 1)[0].ID
	wait := running(t, s)
	until(t, s, id, atStep(2))
	other := must(studio.Order{Do: studio.OrderAdd}, 1)[0]
	if other.Shot != short.ID {
		t.Errorf("added %+v", other)
	}
	must(studio.Order{Do: studio.OrderPause, Jobs: []int64{id}}, 1)
	until(t, s, id, inState(project.Paused))
	wait()
	if j := job(t, s, other.ID); j.State != project.Done {
		t.Errorf("the other is %+v", j)
	}
	if order := must(studio.Order{Do: studio.OrderMove, Jobs: []int64{id}, Top: true}, 1); order[0].ID != id {
		t.Errorf("the order is %+v", order)
	}
	must(studio.Order{Do: studio.OrderPause, All: true}, 0)
	if !s.Queue.Held() {
		t.Error("the queue goes on")
	}
	if jobs := must(studio.Order{Do: studio.OrderResume, All: true}, 1); jobs[0].State != project.Queued || s.Queue.Held() {
		t.Errorf("resumed %+v", jobs)
	}
	if jobs := must(studio.Order{Do: studio.OrderCancel, All: true}, 1); jobs[0].State != project.Cancelled {
		t.Errorf("cancelled %+v", jobs)
	}
	must(studio.Order{Do: studio.OrderCancel, All: true}, 0)
	must(studio.Order{Do: studio.OrderRetry, All: true}, 0)
	for want, o := range map[string]studio.Order{
		`there is no shot "SH999"`:          {Do: studio.OrderAdd, Shots: []string{short.Code, "SH999"}},
		"it is not said of which shots":     {Do: studio.OrderAdd, Takes: 2},
		"there is no job number 77":         {Do: studio.OrderPause, Jobs: []int64{77}},
		`there is no take "SH999_T01"`:      {Do: studio.OrderExport, Take: "SH999_T01", Output: "/tmp/a.mp4"},
		"0 jobs are named":                  {Do: studio.OrderMove, Top: true},
		"it is not said where job 1 goes":   {Do: studio.OrderMove, Jobs: []int64{1}},
		`there is no order "dance"`:         {Do: "dance"},
		"SH020, a red ball bounces cannot ": {Do: studio.OrderRetry, Jobs: []int64{other.ID}},
	} {
		_, err := ask(o)
		var fault *engine.Fault
		if !errors.As(err, &fault) || fault.Kind != engine.BadInput || fault.Hint == "" || len(fault.What) < len(want) || fault.What[:len(want)] != want {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
	if len(s.Queue.List()) != 1 {
		t.Error("something was queued that was refused")
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if _, err := studio.Ask(gone, dir, studio.Order{Do: studio.OrderAdd}); err == nil {
		t.Error("a question that nobody asks any more was answered")
	}
	closeIt()
	if _, err := ask(studio.Order{Do: studio.OrderAdd}); !errors.Is(err, studio.ErrNobody) {
		t.Errorf("a project that was closed answers %v", err)
	}
}
