package player

import "sync"

// inbox holds what a deck's goroutine was asked to do. Asking never blocks.
type inbox[D any] struct {
	bell chan struct{} // holds one ring

	mu     sync.Mutex // guards orders
	orders []func(D)
}

func newInbox[D any]() *inbox[D] { return &inbox[D]{bell: make(chan struct{}, 1)} }

func (b *inbox[D]) put(order func(D)) {
	b.mu.Lock()
	b.orders = append(b.orders, order)
	b.mu.Unlock()
	ring(b.bell)
}

// do runs all orders on the caller's goroutine.
func (b *inbox[D]) do(d D) {
	b.mu.Lock()
	orders := b.orders
	b.orders = nil
	b.mu.Unlock()
	for _, order := range orders {
		order(d)
	}
}

// ring wakes who waits for the bell, once however often it rings.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}
