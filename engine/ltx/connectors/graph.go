package connectors

import (
	"math"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// normEpsilon is not configurable in the public class.
const normEpsilon = 1e-6

// projections declares the graph that maps packed hidden states, the input
// "text" [tokens, width·states], to the connectors' widths: the output "both"
// of 2.0, or "video" and "audio".
func (c Config) projections(b *graph.Builder) {
	text := b.Input("text", "tokens", c.CaptionChannels*c.States)
	if !c.PerModality {
		b.Output("both", b.Linear("text_proj_in", text, c.CaptionChannels, c.ProjBias))
		return
	}
	for _, s := range []stream{c.video(), c.audio()} {
		level := math.Sqrt(float64(s.width()) / float64(c.CaptionChannels))
		b.Output(s.name, b.Linear(s.name+"_text_proj_in", b.Scale(text, level), s.width(), c.ProjBias))
	}
}

// connector declares the graph of one stream: inputs x [batch, tokens, width],
// cos and sin [tokens, width/2] and, without registers, bias [batch, 1, tokens,
// tokens]; output y like x.
func (c Config) connector(b *graph.Builder, s stream) {
	x := b.Input("x", "batch", "tokens", s.width())
	around := surroundings{
		cos: b.InputOf("cos", tensor.F32, "tokens", s.width()/2), sin: b.InputOf("sin", tensor.F32, "tokens", s.width()/2),
	}
	if s.registers == nil {
		around.bias = b.Input("bias", "batch", 1, "tokens", "tokens")
	}
	at := b.At(s.name + "_connector")
	for i := range s.layers {
		block := at.AtIndex("transformer_blocks", int(i))
		x = c.block(block, x, s, around)
		block.Tap("", x)
	}
	b.Output("y", b.RMSNorm(x, graph.Value{}, normEpsilon))
}

type surroundings struct{ cos, sin, bias graph.Value }

// block is self-attention and a feed-forward layer, each behind a norm without
// weights and within its residual.
func (c Config) block(b *graph.Builder, x graph.Value, s stream, around surroundings) graph.Value {
	x = b.Add(x, c.attention(b.At("attn1"), b.RMSNorm(x, graph.Value{}, normEpsilon), s, around))
	y := b.Linear("ff.net.0.proj", b.RMSNorm(x, graph.Value{}, normEpsilon), 4*s.width(), true)
	return b.Add(x, b.Linear("ff.net.2", b.GELU(y), s.width(), true))
}

// attention norms queries and keys over all heads at once, turns them, and
// weights each head's result by 2·sigmoid of a gate where there is one.
func (c Config) attention(b *graph.Builder, x graph.Value, s stream, around surroundings) graph.Value {
	width := s.width()
	q := b.RMSNorm(b.Linear("to_q", x, width, true), b.At("norm_q").Weight("weight", width), normEpsilon)
	k := b.RMSNorm(b.Linear("to_k", x, width, true), b.At("norm_k").Weight("weight", width), normEpsilon)
	v := b.Linear("to_v", x, width, true)
	y := b.Attention(c.rotate(b, q, s, around), c.rotate(b, k, s, around), v, graph.AttentionParams{Heads: s.heads, Bias: around.bias})
	if s.gated {
		gate := b.Scale(b.Sigmoid(b.Linear("to_gate_logits", x, s.heads, true)), 2)
		y = b.Reshape(y, y.Dim(0), y.Dim(1), s.heads, s.headDim)
		y = b.Reshape(b.Mul(y, b.Unsqueeze(gate, 3)), x.Dim(0), x.Dim(1), width)
	}
	return b.Linear("to_out.0", y, width, true)
}

// rotate turns the pairs of x [batch, tokens, width] by their angles. Neighbours
// may be turned over all heads at once, whatever the width of a head.
func (c Config) rotate(b *graph.Builder, x graph.Value, s stream, around surroundings) graph.Value {
	if c.RopeType == interleaved {
		return b.Rotary(x, around.cos, around.sin, 1, true)
	}
	return b.Rotary(x, around.cos, around.sin, s.heads, false)
}
