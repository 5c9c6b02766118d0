package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// numbered returns 0, 1, 2 and so on, so that a result says where it came from.
func numbered(shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(i)
	}
	return x
}

// TestMoves checks the operations that only move values: the numbers say from
// where.
func TestMoves(t *testing.T) {
	for name, c := range map[string]struct {
		shape []int64
		op    func(b *graph.Builder, x graph.Value) graph.Value
		want  []int64 // shape
		from  []float64
	}{
		"Transpose":              {[]int64{2, 3}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Transpose(x, 1, 0) }, []int64{3, 2}, []float64{0, 3, 1, 4, 2, 5}},
		"Concat":                 {[]int64{2, 2}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Concat(-1, x, b.Slice(x, 1, 0, 1)) }, []int64{2, 3}, []float64{0, 1, 0, 2, 3, 2}},
		"Slice":                  {[]int64{5}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Slice(x, 0, 1, 3) }, []int64{2}, []float64{1, 2}},
		"Slice from the end":     {[]int64{2, 5}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Slice(x, -1, -2, graph.End) }, []int64{2, 2}, []float64{3, 4, 8, 9}},
		"Slice beyond the start": {[]int64{3}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Slice(x, 0, -9, 2) }, []int64{2}, []float64{0, 1}},
		"Slice beyond the end":   {[]int64{3}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Slice(x, 0, 1, 9) }, []int64{2}, []float64{1, 2}},
		"Split":                  {[]int64{1, 6}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Split(x, 1, 3)[1] }, []int64{1, 2}, []float64{2, 3}},
		"Expand":                 {[]int64{2, 1}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Expand(x, 2, 3) }, []int64{2, 3}, []float64{0, 0, 0, 1, 1, 1}},
		"Unsqueeze":              {[]int64{3}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Unsqueeze(x, 1) }, []int64{3, 1}, []float64{0, 1, 2}},
		"Squeeze":                {[]int64{3, 1}, func(b *graph.Builder, x graph.Value) graph.Value { return b.Squeeze(x, -1) }, []int64{3}, []float64{0, 1, 2}},
		"Pad with zeros": {[]int64{1, 3}, func(b *graph.Builder, x graph.Value) graph.Value {
			return b.Pad(x, graph.PadZero, []int64{0, 1}, []int64{1, 0})
		}, []int64{2, 4}, []float64{0, 0, 1, 2, 0, 0, 0, 0}},
		"Pad with the edge": {[]int64{3}, func(b *graph.Builder, x graph.Value) graph.Value {
			return b.Pad(x, graph.PadEdge, []int64{2}, []int64{1})
		}, []int64{6}, []float64{0, 0, 0, 1, 2, 2}},
		"Pad with reflection": {[]int64{3}, func(b *graph.Builder, x graph.Value) graph.Value {
			return b.Pad(x, graph.PadReflect, []int64{2}, []int64{1})
		}, []int64{6}, []float64{2, 1, 0, 1, 2, 1}},
		"ResizeNearest": {[]int64{1, 1, 2, 2}, func(b *graph.Builder, x graph.Value) graph.Value {
			return b.ResizeNearest(x, 1, 1, 1, 2)
		}, []int64{1, 1, 2, 4}, []float64{0, 0, 1, 1, 2, 2, 3, 3}},
		"SplitHeads": {[]int64{1, 2, 4}, func(b *graph.Builder, x graph.Value) graph.Value { return b.SplitHeads(x, 2) }, []int64{1, 2, 2, 2}, []float64{0, 1, 4, 5, 2, 3, 6, 7}},
		"JoinHeads":  {[]int64{1, 2, 2, 2}, func(b *graph.Builder, x graph.Value) graph.Value { return b.JoinHeads(x) }, []int64{1, 2, 4}, []float64{0, 1, 4, 5, 2, 3, 6, 7}},
	} {
		t.Run(name, func(t *testing.T) {
			x := numbered(c.shape...)
			got := evaluate(t, graph.CPU(), inputs{"x": x}, func(b *graph.Builder) {
				extents := make([]any, len(c.shape))
				for i, n := range c.shape {
					extents[i] = n
				}
				y := c.op(b, b.Input("x", extents...))
				if want := graph.Dims(anys(c.want)...); !y.Shape.Equal(want) {
					t.Errorf("the shape is thought to be %s, not %s", y.Shape, want)
				}
				b.Output("y", y)
			})
			if !slices.Equal(got.Shape, c.want) {
				t.Errorf("the shape is %v, not %v", got.Shape, c.want)
			}
			near(t, got, c.from)
		})
	}
}

