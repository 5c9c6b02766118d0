package projects

import (
	"context"
	"sync"
)

// errands are the goroutines of the page. All but running belongs to the UI
// goroutine.
type errands struct {
	running sync.WaitGroup
	start   func(do func(context.Context)) // of what is in sight; nil while the page is not
	stop    func()
	fresh   func() (stop func())                         // sets start anew
	last    func(do func(context.Context)) (stop func()) // of what outlasts that
}

func newErrands() *errands {
	e := &errands{}
	e.fresh = func() func() {
		ctx, cancel := context.WithCancel(context.Background())
		e.start = func(do func(context.Context)) { e.running.Go(func() { do(ctx) }) }
		return cancel
	}
	e.last = func(do func(context.Context)) func() {
		ctx, cancel := context.WithCancel(context.Background())
		e.running.Go(func() {
			defer cancel()
			do(ctx)
		})
		return cancel
	}
	return e
}

// begin lets errands of what is in sight run until end.
func (e *errands) begin() {
	e.end()
	e.stop = e.fresh()
}

// end asks these to come back.
func (e *errands) end() {
	if e.stop != nil {
		e.stop()
	}
	e.start, e.stop = nil, nil
}

// look reads what is in sight; it does nothing while the page is not.
func (e *errands) look(do func(context.Context)) {
	if e.start != nil {
		e.start(do)
	}
}

// work does what goes on when the page is left, until it is done or stopped.
func (e *errands) work(do func(context.Context)) (stop func()) { return e.last(do) }
