package projects

import (
	"context"
	"sync"
)

// errands are the goroutines of the page. All but running belongs to the UI
// goroutine.
type errands struct {
	running sync.WaitGroup
	ctx     context.Context // nil while the page is out of sight
	stop    func()
}

// begin lets errands of what is in sight run until end.
func (e *errands) begin() {
	e.end()
	e.ctx, e.stop = context.WithCancel(context.Background())
}

// end asks these to come back.
func (e *errands) end() {
	if e.stop != nil {
		e.stop()
	}
	e.ctx, e.stop = nil, nil
}

// look reads what is in sight; it does nothing while the page is not.
func (e *errands) look(do func(context.Context)) {
	if ctx := e.ctx; ctx != nil {
		e.running.Go(func() { do(ctx) })
	}
}

// work does what goes on when the page is left, until it is done or stopped.
func (e *errands) work(do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	e.running.Go(func() {
		defer cancel()
		do(ctx)
	})
	return cancel
}
