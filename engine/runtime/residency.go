package runtime

import (
	"container/list"
	"errors"
	"fmt"
	"sync"

	"github.com/kinora-studio/kinora/engine"
)

// Residency keeps components in memory between uses while their sizes stay
// within a budget, and releases those unused for longest before the next would
// overflow it.
type Residency struct {
	mu     sync.Mutex // guards everything that follows
	budget int64
	used   int64
	order  *list.List // of *resident, most recently used in front
	byKey  map[string]*list.Element
}

// Component is something loaded that can be released, such as a Session.
type Component interface{ Close() error }

type resident struct {
	key   string
	value Component
	bytes int64
	users int
}

// NewResidency returns an empty set with a budget in bytes; 0 means no limit.
func NewResidency(budget int64) *Residency {
	return &Residency{budget: budget, order: list.New(), byKey: map[string]*list.Element{}}
}

// Acquire returns the component of a key, loading it where it is not resident;
// bytes is its expected size. It stays until release is called, and after that
// while there is room. A component larger than the whole budget is a fault.
func (r *Residency) Acquire(key string, bytes int64, load func() (Component, error)) (value Component, release func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.byKey[key]; ok {
		r.order.MoveToFront(at)
		return r.use(at.Value.(*resident))
	}
	if err := r.makeRoom(key, bytes); err != nil {
		return nil, nil, err
	}
	value, err = load()
	if err != nil {
		return nil, nil, err
	}
	entry := &resident{key: key, value: value, bytes: bytes}
	r.byKey[key] = r.order.PushFront(entry)
	r.used += bytes
	return r.use(entry)
}

func (r *Residency) use(entry *resident) (Component, func(), error) {
	entry.users++
	var once sync.Once
	return entry.value, func() {
		once.Do(func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			entry.users--
		})
	}, nil
}

func (r *Residency) makeRoom(key string, bytes int64) error {
	if r.budget <= 0 {
		return nil
	}
	for at := r.order.Back(); at != nil && r.used+bytes > r.budget; {
		previous := at.Prev()
		if entry := at.Value.(*resident); entry.users == 0 {
			if err := r.drop(at); err != nil {
				return fmt.Errorf("releasing %s: %w", entry.key, err)
			}
		}
		at = previous
	}
	if r.used+bytes > r.budget {
		return engine.Full("raise the memory budget, or use a smaller model",
			"%s needs %d MiB, but %d of %d MiB are in use", key, bytes>>20, r.used>>20, r.budget>>20)
	}
	return nil
}

func (r *Residency) drop(at *list.Element) error {
	entry := r.order.Remove(at).(*resident)
	delete(r.byKey, entry.key)
	r.used -= entry.bytes
	return entry.value.Close()
}

// Release drops one component that nobody uses, where it is resident.
func (r *Residency) Release(key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.byKey[key]
	if !ok || at.Value.(*resident).users > 0 {
		return nil
	}
	return r.drop(at)
}

// ReleaseIdle drops every component that nobody uses, and returns how many.
func (r *Residency) ReleaseIdle() (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var failed error
	released := 0
	for at := r.order.Front(); at != nil; {
		next := at.Next()
		if at.Value.(*resident).users == 0 {
			failed = errors.Join(failed, r.drop(at))
			released++
		}
		at = next
	}
	return released, failed
}

// Used returns the bytes of all resident components.
func (r *Residency) Used() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.used
}

// Close releases every component, also one in use: the caller has ended.
func (r *Residency) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var failed error
	for at := r.order.Front(); at != nil; at = r.order.Front() {
		failed = errors.Join(failed, r.drop(at))
	}
	return failed
}
