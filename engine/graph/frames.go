package graph

import "github.com/kinora-studio/kinora/engine/tensor"

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
//
// The frames of a window are interleaved, channel by channel, because then the
// stored weights [out, in, 3, 3, 3] are those of the flat convolution as they
// lie in the file, and need not be rearranged.

// frameKernel is the extent along time, height and width.
const frameKernel = 3

// Windows lays frames of x [frames, channels, height, width] side by side. Row i
// of places [results, 3] names the frames that result i sees; it has channels
// (channel, frame), [results, 3·channels, height, width].
func (b *Builder) Windows(x, places Value) Value {
	channels, ok := x.Dim(1).Const()
	if b.err == nil && (!ok || len(x.Shape) != 4 || len(places.Shape) != 2 || !places.Dim(1).Equal(N(frameKernel))) {
		return b.Fail("cannot lay out %s by %s", x.Shape, places.Shape)
	}
	ramp := make([]int64, channels)
	for c := range ramp {
		ramp[c] = int64(c)
	}
	each := (&Builder{state: b.state}).Constant(tensor.Ints(ramp, channels, 1))
	planes := b.Add(b.Unsqueeze(b.Mul(places, b.ints(channels)), 1), each)
	y := b.Gather(b.Reshape(x, x.Dim(0).Mul(N(channels)), x.Dim(2), x.Dim(3)), planes, 0)
	return b.Reshape(y, places.Dim(0), frameKernel*channels, x.Dim(2), x.Dim(3))
}

// WindowConv convolves windows of frames with the weight [out, in, 3, 3, 3] and
// the bias [out] stored at this place. The kernel in p is set here.
func (b *Builder) WindowConv(windows Value, p ConvParams) Value {
	channels, ok := windows.Dim(1).Const()
	if b.err == nil && (!ok || channels%frameKernel != 0) {
		return b.Fail("%s are not windows", windows.Shape)
	}
	p.Kernel = []int64{frameKernel, frameKernel}
	return b.ConvWith(windows, b.flatWeight(p.Out, channels/frameKernel), b.Weight("bias", p.Out), p)
}

// flatWeight is the stored weight under another shape.
func (b *Builder) flatWeight(out, in int64) Value {
	const k = frameKernel
	flat := []int64{out, in * k, k, k}
	t, ok := b.find("weight", []int64{out, in, k, k, k})
	if !ok {
		return Value{DType: b.Profile.Compute, Shape: constShape(flat)}
	}
	t.Shape = flat
	return b.Cast(b.external1(b.Store, t), b.Profile.Compute)
}

// ConvFrames convolves a clip with the weights at name, with a border of zeros
// around the clip along all three axes.
func (b *Builder) ConvFrames(name string, x Value, out int64) Value {
	in, ok := x.Dim(1).Const()
	if b.err == nil && (!ok || len(x.Shape) != 4) {
		return b.Fail("%s: %s is not a clip", name, x.Shape)
	}
	count, height, width := x.Dim(0), x.Dim(2), x.Dim(3)
	x = b.Unsqueeze(b.Pad(x, PadZero, []int64{1, 0, 0, 0}, []int64{1, 0, 0, 0}), 2)
	x = b.Concat(2, b.Slice(x, 0, 0, -2), b.Slice(x, 0, 1, -1), b.Slice(x, 0, 2, End))
	x = b.Reshape(x, count, frameKernel*in, height, width)
	return b.At(name).WindowConv(x, ConvParams{Out: out, Before: []int64{1, 1}, After: []int64{1, 1}})
}

// ChannelsToFrames turns x [frames, channels·factor, height, width], whose
// channels are ordered (channel, frame), into [frames·factor, channels, ...].
func (b *Builder) ChannelsToFrames(x Value, factor int64) Value {
	channels, ok := x.Dim(1).Div(factor)
	if b.err == nil && (!ok || len(x.Shape) != 4) {
		return b.Fail("the channels of %s do not make %d frames", x.Shape, factor)
	}
	if b.err != nil || factor == 1 {
		return x
	}
	height, width := x.Dim(2), x.Dim(3)
	y := b.Transpose(b.Reshape(x, x.Dim(0), channels, factor, height.Mul(width)), 0, 2, 1, 3)
	return b.Reshape(y, x.Dim(0).Mul(N(factor)), channels, height, width)
}
