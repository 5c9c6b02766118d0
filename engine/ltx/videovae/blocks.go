package videovae

import (
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
)

// resnet is one residual block: two convolutions of normalised, activated
// frames, and a shortcut.
type resnet struct {
	out   int64
	noise bool
	time  []graph.Value // shift, scale, shift, scale before each channel; none without a timestep
}

func (n *net) resnet(b *graph.Builder, x frames, r resnet) frames {
	in, _ := x.Dim(1).Const()
	change := n.modulation(b, r.time, in)
	x, from := n.join(x, kernel-1)
	h := b.SiLU(shifted(b, norm(b, x), change, 0))
	h = n.conv(b.At("conv1"), h, conv{out: r.out, join: from})
	h = n.disturb(b, "per_channel_scale1", h, r.noise)
	h, second := n.join(h, kernel-1)
	h = b.SiLU(shifted(b, norm(b, h), change, 2))
	h = n.conv(b.At("conv2"), h, conv{out: r.out, join: second})
	h = n.disturb(b, "per_channel_scale2", h, r.noise)
	y := b.Add(h, n.shortcut(b, n.pick(x, from, 0, h.Dim(0)), r.out))
	tap(b, "", y)
	return y
}

// shortcut brings a residual block's input to the width of its result.
func (n *net) shortcut(b *graph.Builder, x frames, out int64) frames {
	in, _ := x.Dim(1).Const()
	if in == out {
		return x
	}
	at := b.At("norm3")
	last := b.Transpose(x, 0, 2, 3, 1)
	last = b.LayerNorm(last, at.Weight("weight", in), at.Weight("bias", in), float32(n.eps))
	at = b.At("conv_shortcut")
	weight := b.Reshape(at.Weight("weight", out, in, 1, 1, 1), out, in, 1, 1)
	return at.ConvWith(b.Transpose(last, 0, 3, 1, 2), weight, at.Weight("bias", out), graph.ConvParams{Out: out, Kernel: []int64{1, 1}})
}

// disturb adds noise that is the same in every frame and channel, times a
// learnt scale a channel.
func (n *net) disturb(b *graph.Builder, name string, x frames, on bool) frames {
	if !on {
		return x
	}
	channels, _ := x.Dim(1).Const()
	h, _ := x.Dim(2).Const()
	w, _ := x.Dim(3).Const()
	at := noise{noiseName(len(n.noises)), h, w}
	n.noises = append(n.noises, at)
	scale := b.Reshape(b.Weight(name, channels, 1, 1), 1, channels, 1, 1)
	return b.Add(x, b.Mul(b.Input(at.name, 1, 1, h, w), scale))
}

// timestep is PixArtAlphaCombinedTimestepSizeEmbeddings without sizes: it turns
// the sinusoids into parts vectors of width channels.
func (n *net) timestep(b *graph.Builder, parts, width int64) []graph.Value {
	at := b.At("time_embedder.timestep_embedder")
	h := at.Linear("linear_2", b.SiLU(at.Linear("linear_1", n.steps, parts*width, true)), parts*width, true)
	return b.Split(b.Reshape(h, parts, width, 1, 1), 0, int(parts))
}

// modulation adds a block's own table to what the timestep says.
func (n *net) modulation(b *graph.Builder, time []graph.Value, width int64) []graph.Value {
	if time == nil {
		return nil
	}
	table := b.Weight("scale_shift_table", int64(len(time)), width)
	rows := b.Split(b.Reshape(table, int64(len(time)), width, 1, 1), 0, len(time))
	out := make([]graph.Value, len(time))
	for i := range out {
		out[i] = b.Add(time[i], rows[i])
	}
	return out
}

// shifted returns x·(1+scale) + shift for the pair at first.
func shifted(b *graph.Builder, x frames, pairs []graph.Value, first int) frames {
	if pairs == nil {
		return x
	}
	return b.Add(b.Mul(x, b.AddScalar(pairs[first+1], 1)), pairs[first])
}

// up is the upsampler: a convolution whose channels, ordered (channel, frame,
// row, column), become frames and pixels. Its input may be added, repeated until
// there are as many channels.
func (n *net) up(b *graph.Builder, x frames, block upBlock) frames {
	s := block.stride
	x, from := n.join(x, kernel-1)
	h := n.conv(b.At("conv"), x, conv{out: block.out * s.volume(), join: from})
	if block.residual {
		x = n.pick(x, from, 0, h.Dim(0))
		h = b.Add(h, b.Concat(1, slices.Repeat([]frames{x}, int(s.volume()/block.factor))...))
	}
	n.line.add(op{kind: spread, factor: s.time})
	h = b.ChannelsToFrames(b.DepthToSpace(h, s.space), s.time)
	if b.Taps != nil && !n.stream {
		tap(b, "", b.Slice(h, 0, s.time-1, graph.End))
	}
	return h
}

// down is the downsampler: a convolution whose frames and pixels become
// channels, beside the mean of groups of them. The clip's first frame counts
// twice where frames are halved.
func (n *net) down(b *graph.Builder, x frames, block downBlockAt) frames {
	s := block.stride
	in, _ := x.Dim(1).Const()
	c := conv{out: block.out / s.volume(), early: s.time - 1, group: s.time}
	x, c.join = n.join(x, c.keepFor())
	h := n.conv(b.At("conv"), x, c)
	x = n.pick(x, c.join, s.time-1, h.Dim(0))
	n.line.add(op{kind: fold, factor: s.time})
	h, x = n.pack(b, h, s), n.pack(b, x, s)
	group := in * s.volume() / block.out
	x = b.Reshape(x, x.Dim(0), block.out, group, x.Dim(2), x.Dim(3))
	return b.Add(h, b.Squeeze(b.Mean(x, 2), 2))
}

// pack turns frames and pixels into channels, ordered (channel, frame, row, column).
func (n *net) pack(b *graph.Builder, x frames, s stride) frames {
	c, _ := x.Dim(1).Const()
	h, _ := x.Dim(2).Const()
	w, _ := x.Dim(3).Const()
	count, _ := x.Dim(0).Div(s.time)
	x = b.Reshape(x, count, s.time, c, h/s.space, s.space, w/s.space, s.space)
	x = b.Transpose(x, 0, 2, 1, 4, 6, 3, 5)
	return b.Reshape(x, count, c*s.volume(), h/s.space, w/s.space)
}

// plainDown is a convolution with stride 2 along every axis.
func (n *net) plainDown(b *graph.Builder, x frames) frames {
	c := conv{step: 2, space: 2}
	c.out, _ = x.Dim(1).Const()
	x, c.join = n.join(x, c.keepFor())
	return n.conv(b, x, c)
}