func anys(shape []int64) []any {
	out := make([]any, len(shape))
	for i, n := range shape {
		out[i] = n
	}
	return out
}

func TestGather(t *testing.T) {
	got := evaluate(t, graph.CPU(), inputs{"x": numbered(2, 3), "i": tensor.Ints([]int64{2, 0, 0, 1}, 2, 2)}, func(b *graph.Builder) {
		b.Output("y", b.Gather(b.Input("x", 2, 3), b.InputOf("i", tensor.I64, "n", 2), 1))
	})
	if !slices.Equal(got.Shape, []int64{2, 2, 2}) {
		t.Errorf("the shape is %v", got.Shape)
	}
	near(t, got, []float64{2, 0, 0, 1, 5, 3, 3, 4})
}

func TestConstants(t *testing.T) {
	got := evaluate(t, graph.CPU(), inputs{"x": numbered(2)}, func(b *graph.Builder) {
		x := b.Input("x", 2)
		y := b.Add(x, b.Constant(tensor.Floats([]float32{0.5, 0.25}, 2)))
		y = b.Mul(b.Add(y, b.Ones(2)), b.Scalar(2))
		b.Output("y", b.Gather(y, b.Constant(tensor.Ints([]int64{1, 0}, 2)), 0))
	})
	near(t, got, []float64{4.5, 3})
}

// TestRefusals asks that shapes and types which do not fit are named while
// building.
func TestRefusals(t *testing.T) {
	for name, describe := range map[string]func(b *graph.Builder, x graph.Value){
		"[2, tokens, 6] and [5]":            func(b *graph.Builder, x graph.Value) { b.Add(x, b.Input("y", 5)) },
		"types differ":                      func(b *graph.Builder, x graph.Value) { b.Mul(x, b.InputOf("y", tensor.I64, 6)) },
		"transpose":                         func(b *graph.Builder, x graph.Value) { b.Transpose(x, 0, 0, 1) },
		"along axis 7":                      func(b *graph.Builder, x graph.Value) { b.Concat(7, x, x) },
		"join [2, tokens, 6] and [3]":       func(b *graph.Builder, x graph.Value) { b.Concat(0, x, b.Input("y", 3)) },
		"slice [2, tokens, 6] along axis 3": func(b *graph.Builder, x graph.Value) { b.Slice(x, 3, 0, 1) },
		"from 4 to 1":                       func(b *graph.Builder, x graph.Value) { b.Slice(x, 2, 4, 1) },
		"into 4":                            func(b *graph.Builder, x graph.Value) { b.Split(x, 2, 4) },
		"into 0":                            func(b *graph.Builder, x graph.Value) { b.Split(x, 2, 0) },
		"cannot expand":                     func(b *graph.Builder, x graph.Value) { b.Expand(x, 2, 6) },
		"insert axis 9":                     func(b *graph.Builder, x graph.Value) { b.Unsqueeze(x, 9) },
		"is not one":                        func(b *graph.Builder, x graph.Value) { b.Squeeze(x, 0) },
		"gather":                            func(b *graph.Builder, x graph.Value) { b.Gather(x, x, 0) },
		"pad":                               func(b *graph.Builder, x graph.Value) { b.Pad(x, graph.PadZero, []int64{1}, []int64{1}) },
		"resize":                            func(b *graph.Builder, x graph.Value) { b.ResizeNearest(x, 2) },
		"multiply":                          func(b *graph.Builder, x graph.Value) { b.MatMul(x, x) },
		"do not make 0 groups":              func(b *graph.Builder, x graph.Value) { b.GroupNorm(b.Input("y", 2, 6), x, x, 0, 1) },
		"with 4 heads":                      func(b *graph.Builder, x graph.Value) { b.Attention(x, x, x, graph.AttentionParams{Heads: 4}) },
		"with 0 heads":                      func(b *graph.Builder, x graph.Value) { b.Attention(x, x, x, graph.AttentionParams{}) },
		"reduce":                            func(b *graph.Builder, x graph.Value) { b.Mean(x, 3) },
		"Where":                             func(b *graph.Builder, x graph.Value) { b.Where(x, x, x) },
		"no store":                          func(b *graph.Builder, x graph.Value) { b.Linear("l", x, 3, true) },
		"leaves nothing of [2, 3, 4]": func(b *graph.Builder, x graph.Value) {
			b.ConvWith(b.Input("y", 2, 3, 4), x, graph.Value{}, graph.ConvParams{Out: 1, Kernel: []int64{5}})
		},
	} {
		b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
		describe(b, b.Input("x", 2, "tokens", 6))
		if err := b.Err(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%q gave %v", name, err)
		}
	}
}
