package store

import (
	"context"
	"io"
	"sync"
)

// Kind says what sort of thing a Change is about.
type Kind string

// The kinds.
const (
	KindProject  Kind = "project" // its name, size, rate, note
	KindScene    Kind = "scene"
	KindShot     Kind = "shot" // also when its files changed
	KindStyle    Kind = "style"
	KindSequence Kind = "sequence"
	KindTake     Kind = "take"
	KindJob      Kind = "job"
	KindSetting  Kind = "setting"
	KindAll      Kind = "all" // too much to tell one by one: look at everything again
)

// Change says where to look again. It holds no new value: by the time that it is
// read there may be a newer one.
type Change struct {
	Kind Kind
	ID   int64 // 0 where the kind has no numbers
}

// waiting is how many changes a listener may leave unread before they become one
// KindAll.
const waiting = 1024

// hub knows who listens.
type hub struct {
	mu     sync.Mutex
	subs   map[*Subscription]struct{} // guarded by mu
	closed bool                       // guarded by mu
}

// Subscription collects the changes of a project for one listener.
type Subscription struct {
	hub   *hub
	ready chan struct{} // holds one value while something can be read
	ended chan struct{} // closed by Close

	mu      sync.Mutex
	pending []Change        // guarded by mu; in order, each once
	known   map[Change]bool // guarded by mu; what is in pending
	once    sync.Once
}

// Subscribe begins to collect changes. Close it when nobody listens any more;
// closing the project does so, too.
//
// A change is told after it is on the disk. The changes of one transaction come
// together and in the order in which they were made; so do transactions that one
// goroutine made after each other. Nobody who writes ever waits for a listener: a
// change that is told again before it was read is told once, and a listener who
// falls far behind gets a single KindAll. Nothing runs in the background.
func (s *Store) Subscribe() *Subscription {
	sub := &Subscription{hub: &s.signals, ready: make(chan struct{}, 1), ended: make(chan struct{}), known: map[Change]bool{}}
	s.signals.mu.Lock()
	defer s.signals.mu.Unlock()
	if s.signals.closed {
		close(sub.ended)
		sub.once.Do(func() {})
		return sub
	}
	if s.signals.subs == nil {
		s.signals.subs = map[*Subscription]struct{}{}
	}
	s.signals.subs[sub] = struct{}{}
	return sub
}

// Next waits for changes and returns all that came since the last call. It returns
// io.EOF when the subscription or the project is closed, and the context's error
// when that ends first.
func (sub *Subscription) Next(ctx context.Context) ([]Change, error) {
	select {
	case <-sub.ended:
		return nil, io.EOF
	default:
	}
	select {
	case <-sub.ready:
		return sub.take(), nil
	case <-sub.ended:
		return nil, io.EOF
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close ends the subscription; a waiting Next returns. Calling it again does
// nothing.
func (sub *Subscription) Close() {
	sub.hub.mu.Lock()
	delete(sub.hub.subs, sub)
	sub.hub.mu.Unlock()
	sub.once.Do(func() { close(sub.ended) })
}

func (sub *Subscription) take() []Change {
	sub.mu.Lock()
	defer sub.mu.Unlock()
	changes := sub.pending
	sub.pending, sub.known = nil, map[Change]bool{}
	return changes
}

func (sub *Subscription) add(changes []Change) {
	sub.mu.Lock()
	defer sub.mu.Unlock()
	everything := Change{Kind: KindAll}
	for _, c := range changes {
		if !sub.known[c] && !sub.known[everything] {
			sub.pending, sub.known[c] = append(sub.pending, c), true
		}
	}
	if len(sub.pending) > waiting {
		sub.pending, sub.known = []Change{everything}, map[Change]bool{everything: true}
	}
	select {
	case sub.ready <- struct{}{}:
	default:
	}
}

// tell hands committed changes to all listeners. It must not be called before the
// transaction has ended.
func (s *Store) tell(changes ...Change) {
	if len(changes) == 0 {
		return
	}
	s.signals.mu.Lock()
	defer s.signals.mu.Unlock()
	for sub := range s.signals.subs {
		sub.add(changes)
	}
}

// close ends all subscriptions.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for sub := range h.subs {
		sub.once.Do(func() { close(sub.ended) })
	}
	h.subs = nil
}
