package graph_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

func TestDepthToSpace(t *testing.T) {
	const batch, channels, height, width, block = 2, 3, 2, 5, 4
	x := waves(0, batch, channels*block*block, height, width)
	want := make([]float64, len(x.F32))
	for i, v := range x.F32 {
		column, row := i%width, i/width%height
		c := i / (width * height) % (channels * block * block)
		image := i / (width * height * channels * block * block)
		plane := image*channels + c/(block*block)
		want[(plane*height*block+row*block+c/block%block)*width*block+column*block+c%block] = float64(v)
	}
	got := evaluate(t, graph.CPU(), map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		b.Output("y", b.DepthToSpace(b.Input("x", "n", channels*block*block, height, width), block))
	})
	if got.Shape[1] != channels || got.Shape[2] != height*block || got.Shape[3] != width*block {
		t.Errorf("the result has the shape %v", got.Shape)
	}
	near(t, got, want)
	b := graph.New(graph.Params{Profile: graph.CPU()})
	b.DepthToSpace(b.Input("x", 1, 6, 2, 2), 2)
	if b.Err() == nil {
		t.Error("6 channels became squares of 2")
	}
}
