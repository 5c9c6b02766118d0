package graph_test

import (
	"encoding/binary"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/x448/float16"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// grid counts through all positions of a shape.
func grid(shape []int64, visit func(at []int64)) {
	at := make([]int64, len(shape))
	for range tensor.Count(shape) {
		visit(at)
		for i := len(at) - 1; i >= 0; i-- {
			if at[i]++; at[i] < shape[i] {
				break
			}
			at[i] = 0
		}
	}
}

func offset(shape, at []int64) int64 {
	n := int64(0)
	for i, d := range shape {
		n = n*d + at[i]
	}
	return n
}

// convolve is the definition of a convolution and, transposed, of its adjoint:
// each pair of an input and an output entry that a tap of the kernel connects.
func convolve(x, w, bias *tensor.Tensor, p graph.ConvParams, out []int64, transposed bool) []float64 {
	y := make([]float64, tensor.Count(out))
	grid(out, func(at []int64) {
		if bias != nil {
			y[offset(out, at)] = float64(bias.F32[at[1]])
		}
	})
	near, far := x.Shape, out // what a stride lies between
	if !transposed {
		near, far = out, x.Shape
	}
	inGroup, outGroup := x.Shape[1]/p.Groups, out[1]/p.Groups
	grid(append([]int64{x.Shape[0], x.Shape[1], outGroup}, append(slices.Clone(near[2:]), p.Kernel...)...), func(at []int64) {
		batch, in, o, axes := at[0], at[1], at[2]+at[1]/inGroup*outGroup, int64(len(p.Kernel))
		step, tap := at[3:3+axes], at[3+axes:]
		place := make([]int64, axes)
		for i := range place {
			place[i] = step[i]*p.Stride[i] - p.Before[i] + tap[i]*p.Dilation[i]
			if place[i] < 0 || place[i] >= far[2+i] {
				return
			}
		}
		from, to, weight := place, step, append([]int64{o, in % inGroup}, tap...)
		if transposed {
			from, to, weight = step, place, append([]int64{in, o % outGroup}, tap...)
		}
		y[offset(out, append([]int64{batch, o}, to...))] += float64(x.F32[offset(x.Shape, append([]int64{batch, in}, from...))]) *
			float64(w.F32[offset(w.Shape, weight)])
	})
	return y
}

func TestConvolutions(t *testing.T) {
	for name, c := range map[string]struct {
		x          []int64
		p          graph.ConvParams
		out        []int64
		transposed bool
	}{
		"one axis":            {[]int64{2, 3, 9}, graph.ConvParams{Out: 4, Kernel: []int64{3}, Bias: true}, []int64{2, 4, 7}, false},
		"uneven padding":      {[]int64{1, 2, 6, 5}, graph.ConvParams{Out: 3, Kernel: []int64{3, 3}, Before: []int64{2, 0}, After: []int64{0, 1}}, []int64{1, 3, 6, 4}, false},
		"stride and dilation": {[]int64{1, 2, 9, 8}, graph.ConvParams{Out: 2, Kernel: []int64{3, 2}, Stride: []int64{2, 3}, Dilation: []int64{2, 1}, Bias: true}, []int64{1, 2, 3, 3}, false},
		"groups":              {[]int64{1, 4, 6}, graph.ConvParams{Out: 6, Kernel: []int64{3}, Groups: 2, Bias: true}, []int64{1, 6, 4}, false},
		"three axes":          {[]int64{1, 2, 3, 4, 4}, graph.ConvParams{Out: 2, Kernel: []int64{2, 3, 3}, Before: []int64{1, 1, 1}, After: []int64{0, 1, 1}, Bias: true}, []int64{1, 2, 3, 4, 4}, false},
		"transposed":          {[]int64{2, 3, 5}, graph.ConvParams{Out: 2, Kernel: []int64{4}, Stride: []int64{2}, Before: []int64{1}, After: []int64{1}, Bias: true}, []int64{2, 2, 10}, true},
		"transposed, uneven":  {[]int64{1, 2, 4, 3}, graph.ConvParams{Out: 2, Kernel: []int64{3, 3}, Stride: []int64{2, 3}, OutputPad: []int64{1, 2}, After: []int64{1, 0}}, []int64{1, 2, 9, 11}, true},
		"transposed groups":   {[]int64{1, 4, 4}, graph.ConvParams{Out: 6, Kernel: []int64{3}, Stride: []int64{2}, Groups: 2}, []int64{1, 6, 9}, true},
	} {
		t.Run(name, func(t *testing.T) {
			x := waves(0, c.x...)
			p := c.p
			p.Groups = max(1, p.Groups)
			for _, list := range []*[]int64{&p.Stride, &p.Dilation} {
				if *list == nil {
					*list = slices.Repeat([]int64{1}, len(p.Kernel))
				}
			}
			if p.Before == nil {
				p.Before = make([]int64, len(p.Kernel))
			}
			shape := append([]int64{p.Out, c.x[1] / p.Groups}, p.Kernel...)
			if c.transposed {
				shape = append([]int64{c.x[1], p.Out / p.Groups}, p.Kernel...)
			}
			w, bias := waves(1, shape...), waves(2, p.Out)
			got := convolveGraph(t, x, w, bias, c.p, c.out, c.transposed)
			if !p.Bias {
				bias = nil
			}
			near(t, got, convolve(x, w, bias, p, c.out, c.transposed))
		})
	}
}

// convolveGraph runs a convolution whose weights are stored, with the first
// spatial extent known by name only.
func convolveGraph(t *testing.T, x, w, bias *tensor.Tensor, p graph.ConvParams, out []int64, transposed bool) *tensor.Tensor {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.safetensors")
	weightstest.Write(t, path, map[string]weightstest.Entry{"c.weight": weightstest.Floats(w), "c.bias": weightstest.Floats(bias)}, 0)
	store, err := weights.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU(), Store: store})
	extents := anys(x.Shape)
	extents[2] = "time"
	op := b.Conv
	if transposed {
		op = b.ConvTranspose
	}
	b.Output("y", op("c", b.Input("x", extents...), p))
	known := op("c", b.Input("z", anys(x.Shape)...), p)
	if want := graph.Dims(anys(out)...); !known.Shape.Equal(want) {
		t.Errorf("the shape is thought to be %s, not %s", known.Shape, want)
	}
	b.Output("z.y", known)
	results := runtimetest.Run(t, b, inputs{"x": x, "z": x})
	if !slices.Equal(results["y"].Shape, out) || !slices.Equal(results["z.y"].Shape, out) {
		t.Errorf("the shapes are %v and %v, not %v", results["y"].Shape, results["z.y"].Shape, out)
	}
	return results["y"]
}

