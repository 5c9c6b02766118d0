package graph_test

import (
	"math"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// TestInPieces cuts tokens into pieces of unequal size and flattens them inside.
func TestInPieces(t *testing.T) {
	const tokens, width = 19, 6
	x := waves(0, 2, tokens, width)
	want := make([]float64, len(x.F32))
	for i, v := range x.F32 {
		want[i] = math.Tanh(float64(v)) * 2
	}
	near(t, evaluate(t, graph.CPU(), map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		v := b.Input("x", "batch", "tokens", width)
		y := b.InPieces(v, 1, 4, func(v graph.Value) graph.Value {
			flat := b.Tanh(b.Reshape(v, v.Dim(0).Mul(v.Dim(1)), width))
			return b.Scale(b.Reshape(flat, v.Dim(0), v.Dim(1), width), 2)
		})
		if !y.Shape.Equal(v.Shape) {
			t.Errorf("the pieces were joined to %s", y.Shape)
		}
		b.Output("y", y)
	}), want)
}

func TestInPiecesKeepsTheAxis(t *testing.T) {
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
	b.InPieces(b.Input("x", "tokens", 4), 0, 2, func(v graph.Value) graph.Value { return b.Transpose(v, 1, 0) })
	if b.Err() == nil {
		t.Error("pieces that were turned were joined")
	}
}
