package create

import (
	"context"
	"sync"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// target is the shot that is written. Its number is 0 until the first word of it
// is kept.
type target struct {
	id    int64 // belongs to the saver's goroutine
	known int64 // the same, as the UI goroutine was told it

	refused drafts // belongs to the saver's goroutine
}

// change is one field of a shot, as it is from now on.
type change struct {
	key   string // of the field: those of one key merge
	label string // of the step of undo
	apply func(*project.Shot)
}

// order is a change, or something else that has to wait for the changes before it.
type order struct {
	key string // a later order of the same key takes the place of one that waits
	do  func(context.Context)
}

// saver writes what people write, in its order, away from the UI goroutine. A
// goroutine runs while there is something to write.
type saver struct {
	call func(func(context.Context)) // with a context that nothing ends

	mu      sync.Mutex
	idle    *sync.Cond
	waiting []order // guarded by mu
	running bool    // guarded by mu
}

func newSaver() *saver {
	ctx := context.Background()
	s := &saver{call: func(do func(context.Context)) { do(ctx) }}
	s.idle = sync.NewCond(&s.mu)
	return s
}

// put adds an order. An order with the key of the last one that still waits
// replaces it: both say all of the same field.
func (s *saver) put(o order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.waiting) - 1; o.key != "" && last >= 0 && s.waiting[last].key == o.key {
		s.waiting[last] = o
		return
	}
	s.waiting = append(s.waiting, o)
	if !s.running {
		s.running = true
		go s.run()
	}
}

func (s *saver) run() {
	for {
		s.mu.Lock()
		if len(s.waiting) == 0 {
			s.running = false
			s.idle.Broadcast()
			s.mu.Unlock()
			return
		}
		next := s.waiting[0]
		s.waiting = s.waiting[1:]
		s.mu.Unlock()
		s.call(next.do)
	}
}

// flush waits until all is written.
func (s *saver) flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.running {
		s.idle.Wait()
	}
}

// keep writes a change into the shot, which it adds first where there is none, and
// returns the shot as it is kept.
func (t *target) keep(ctx context.Context, kept *store.Store, c change, blank project.Shot) (shot project.Shot, err error) {
	err = kept.EditMerged(ctx, c.label, c.key, func(e *store.Editor) error {
		if t.id == 0 {
			c.apply(&blank)
			shot, err = e.AddShot(ctx, blank)
			return err
		}
		if shot, err = e.Shot(ctx, t.id); err != nil {
			return err
		}
		c.apply(&shot)
		return e.UpdateShot(ctx, shot)
	})
	if err == nil {
		t.id = shot.ID
	}
	return shot, err
}
