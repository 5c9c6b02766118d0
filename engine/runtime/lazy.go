package runtime

import (
	"context"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Lazy is a graph that is loaded with its first run. Only one goroutine may use
// it at a time.
type Lazy struct {
	model   *graph.Model
	options Options
	session *Session
}

// NewLazy returns a graph that takes no memory yet.
func NewLazy(m *graph.Model, o Options) *Lazy { return &Lazy{model: m, options: o} }

// Run is Session.Run.
func (l *Lazy) Run(ctx context.Context, inputs map[string]*tensor.Tensor) (map[string]*tensor.Tensor, error) {
	if l.session == nil {
		s, err := Open(l.model, l.options)
		if err != nil {
			return nil, err
		}
		l.session = s
	}
	return l.session.Run(ctx, inputs)
}

// Close releases the weights. The next run loads them again.
func (l *Lazy) Close() error {
	err := l.session.Close()
	l.session = nil
	return err
}
