package audiovae

import "github.com/kinora-studio/kinora/engine/graph"

// encoder maps mel [batch, in, frames, bins] to the mean of the latents
// [batch, mean channels, frames/factor, bins/factor].
func (n net) encoder(b *graph.Builder, x graph.Value) graph.Value {
	h := n.conv(b, "conv_in", x, n.BaseChannels, 3)
	b.Tap("conv_in", h)
	for level := range n.levels() {
		stage := b.AtIndex("down", level)
		for i := range int(n.NumResBlocks) {
			h = n.stage(stage, h, level, i, n.encoderAttends(level))
		}
		if level != n.levels()-1 {
			h = n.downsample(stage.At("downsample"), h)
		}
	}
	h = n.middle(b.At("mid"), h)
	all, mean := n.moments()
	h = n.conv(b, "conv_out", n.finish(b, h), all, 3)
	b.Tap("conv_out", h)
	return b.Slice(h, 1, 0, mean)
}

// decoder maps latents [batch, latent channels, length, bands] to mel
// [batch, out, length·factor, bands·factor], less what causal levels drop.
func (n net) decoder(b *graph.Builder, z graph.Value) graph.Value {
	h := n.conv(b, "conv_in", z, n.width(n.levels()-1), 3)
	b.Tap("conv_in", h)
	h = n.middle(b.At("mid"), h)
	for level := n.levels() - 1; level >= 0; level-- {
		stage := b.AtIndex("up", level)
		for i := range int(n.NumResBlocks) + 1 {
			h = n.stage(stage, h, level, i, n.decoderAttends(level))
		}
		if level != 0 {
			h = n.upsample(stage.At("upsample"), h)
		}
	}
	h = n.conv(b, "conv_out", n.finish(b, h), n.OutputChannels, 3)
	b.Tap("conv_out", h)
	return h
}

func (n net) stage(b *graph.Builder, h graph.Value, level, i int, attend bool) graph.Value {
	h = n.resnet(b.AtIndex("block", i), h, n.width(level))
	if attend {
		h = n.attention(b.AtIndex("attn", i), h)
	}
	return h
}

func (n net) middle(b *graph.Builder, h graph.Value) graph.Value {
	channels := n.width(n.levels() - 1)
	h = n.resnet(b.At("block_1"), h, channels)
	if n.MidBlockAddAttention {
		h = n.attention(b.At("attn_1"), h)
	}
	return n.resnet(b.At("block_2"), h, channels)
}

func (n net) finish(b *graph.Builder, h graph.Value) graph.Value {
	return b.SiLU(n.norm(b, "norm_out", h))
}
