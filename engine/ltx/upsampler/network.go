package upsampler

import "github.com/kinora-studio/kinora/engine/graph"

// net builds the layers of one configuration over clips
// [frames, channels, height, width].
type net struct{ Config }

// forward describes LTX2LatentUpsamplerModel for one clip [channels, frames,
// height, width].
func (n net) forward(b *graph.Builder, height, width int64) {
	x := b.Transpose(b.Input("x", n.InChannels, "frames", height, width), 1, 0, 2, 3)
	x = n.conv(b, "initial_conv", x, n.MidChannels)
	x = b.SiLU(n.norm(b, "initial_norm", x))
	x = n.resnets(b, "res_blocks", x)
	x = n.enlarge(b.At("upsampler"), x)
	x = n.resnets(b, "post_upsample_res_blocks", x)
	x = n.conv(b, "final_conv", x, n.InChannels)
	b.Output("y", b.Transpose(x, 1, 0, 2, 3))
}

// conv is a convolution over frames or, with dims 2, over each frame alone.
func (n net) conv(b *graph.Builder, name string, x graph.Value, out int64) graph.Value {
	if n.Dims == 2 {
		return flat(b, name, x, out)
	}
	return b.ConvFrames(name, x, out)
}

func flat(b *graph.Builder, name string, x graph.Value, out int64) graph.Value {
	return b.Conv(name, x, graph.ConvParams{
		Out: out, Kernel: []int64{3, 3}, Before: []int64{1, 1}, After: []int64{1, 1}, Bias: true,
	})
}

// norm is a group norm over the whole clip or, with dims 2, over each frame.
func (n net) norm(b *graph.Builder, name string, x graph.Value) graph.Value {
	const eps = 1e-5
	at := b.At(name)
	channels := n.MidChannels
	weight, bias := at.Weight("weight", channels), at.Weight("bias", channels)
	if n.Dims == 2 {
		return at.GroupNorm(x, weight, bias, groups, eps)
	}
	each, _ := x.Dim(1).Mul(x.Dim(2)).Mul(x.Dim(3)).Div(groups)
	rows := b.Reshape(x, x.Dim(0), groups, each)
	rows = b.Sub(rows, b.Mean(rows, 0, 2))
	variance := b.Mean(b.Mul(rows, rows), 0, 2)
	rows = b.Div(rows, b.Sqrt(b.AddScalar(variance, eps)))
	y := b.Reshape(rows, x.Dim(0), channels, x.Dim(2), x.Dim(3))
	return b.Add(b.Mul(y, b.Reshape(weight, 1, channels, 1, 1)), b.Reshape(bias, 1, channels, 1, 1))
}

func (n net) resnets(b *graph.Builder, name string, x graph.Value) graph.Value {
	for i := range int(n.NumBlocksPerStage) {
		at := b.AtIndex(name, i)
		h := at.SiLU(n.norm(at, "norm1", n.conv(at, "conv1", x, n.MidChannels)))
		h = n.norm(at, "norm2", n.conv(at, "conv2", h, n.MidChannels))
		x = at.SiLU(at.Add(h, x))
		tap(at, x)
	}
	return x
}

// enlarge is the one layer between the two stages. Twice the frames less one
// come out where time is doubled: a clip's first latent stands for one frame.
func (n net) enlarge(b *graph.Builder, x graph.Value) graph.Value {
	mid := n.MidChannels
	switch {
	case n.TemporalUpsample:
		area := int64(1)
		if n.SpatialUpsample {
			area = 4
		}
		y := b.ConvFrames("0", x, mid*2*area)
		if n.SpatialUpsample { // channels are ordered (channel, frame, row, column)
			y = b.DepthToSpace(y, 2)
		}
		y = b.Slice(b.ChannelsToFrames(y, 2), 0, 1, graph.End)
		tap(b, y)
		return y
	case n.UseRationalResample:
		scale := ratios[n.RationalScale]
		y := b.DepthToSpace(flat(b, "conv", x, mid*scale.num*scale.num), scale.num)
		y = n.blur(b.At("blur_down"), y, scale.den)
		tap(b, y)
		return y
	}
	y := b.DepthToSpace(flat(b, "0", x, mid*4), 2)
	tap(b, y)
	return y
}

// blur keeps every den-th pixel of a picture that a binomial filter, stored with
// the weights, has smoothed.
func (n net) blur(b *graph.Builder, x graph.Value, den int64) graph.Value {
	if den == 1 {
		return x
	}
	const size = 5
	kernel := b.Expand(b.Weight("kernel", 1, 1, size, size), n.MidChannels, 1, size, size)
	return b.ConvWith(x, kernel, graph.Value{}, graph.ConvParams{
		Out: n.MidChannels, Kernel: []int64{size, size}, Stride: []int64{den, den},
		Before: []int64{size / 2, size / 2}, After: []int64{size / 2, size / 2}, Groups: n.MidChannels,
	})
}

// tap shows a clip as the public class has it: [1, channels, frames, height, width].
func tap(b *graph.Builder, x graph.Value) {
	if b.Taps != nil {
		b.Tap("", b.Unsqueeze(b.Transpose(x, 1, 0, 2, 3), 0))
	}
}
