package queue

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
)

// How often what is shown changes.
const (
	pace      = time.Second / 4 // at most
	idle      = 5 * time.Second // at least, where nothing runs
	donePage  = 100             // finished jobs that are read at once
	orderRoom = 256             // what a user can ask for before the disk has answered
)

// order is something that the user has asked for.
type order func(ctx context.Context, s *studio.Session) error

// watch keeps the page up to date while it is open.
type watch struct {
	session *studio.Session
	do      func(what string, f func())
	now     func() time.Time
	form    former
	show    func(snapshot) // on the UI goroutine
	fail    func(error)    // on the UI goroutine; nil takes an earlier one back

	orders  chan order
	wake    chan struct{}
	pending atomic.Bool // a Do has not run yet

	// What follows belongs to the loop.
	pictures pictures
	done     bool // the finished ones are shown
	list     []project.Job
	more     bool
}

// stir makes the loop look again. It never waits.
func (w *watch) stir() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// ask hands an order to the loop; it is refused when hundreds are waiting.
func (w *watch) ask(o order) bool {
	select {
	case w.orders <- o:
		return true
	default:
		return false
	}
}

// run is the loop. It ends with its context.
func (w *watch) run(ctx context.Context) {
	go func() {
		for range w.session.Queue.Watch(ctx) {
			w.stir()
		}
	}()
	w.present(ctx)
	timer := time.NewTimer(untilNext(w.session, w.now()))
	defer timer.Stop()
	last, dirty := w.now(), false
	for {
		select {
		case <-ctx.Done():
			return
		case o := <-w.orders:
			err := o(ctx, w.session)
			w.tell(ctx, "queue: an order", func() { w.fail(err) })
			dirty = true
		case <-w.wake:
			dirty = true
			if rest := min(pace-w.now().Sub(last), pace); rest > 0 { // also where a clock was put back
				timer.Reset(rest)
				continue
			}
		case <-timer.C:
		}
		if w.pending.Load() { // the window is busy; look again
			timer.Reset(pace)
			continue
		}
		if dirty || len(w.session.Queue.Attempts()) > 0 {
			w.present(ctx)
			last, dirty = w.now(), false
		}
		timer.Reset(untilNext(w.session, w.now()))
	}
}

// untilNext is how long to wait for news before looking all the same.
func untilNext(s *studio.Session, now time.Time) time.Duration {
	if len(s.Queue.Attempts()) > 0 {
		return amount.NextLook(now)
	}
	return idle
}

// present reads the queue and has it shown.
func (w *watch) present(ctx context.Context) {
	var shot snapshot
	if w.done {
		shot = doneSnapshot(w.session, w.now(), w.list, w.more)
	} else {
		shot = openSnapshot(w.session, w.form, w.now(), &w.pictures)
	}
	w.pending.Store(true)
	w.do("queue: show", func() {
		w.pending.Store(false)
		if ctx.Err() == nil {
			w.show(shot)
		}
	})
}

func (w *watch) tell(ctx context.Context, what string, f func()) {
	w.do(what, func() {
		if ctx.Err() == nil {
			f()
		}
	})
}

// showDone changes to the finished jobs, or back.
func (w *watch) showDone(done bool) order {
	return func(ctx context.Context, s *studio.Session) error {
		w.done, w.list, w.more = done, nil, false
		if !done {
			return nil
		}
		return w.readMore(ctx, s)
	}
}

// readMore adds the next page of finished jobs.
func (w *watch) readMore(ctx context.Context, s *studio.Session) error {
	before := int64(0)
	if len(w.list) > 0 {
		before = w.list[len(w.list)-1].ID
	}
	page, err := s.Queue.Done(ctx, before, donePage)
	if err != nil {
		return err
	}
	w.list = append(w.list, page...)
	w.more = len(page) == donePage
	return nil
}
