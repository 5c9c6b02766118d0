package create

import (
	"context"
	"sync"
)

// errands are the goroutines of a page while it is in sight. Begin, End and Run
// belong to the UI goroutine.
type errands struct {
	running sync.WaitGroup
	start   func(func(context.Context)) // nil while the page is out of sight
	stop    func()
}

// begin lets errands run until end.
func (e *errands) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	e.stop = cancel
	e.start = func(do func(context.Context)) {
		e.running.Go(func() { do(ctx) })
	}
}

// end asks all of them to come back.
func (e *errands) end() {
	if e.stop != nil {
		e.stop()
	}
	e.start = nil
}

// run does something away from the UI goroutine.
func (e *errands) run(do func(context.Context)) {
	if e.start != nil {
		e.start(do)
	}
}
