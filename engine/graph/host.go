package graph

import "github.com/kinora-studio/kinora/engine/tensor"

// Host reads a tensor below this place as float32, for what has to be worked out
// of small weights before the graph runs. The stored shape must be the one
// given. After a mistake it holds no numbers.
func (b *Builder) Host(name string, shape ...int64) *tensor.Tensor {
	none := &tensor.Tensor{Shape: shape}
	if b.err != nil {
		return none
	}
	full := b.full(name)
	if b.Store == nil {
		b.Fail("there is no store to read %q from", full)
		return none
	}
	t, ok := b.Store.Lookup(full)
	if !ok || !sameShape(t.Shape, shape) {
		b.stored(name, shape) // says what is wrong
		return none
	}
	out, err := b.Store.Floats(full)
	if err != nil {
		b.err = err
		return none
	}
	return out
}