// TestStoredTypes reads weights in half precisions, small ones that are copied
// into the model and large ones that are mapped, and looks up rows of a table.
func TestStoredTypes(t *testing.T) {
	for _, rows := range []int64{3, 300} {
		w := waves(0, rows, 4)
		for i := range w.F32 {
			w.F32[i] = float32(int(w.F32[i]*8)) / 8 // exact in every type
		}
		var f16, bf16 []byte
		for _, v := range w.F32 {
			bf16 = binary.LittleEndian.AppendUint16(bf16, uint16(math.Float32bits(v)>>16))
			f16 = binary.LittleEndian.AppendUint16(f16, float16.Fromfloat32(v).Bits())
		}
		path := filepath.Join(t.TempDir(), "model.safetensors")
		weightstest.Write(t, path, map[string]weightstest.Entry{
			"f32.weight": weightstest.Floats(w), "f16.weight": {DType: "F16", Shape: w.Shape, Raw: f16}, "bf16.weight": {DType: "BF16", Shape: w.Shape, Raw: bf16},
		}, 1)
		store, err := weights.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU(), Store: store})
		ids := b.InputOf("ids", tensor.I64, "n")
		for _, kind := range []string{"f32", "f16", "bf16"} {
			b.Output(kind, b.At(kind).Weight("weight", rows, 4))
			b.Output("row."+kind, b.Embedding(kind, ids, rows, 4))
			if host := b.At(kind).Host("weight", rows, 4); !slices.Equal(host.F32, w.F32) {
				t.Errorf("%s: the host reads %v", kind, host.F32[:4])
			}
		}
		out := runtimetest.Run(t, b, inputs{"ids": tensor.Ints([]int64{2, 0}, 2)})
		for _, kind := range []string{"f32", "f16", "bf16"} {
			if !slices.Equal(out[kind].F32, w.F32) || !slices.Equal(out["row."+kind].F32, append(slices.Clone(w.F32[8:12]), w.F32[:4]...)) {
				t.Errorf("%s: read %v and %v", kind, out[kind].F32[:4], out["row."+kind].F32)
			}
		}
	}
}

func TestHostNamesWhatIsMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.safetensors")
	weightstest.Write(t, path, map[string]weightstest.Entry{"a.w": weightstest.Floats(waves(0, 3))}, 0)
	store, err := weights.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, shape := range map[string][]int64{"b": {3}, "w": {4}} {
		b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU(), Store: store})
		if got := b.At("a").Host(name, shape...); got.F32 != nil || b.Err() == nil {
			t.Errorf("%s of %v gave %v, %v", name, shape, got, b.Err())
		}
	}
}
