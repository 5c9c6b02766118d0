package graph

// This file lowers convolutions over time. A clip is [frames, channels, height,
// width], frames outermost, and three neighbouring frames laid side by side as
// channels turn a 3×3×3 convolution into a 3×3 one over frames.
//
// It is the lowering of every profile. On the CPU provider it runs on the
// blocked kernels of two-dimensional convolutions: 96 to 113 GFLOP/s on one core
// for 32 to 128 channels, where Conv over three axes reaches 70 to 98, and three
// convolutions whose results are added or one to three times the channels lie
// between or below. Winograd's F(2, 3) along time reaches 124 to 158 of the plain
// count, but a whole decoder gains a seventh by it, and pays with a third more
// weights, half more time to open and some digits. Elsewhere three axes are a
// slow path too, or missing.

// frameKernel is the extent along time, height and width.
const frameKernel = 3

// Interleave says that the output channels of a convolution are stored as
// several factors, Of[0] outermost, and in which order they shall leave it. The
// zero value leaves them as they are.
type Interleave struct {
	Of    []int64
	Order []int64
}

// FrameWeights returns the weight [out, 3·in, 3, 3] and bias [out] of a
// convolution over windows of three frames, stored as weight [out, in, 3, 3, 3]
// and bias below this place. Both are rearranged once, when the graph is loaded.
func (b *Builder) FrameWeights(in, out int64, mix Interleave) (weight, bias Value) {
	const k = frameKernel
	weight, bias = b.Weight("weight", out, in, k, k, k), b.Weight("bias", out)
	of, order := mix.Of, mix.Order
	if of == nil {
		of, order = []int64{out}, []int64{0}
	}
	n := int64(len(of))
	factors := make([]any, n)
	for i, f := range of {
		factors[i] = f
	}
	weight = b.Reshape(weight, append(append([]any{}, factors...), in, k, k, k)...)
	weight = b.Transpose(weight, append(append([]int64{}, order...), n+1, n, n+2, n+3)...)
	weight = b.Reshape(weight, out, k*in, k, k)
	if n > 1 {
		bias = b.Reshape(b.Transpose(b.Reshape(bias, factors...), order...), out)
	}
	return weight, bias
}

// ConvFrames convolves a clip [frames, in, height, width] with the weights at
// name, with a border of zeros around the clip along all three axes.
func (b *Builder) ConvFrames(name string, x Value, out int64, mix Interleave) Value {
	in, ok := x.Dim(1).Const()
	if b.err == nil && (!ok || len(x.Shape) != 4) {
		return b.Fail("%s: %s is not a clip", name, x.Shape)
	}
	weight, bias := b.At(name).FrameWeights(in, out, mix)
	x = b.Pad(x, PadZero, []int64{1, 0, 0, 0}, []int64{1, 0, 0, 0})
	x = b.Concat(1, b.Slice(x, 0, 0, -2), b.Slice(x, 0, 1, -1), b.Slice(x, 0, 2, End))
	return b.ConvWith(x, weight, bias, ConvParams{
		Out: out, Kernel: []int64{frameKernel, frameKernel}, Before: []int64{1, 1}, After: []int64{1, 1},
	})
}
