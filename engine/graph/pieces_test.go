package graph_test

import (
	"math"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// TestInPieces cuts two values into pieces of unequal size and flattens them inside.
func TestInPieces(t *testing.T) {
	const tokens, width = 19, 6
	x := waves(0, 2, tokens, width)
	scale := waves(1, 2, tokens, 1)
	want := make([]float64, len(x.F32))
	for i, v := range x.F32 {
		want[i] = math.Tanh(float64(v)) * 2 * float64(scale.F32[i/width])
	}
	near(t, evaluate(t, graph.CPU(), map[string]*tensor.Tensor{"x": x, "scale": scale}, func(b *graph.Builder) {
		v := b.Input("x", "batch", "tokens", width)
		y := b.InPieces(1, 4, func(parts []graph.Value) graph.Value {
			v := parts[0]
			flat := b.Tanh(b.Reshape(v, v.Dim(0).Mul(v.Dim(1)), width))
			return b.Mul(b.Scale(b.Reshape(flat, v.Dim(0), v.Dim(1), width), 2), parts[1])
		}, v, b.Input("scale", "batch", "tokens", 1))
		if !y.Shape.Equal(v.Shape) {
			t.Errorf("the pieces were joined to %s", y.Shape)
		}
		b.Output("y", y)
	}), want)
}

func TestInPiecesKeepsTheAxis(t *testing.T) {
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
	turn := func(parts []graph.Value) graph.Value { return b.Transpose(parts[0], 1, 0) }
	b.InPieces(0, 2, turn, b.Input("x", "tokens", 4))
	if b.Err() == nil {
		t.Error("pieces that were turned were joined")
	}
}
