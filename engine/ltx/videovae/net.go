package videovae

import (
	"fmt"
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// kernel is the extent of every convolution along time and along both edges.
const kernel = 3

// net builds one half of the autoencoder for pictures of one size.
type net struct {
	b       *graph.Builder
	line    *timeline
	causal  bool    // a frame sees only what came before
	stream  bool    // layers keep frames from chunk to chunk
	padding string  // beyond the edges of a picture
	eps     float64 // of the LayerNorm on shortcuts
	noises  []noise
	keeps   []keeping
	steps   graph.Value // sinusoids of the timestep [1, 256], where there is one
}

// noise is an input that the decoder adds to the frames of one layer.
type noise struct {
	name          string
	height, width int64
}

// frames is a value on its way: [frames, channels, height, width].
type frames = graph.Value

// sides is how many frames before and after its own a convolution sees.
func (n *net) sides() (left, right int64) {
	if n.causal {
		return kernel - 1, 0
	}
	return (kernel - 1) / 2, (kernel - 1) / 2
}

// join puts the frames that the last chunk left in front of x. The number says
// where windows and picks find them.
func (n *net) join(x frames, keep int64) (frames, int) {
	if !n.stream {
		keep = 0
	}
	o := n.line.add(op{kind: join, keep: keep})
	if keep == 0 {
		return x, o.id
	}
	state := n.b.Input(stateName(o.id), keep, x.Dim(1), x.Dim(2), x.Dim(3))
	x = n.b.Concat(0, state, x)
	n.keeps = append(n.keeps, keeping{o, x})
	return x, o.id
}

// keeping is frames whose last are kept for the next chunk.
type keeping struct {
	op
	from frames
}

// finish declares the results. ONNX Runtime computes the last of them first, and
// with each what it needs and nothing more: in this order, a layer's frames can
// be forgotten as soon as the next layer has its own. In the order of the layers
// all of them would live to the end.
func (n *net) finish(y frames) {
	n.b.Output(outName, y)
	for _, k := range slices.Backward(n.keeps) {
		n.b.Output(nextName(k.id), n.b.Slice(k.from, 0, -k.keep, graph.End))
	}
}

// pick carries frames past a window, delayed as the window's results are.
func (n *net) pick(x frames, from int, offset int64, like graph.Dim) frames {
	o := n.line.add(op{kind: pick, join: from, offset: offset})
	return n.b.Gather(x, n.b.InputOf(pickName(o.id), tensor.I64, like), 0)
}

// conv is one convolution over time and picture.
type conv struct {
	out   int64
	join  int
	step  int64 // along time
	space int64 // stride along both edges
	early int64 // results in front of the clip's first frame
	group int64 // results come in multiples of this
}

// keepFor is how many frames a convolution's next window needs.
func (c conv) keepFor() int64 { return kernel - 1 + (max(c.group, 1)-1)*max(c.step, 1) }

// conv convolves frames that have been joined.
func (n *net) conv(b *graph.Builder, x frames, c conv) frames {
	c.step, c.space, c.group = max(c.step, 1), max(c.space, 1), max(c.group, 1)
	in, _ := x.Dim(1).Const()
	left, right := n.sides()
	o := n.line.add(op{
		kind: window, join: c.join, kernel: kernel, step: c.step, left: left + c.early, right: right, group: c.group,
		cost: costOf(x, in, c),
	})
	x, inside := n.pad(b, x)
	count := graph.Sym(fmt.Sprintf("windows.%d", o.id)).Mul(graph.N(c.group))
	x = b.Windows(x, b.InputOf(windowName(o.id), tensor.I64, count, kernel))
	return b.At("conv").WindowConv(x, graph.ConvParams{Out: c.out, Stride: []int64{c.space, c.space}, Before: inside, After: inside})
}

// pad puts a border around every frame where it is not of zeros, which the
// convolution adds itself.
func (n *net) pad(b *graph.Builder, x frames) (frames, []int64) {
	border := []int64{0, 0, kernel / 2, kernel / 2}
	switch n.padding {
	case padReflect:
		return b.Pad(x, graph.PadReflect, border, border), nil
	case padReplicate:
		return b.Pad(x, graph.PadEdge, border, border), nil
	case padCircular:
		for _, axis := range []int{2, 3} {
			x = b.Concat(axis, b.Slice(x, axis, -kernel/2, graph.End), x, b.Slice(x, axis, 0, kernel/2))
		}
		return x, nil
	}
	return x, []int64{kernel / 2, kernel / 2}
}

// norm is PerChannelRMSNorm.
func norm(b *graph.Builder, x frames) frames { return b.ChannelRMSNorm(x, 1e-8) }

// tap shows a layer's frames as the public class has them:
// [1, channels, frames, height, width].
func tap(b *graph.Builder, name string, x frames) {
	if b.Taps != nil {
		b.Tap(name, b.Unsqueeze(b.Transpose(x, 1, 0, 2, 3), 0))
	}
}
