package dit

import (
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// variant is a combination of optional inputs, and so a graph.
type variant struct {
	VideoPerToken bool  // timesteps differ between tokens
	AudioPerToken bool  //
	CrossTime     bool  // what the streams exchange follows the other's noise level (2.3 and later)
	RopeRows      bool  // rows of the batch have positions of their own
	TextMask      bool  // some of the prompt is padding
	AudioTextMask bool  //
	SelfMask      bool  // picture tokens see each other only in part
	Keyframes     bool  // some tokens are marked as keyframes
	Isolated      bool  // the streams do not look at each other
	Skip          []int // blocks whose self-attention is left out
	SkipPart      bool  // for some rows of the batch only
	Pieces        int   // in which the picture goes through feed-forward networks
	SelfPieces    int   // and, where there are masks, through self-attention
	TextPieces    int   // and attention to the prompt
}

// pieceBytes is the size that the inside of a feed-forward network or the scores
// of an attention may have; maxPieces bounds the graph.
const (
	pieceBytes = 128 << 20
	maxPieces  = 16
)

// piecesFor returns into how many parts [batch, tokens, width] is cut: a power of
// two, so that near lengths share a graph.
func piecesFor(batch, tokens, width int64) int {
	pieces := int64(1)
	for batch*tokens*width*4/pieces > pieceBytes && pieces < maxPieces && tokens >= 8*pieces*pieces {
		pieces *= 2
	}
	return int(pieces)
}

func (v variant) skips(block int64) bool { return slices.Contains(v.Skip, int(block)) }

// network describes the graph of one variant.
type network struct {
	c *Config
	v variant
}

// build describes the whole transformer.
func (n *network) build(b *graph.Builder) {
	c := n.c
	video, audio := b.Input("video", "batch", "video", c.InChannels), b.Input("audio", "batch", "audio", c.AudioInChannels)
	textWidth, audioTextWidth := c.TextWidths()
	s := shared{
		text:      b.Input("text", "batch", "text", textWidth),
		audioText: b.Input("audio_text", "batch", "audio_text", audioTextWidth),
	}
	n.masks(b, &s)
	n.tables(b, &s)

	x, a := b.Linear("proj_in", video, c.width(), true), b.Linear("audio_proj_in", audio, c.audioWidth(), true)
	b.Tap("proj_in", x)
	b.Tap("audio_proj_in", a)
	if n.v.Keyframes {
		mark := b.Input("keyframes", "batch", "video", 1)
		x = b.Add(x, b.Mul(mark, b.Weight("keyframes_abs_pos_embedding", 1, c.width())))
	}
	xe, ae := n.modulations(b, &s)
	if c.PromptEmbeddings {
		s.text = n.caption(b, "caption_projection", s.text, c.width())
		s.audioText = n.caption(b, "audio_caption_projection", s.audioText, c.audioWidth())
	}
	for i := range c.Layers {
		x, a = n.block(b.AtIndex("transformer_blocks", int(i)), i, s, x, a)
	}
	b.Output("video_out", n.project(b, "", x, xe, *c.OutChannels))
	b.Output("audio_out", n.project(b, "audio_", a, ae, *c.AudioOutChannels))
}

// masks declares what is added to attention scores.
func (n *network) masks(b *graph.Builder, s *shared) {
	if n.v.TextMask {
		s.textBias = b.Expand(b.Input("text_bias", "batch", 1, "text"), "batch", "video", "text")
	}
	if n.v.AudioTextMask {
		s.audioTextBias = b.Expand(b.Input("audio_text_bias", "batch", 1, "audio_text"), "batch", "audio", "audio_text")
	}
	if n.v.SelfMask {
		s.selfBias = b.Input("self_bias", "self_bias.rows", "video", "video")
	}
	if n.v.SkipPart {
		s.keep = b.Input("keep", "batch", 1, 1)
	}
}

// tables declares the rotary tables. Between the streams only time turns, and a
// split table is cut into as many groups as its own stream has heads, whatever
// the heads of the attention between them.
func (n *network) tables(b *graph.Builder, s *shared) {
	c := n.c
	video, audio := graph.Sym("video"), graph.Sym("audio")
	s.rope = n.table(b, "rope", video, c.width(), c.Heads)
	s.audioRope = n.table(b, "audio_rope", audio, c.audioWidth(), c.AudioHeads)
	if !n.v.Isolated {
		groups := c.Heads
		if c.RopeType == "interleaved" {
			groups = c.AudioHeads
		}
		s.crossRope = n.table(b, "cross_attn_rope", video, c.AudioCrossDim, groups)
		s.audioCrossRope = n.table(b, "cross_attn_audio_rope", audio, c.AudioCrossDim, c.AudioHeads)
	}
}

// modulations computes what depends on timesteps and returns the embeddings of
// both, for the output.
func (n *network) modulations(b *graph.Builder, s *shared) (video, audio modulation) {
	c, exchange := n.c, !n.v.Isolated
	xt := n.clock(b, "timestep", n.v.VideoPerToken, exchange && !n.v.CrossTime, "video")
	at := n.clock(b, "audio_timestep", n.v.AudioPerToken, exchange && !n.v.CrossTime, "audio")
	s.video, video = n.adaLN(b, "time_embed", xt, xt.times, c.width(), plusParts(c.CrossMod)...)
	s.audio, audio = n.adaLN(b, "audio_time_embed", at, at.times, c.audioWidth(), plusParts(c.AudioCrossMod)...)

	prompts := c.promptMod() && c.PromptAdaLN
	crossed := exchange && n.v.CrossTime
	var sigma, audioSigma clock
	if prompts || crossed {
		sigma, audioSigma = n.clock(b, "sigma", false, crossed, ""), n.clock(b, "audio_sigma", false, crossed, "")
	}
	switch {
	case prompts:
		s.prompt, _ = n.adaLN(b, "prompt_adaln", sigma, sigma.times, c.width(), plusPrompt...)
		s.audioPrompt, _ = n.adaLN(b, "audio_prompt_adaln", audioSigma, audioSigma.times, c.audioWidth(), plusPrompt...)
	case c.promptMod():
		// Without a timestep only the blocks' own tables modulate the prompt.
		one := b.Constant(tensor.Floats(plusPrompt, 1, 2, 1))
		s.prompt, s.audioPrompt = modulation{params: one}, modulation{params: one}
	}
	if exchange {
		if n.v.CrossTime {
			xt, at = audioSigma, sigma
		}
		s.videoCross, _ = n.adaLN(b, "av_cross_attn_video_scale_shift", xt, xt.times, c.width(), plusCross...)
		s.videoGate, _ = n.adaLN(b, "av_cross_attn_video_a2v_gate", xt, xt.gate, c.width(), plusGate...)
		s.audioCross, _ = n.adaLN(b, "av_cross_attn_audio_scale_shift", at, at.times, c.audioWidth(), plusCross...)
		s.audioGate, _ = n.adaLN(b, "av_cross_attn_audio_v2a_gate", at, at.gate, c.audioWidth(), plusGate...)
	}
	return video, audio
}

// caption projects an encoded prompt into a stream's width (2.0).
func (n *network) caption(b *graph.Builder, name string, text graph.Value, width int64) graph.Value {
	at := b.At(name)
	y := at.Linear("linear_2", at.GELU(at.Linear("linear_1", text, width, true)), width, true)
	b.Tap(name, y)
	return y
}

// project is the last norm, modulated by a stream's embedded timestep, and the
// projection to latents.
func (n *network) project(b *graph.Builder, prefix string, x graph.Value, embedded modulation, out int64) graph.Value {
	width, _ := x.Dim(-1).Const()
	table := b.Add(b.Weight(prefix+"scale_shift_table", 2, width), b.Constant(tensor.Floats(plusPrompt, 2, 1)))
	m := embedded.with(b, table)
	return b.Linear(prefix+"proj_out", b.ModulatedLayerNorm(x, m.at(b, 1), m.at(b, 0), 1e-6), out, true)
}
