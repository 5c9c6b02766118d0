package audiovae

import "github.com/kinora-studio/kinora/engine/graph"

const (
	groups  = 32   // of every group norm
	epsilon = 1e-6 // of every norm
)

// net builds the layers of one configuration.
type net struct{ Config }

// margins returns the zero padding of time and mel that keeps a convolution's
// size, all of it in front along the causal axis.
func (n net) margins(kernel int64) (before, after []int64) {
	total := kernel - 1
	half := total / 2
	before, after = []int64{half, half}, []int64{total - half, total - half}
	switch *n.CausalityAxis {
	case axisTime:
		before[0], after[0] = total, 0
	case axisMel, axisMelTrimLess:
		before[1], after[1] = total, 0
	}
	return before, after
}

func (n net) conv(b *graph.Builder, name string, x graph.Value, out, kernel int64) graph.Value {
	before, after := n.margins(kernel)
	return b.Conv(name+".conv", x, graph.ConvParams{
		Out: out, Kernel: []int64{kernel, kernel}, Before: before, After: after, Bias: true,
	})
}

// norm is LTX2AudioPixelNorm or a group norm.
func (n net) norm(b *graph.Builder, name string, x graph.Value) graph.Value {
	if n.NormType == normPixel {
		return b.ChannelRMSNorm(x, epsilon)
	}
	channels, _ := x.Dim(1).Const()
	at := b.At(name)
	return at.GroupNorm(x, at.Weight("weight", channels), at.Weight("bias", channels), groups, epsilon)
}

// resnet adds two convolutions of normalised, activated values to x.
func (n net) resnet(b *graph.Builder, x graph.Value, out int64) graph.Value {
	in, _ := x.Dim(1).Const()
	h := n.conv(b, "conv1", b.SiLU(n.norm(b, "norm1", x)), out, 3)
	h = n.conv(b, "conv2", b.SiLU(n.norm(b, "norm2", h)), out, 3)
	if in != out {
		x = n.conv(b, "nin_shortcut", x, out, 1)
	}
	y := b.Add(x, h)
	b.Tap("", y)
	return y
}

// attention lets every position of the picture look at every other, in one head.
func (n net) attention(b *graph.Builder, x graph.Value) graph.Value {
	channels, _ := x.Dim(1).Const()
	h := n.norm(b, "norm", x)
	tokens := func(name string) graph.Value {
		y := n.point(b, name, h, channels)
		return b.Transpose(b.Reshape(y, y.Dim(0), channels, y.Dim(2).Mul(y.Dim(3))), 0, 2, 1)
	}
	h = b.Attention(tokens("q"), tokens("k"), tokens("v"), graph.AttentionParams{Heads: 1})
	h = b.Reshape(b.Transpose(h, 0, 2, 1), x.Dim(0), channels, x.Dim(2), x.Dim(3))
	y := b.Add(x, n.point(b, "proj_out", h, channels))
	b.Tap("", y)
	return y
}

func (n net) point(b *graph.Builder, name string, x graph.Value, out int64) graph.Value {
	return b.Conv(name, x, graph.ConvParams{Out: out, Kernel: []int64{1, 1}, Bias: true})
}

// downsample halves time and mel; along the causal axis the padding is in front.
func (n net) downsample(b *graph.Builder, x graph.Value) graph.Value {
	before, after := []int64{0, 0}, []int64{1, 1}
	switch *n.CausalityAxis {
	case axisTime:
		before[0], after[0] = 2, 0
	case axisMel:
		before[1], after[1] = 2, 0
	case axisMelTrimLess:
		before[1], after[1] = 1, 0
	}
	channels, _ := x.Dim(1).Const()
	y := b.Conv("conv", x, graph.ConvParams{
		Out: channels, Kernel: []int64{3, 3}, Stride: []int64{2, 2}, Before: before, After: after, Bias: true,
	})
	b.Tap("", y)
	return y
}

// upsample doubles time and mel. The first entry along the causal axis is
// dropped: it undoes the encoder's padding.
func (n net) upsample(b *graph.Builder, x graph.Value) graph.Value {
	channels, _ := x.Dim(1).Const()
	y := n.conv(b, "conv", b.ResizeNearest(x, 1, 1, 2, 2), channels, 3)
	switch *n.CausalityAxis {
	case axisTime:
		y = b.Slice(y, 2, 1, graph.End)
	case axisMel:
		y = b.Slice(y, 3, 1, graph.End)
	}
	b.Tap("", y)
	return y
}
