package graph_test

import (
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// TestConvFrames compares with the convolution over three axes, whose output
// channels (a, b) it interleaves to (b, a).
func TestConvFrames(t *testing.T) {
	const in, a, b, frames, height, width = 3, 2, 4, 5, 4, 6
	dir := t.TempDir()
	w, bias := waves(0, a*b, in, 3, 3, 3), waves(1, a*b)
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"),
		map[string]weightstest.Entry{"c.weight": weightstest.Floats(w), "c.bias": weightstest.Floats(bias)}, 0)
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU(), Store: store})
	x := g.Input("x", in, "frames", height, width)
	deep := g.Conv("c", g.Unsqueeze(x, 0), graph.ConvParams{Out: a * b, Kernel: []int64{3, 3, 3}, Before: []int64{1, 1, 1}, After: []int64{1, 1, 1}, Bias: true})
	g.Output("want", deep)
	g.Output("y", g.ConvFrames("c", g.Transpose(x, 1, 0, 2, 3), a*b, graph.Interleave{Of: []int64{a, b}, Order: []int64{1, 0}}))
	out := runtimetest.Run(t, g, map[string]*tensor.Tensor{"x": waves(2, in, frames, height, width)})
	want := make([]float64, len(out["want"].F32))
	const plane = height * width
	for i, v := range out["want"].F32 {
		pixel, frame, channel := i%plane, i/plane%frames, i/plane/frames
		want[(frame*a*b+channel%b*a+channel/b)*plane+pixel] = float64(v)
	}
	near(t, out["y"], want)
}
