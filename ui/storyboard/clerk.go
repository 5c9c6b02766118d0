package storyboard

import (
	"context"
	"sync"
)

// clerk does what the user asks for, in its order, away from the UI goroutine. A
// goroutine runs while there is something to do, also after the page was left.
type clerk struct {
	mu      sync.Mutex
	idle    *sync.Cond
	waiting []func(context.Context) // guarded by mu
	running bool                    // guarded by mu
}

func newClerk() *clerk {
	c := &clerk{}
	c.idle = sync.NewCond(&c.mu)
	return c
}

// put adds an order. What the user did is finished even when the page is left, so it
// has no context of a caller.
//
//nolint:contextcheck,nolintlint // as said above; it is found at the callers
func (c *clerk) put(order func(context.Context)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, order)
	if !c.running {
		c.running = true
		go c.run()
	}
}

func (c *clerk) run() {
	for {
		c.mu.Lock()
		if len(c.waiting) == 0 {
			c.running = false
			c.idle.Broadcast()
			c.mu.Unlock()
			return
		}
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.mu.Unlock()
		next(context.Background())
	}
}

// flush waits until all is done.
func (c *clerk) flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.running {
		c.idle.Wait()
	}
}
