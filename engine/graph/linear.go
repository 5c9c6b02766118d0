package graph

import (
	"slices"

	"github.com/kinora-studio/kinora/engine/weights"
)

// Adapter is a low-rank change (LoRA) to some linear layers:
// y += Strength · alpha/rank · up(down(x)), Hu et al. 2021.
type Adapter struct {
	Store    *weights.Store
	Strength float64
	Layers   map[string]LowRank // by the layer's full name without ".weight"
}

// LowRank names the two factors of one layer: Down [rank, in] and Up [out, rank].
type LowRank struct {
	Down, Up string
	Alpha    float64 // the rank where a file states none
}

// Linear applies x·Wᵀ + b along the last axis, with W [out, in] and b [out]
// stored under name.weight and name.bias, and every adapter that changes it.
func (b *Builder) Linear(name string, x Value, out int64, bias bool) Value {
	in, ok := x.Dim(-1).Const()
	if b.err == nil && !ok {
		return b.Fail("%s: the width of %s is not known", name, x.Shape)
	}
	y := b.linear(b.At(name), x, in, out, bias)
	for _, a := range b.Adapters {
		y = b.adapt(a, b.full(name), x, y, in, out)
	}
	return y
}

// product returns x·Wᵀ + bias for W [out, in]. Tokens are flattened, because
// Gemm takes the stored layout as it is and adds the bias on the way.
func (b *Builder) product(x, weight, bias Value, in, out int64) Value {
	if b.err != nil {
		return x
	}
	rows := N(1)
	for _, d := range x.Shape[:max(0, len(x.Shape)-1)] {
		rows = rows.Mul(d)
	}
	flat := x
	if len(x.Shape) != 2 {
		flat = b.Reshape(x, rows, in)
	}
	inputs := []Value{flat, weight}
	if bias.name != "" {
		inputs = append(inputs, bias)
	}
	y := b.op("Gemm", x.DType, Shape{rows, N(out)}, inputs, intAttr("transB", 1))
	if len(x.Shape) == 2 {
		return y
	}
	return b.Reshape(y, anys(append(slices.Clone(x.Shape[:len(x.Shape)-1]), N(out)))...)
}

func anys(shape Shape) []any {
	out := make([]any, len(shape))
	for i, d := range shape {
		out[i] = d
	}
	return out
}

func (b *Builder) adapt(a Adapter, full string, x, y Value, in, out int64) Value {
	pair, ok := a.Layers[full]
	if !ok || b.err != nil {
		return y
	}
	down, okDown := a.Store.Lookup(pair.Down)
	up, okUp := a.Store.Lookup(pair.Up)
	if !okDown || !okUp || len(down.Shape) != 2 || len(up.Shape) != 2 ||
		down.Shape[1] != in || up.Shape[0] != out || down.Shape[0] != up.Shape[1] {
		return b.Fail("the adapter %s does not fit the layer %q, which maps %d to %d values", a.Store.Dir, full, in, out)
	}
	rank := down.Shape[0]
	alpha := pair.Alpha
	if alpha == 0 {
		alpha = float64(rank)
	}
	compute := b.Profile.Compute
	low := b.product(x, b.Cast(b.external1(a.Store, down), compute), Value{}, in, rank)
	change := b.product(low, b.Cast(b.external1(a.Store, up), compute), Value{}, rank, out)
	return b.Add(y, b.Scale(change, a.Strength*alpha/float64(rank)))
}

// MatMul multiplies the last two extents, broadcasting those before.
func (b *Builder) MatMul(x, y Value) Value {
	if b.err != nil {
		return x
	}
	if len(x.Shape) < 2 || len(y.Shape) < 2 || !x.Dim(-1).Equal(y.Dim(-2)) {
		return b.Fail("cannot multiply %s by %s", x.Shape, y.Shape)
	}
	outer, ok := broadcast(x.Shape[:len(x.Shape)-2], y.Shape[:len(y.Shape)-2])
	if !ok || x.DType != y.DType {
		return b.Fail("cannot multiply %s by %s", x.Shape, y.Shape)
	}
	return b.op("MatMul", x.DType, append(slices.Clone(outer), x.Dim(-2), y.Dim(-1)), []Value{x, y})
}
