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

// TestConvFrames compares with the convolution over three axes. Windows that are
// named give the same as those that ConvFrames takes.
func TestConvFrames(t *testing.T) {
	const in, out, frames, height, width = 3, 8, 5, 4, 6
	dir := t.TempDir()
	w, bias := waves(0, out, in, 3, 3, 3), waves(1, out)
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"),
		map[string]weightstest.Entry{"c.weight": weightstest.Floats(w), "c.bias": weightstest.Floats(bias)}, 0)
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU(), Store: store})
	x := g.Input("x", in, "frames", height, width)
	g.Output("reference", g.Conv("c", g.Unsqueeze(x, 0), graph.ConvParams{
		Out: out, Kernel: []int64{3, 3, 3}, Before: []int64{1, 1, 1}, After: []int64{1, 1, 1}, Bias: true,
	}))
	x = g.Transpose(x, 1, 0, 2, 3)
	g.Output("all", g.ConvFrames("c", x, out))
	named := g.Windows(x, g.InputOf("places", tensor.I64, "results", 3))
	g.Output("named", g.At("c").WindowConv(named, graph.ConvParams{Out: out, Before: []int64{1, 1}, After: []int64{1, 1}}))
	got := runtimetest.Run(t, g, map[string]*tensor.Tensor{
		"x": waves(2, in, frames, height, width), "places": tensor.Ints([]int64{0, 1, 2, 1, 2, 3, 2, 3, 4}, 3, 3),
	})
	reference := got["reference"]
	want := make([]float64, len(reference.F32))
	const plane = height * width
	for i, v := range reference.F32 {
		pixel, frame, channel := i%plane, i/plane%frames, i/plane/frames
		want[(frame*out+channel)*plane+pixel] = float64(v)
	}
	near(t, got["all"], want)
	near(t, got["named"], want[out*plane:4*out*plane])
}

func TestChannelsToFrames(t *testing.T) {
	const frames, channels, factor, plane = 3, 4, 2, 6
	x := waves(0, frames, channels*factor, 2, 3)
	want := make([]float64, len(x.F32))
	for i, v := range x.F32 {
		pixel, step, channel, frame := i%plane, i/plane%factor, i/plane/factor%channels, i/plane/factor/channels
		want[((frame*factor+step)*channels+channel)*plane+pixel] = float64(v)
	}
	near(t, evaluate(t, graph.CPU(), map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		b.Output("y", b.ChannelsToFrames(b.Input("x", "n", channels*factor, 2, 3), factor))
	}), want)
}
