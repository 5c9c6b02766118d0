package dit

import "github.com/kinora-studio/kinora/engine/graph"

// shared is what all blocks look at.
type shared struct {
	text, audioText graph.Value // encodings of the prompt
	textBias        graph.Value
	audioTextBias   graph.Value
	selfBias        graph.Value
	keep            graph.Value // see attention.unless

	video, audio           modulation // of the block's parts
	videoCross, audioCross modulation // between the streams
	videoGate, audioGate   modulation
	prompt, audioPrompt    modulation

	rope, audioRope, crossRope, audioCrossRope table
}

// block is one layer: both streams attend to themselves, to the prompt and to
// each other, and go through a feed-forward network of their own.
func (n *network) block(b *graph.Builder, i int64, s shared, x, a graph.Value) (video, audio graph.Value) {
	c := n.c
	xm := s.video.with(b, b.Weight("scale_shift_table", partCount(c.CrossMod), c.width()))
	am := s.audio.with(b, b.Weight("audio_scale_shift_table", partCount(c.AudioCrossMod), c.audioWidth()))
	skip := n.v.skips(i)

	look := n.norm(b, "norm1", x, xm.at(b, 1), xm.at(b, 0))
	x = n.gated(b, x, xm.at(b, 2), n.attend(b, attention{
		name: "attn1", heads: c.Heads, inner: c.width(), gated: c.Gated, q: s.rope, k: s.rope, bias: s.selfBias, pieces: n.v.SelfPieces, skip: skip, unless: s.keep,
	}, look, look))
	look = n.norm(b, "audio_norm1", a, am.at(b, 1), am.at(b, 0))
	a = n.gated(b, a, am.at(b, 2), n.attend(b, attention{
		name: "audio_attn1", heads: c.AudioHeads, inner: c.audioWidth(), gated: c.AudioGated, q: s.audioRope, k: s.audioRope, skip: skip, unless: s.keep,
	}, look, look))

	x, a = n.readPrompt(b, s, xm, am, x, a)
	if !n.v.Isolated {
		x, a = n.exchange(b, s, x, a)
	}

	x = n.gated(b, x, xm.at(b, 5), n.feedForward(b, "ff", n.norm(b, "norm3", x, xm.at(b, 4), xm.at(b, 3)), c.FFBias, n.v.Pieces))
	a = n.gated(b, a, am.at(b, 5), n.feedForward(b, "audio_ff", n.norm(b, "audio_norm3", a, am.at(b, 4), am.at(b, 3)), c.AudioFFBias, 1))
	b.Tap("0", x)
	b.Tap("1", a)
	return x, a
}

// gated returns x + gate·y.
func (n *network) gated(b *graph.Builder, x, gate, y graph.Value) graph.Value {
	return b.Add(x, b.Mul(y, gate))
}

// readPrompt lets both streams attend to the prompt. From 2.3 on, queries and
// the prompt are modulated and the result is gated.
func (n *network) readPrompt(b *graph.Builder, s shared, xm, am parameters, x, a graph.Value) (video, audio graph.Value) {
	c := n.c
	text, audioText := s.text, s.audioText
	if c.promptMod() {
		pm := s.prompt.with(b, b.Weight("prompt_scale_shift_table", 2, c.width()))
		text = b.Add(b.Mul(text, pm.at(b, 1)), pm.at(b, 0))
		pm = s.audioPrompt.with(b, b.Weight("audio_prompt_scale_shift_table", 2, c.audioWidth()))
		audioText = b.Add(b.Mul(audioText, pm.at(b, 1)), pm.at(b, 0))
	}
	look := func(name string, on bool, m parameters, x, text graph.Value, to attention) graph.Value {
		if !on {
			return b.Add(x, n.attend(b, to, n.norm(b, name, x, graph.Value{}, graph.Value{}), text))
		}
		return n.gated(b, x, m.at(b, 8), n.attend(b, to, n.norm(b, name, x, m.at(b, 7), m.at(b, 6)), text))
	}
	x = look("norm2", c.CrossMod, xm, x, text, attention{
		name: "attn2", heads: c.Heads, inner: c.width(), gated: c.Gated, bias: s.textBias, pieces: n.v.TextPieces,
	})
	a = look("audio_norm2", c.AudioCrossMod, am, a, audioText, attention{
		name: "audio_attn2", heads: c.AudioHeads, inner: c.audioWidth(), gated: c.AudioGated, bias: s.audioTextBias,
	})
	return x, a
}

// exchange lets the picture attend to the sound and the sound to the picture,
// both as they were before. Parameters 0 and 1 are scale and shift for the
// first, 2 and 3 for the second.
func (n *network) exchange(b *graph.Builder, s shared, x, a graph.Value) (video, audio graph.Value) {
	c := n.c
	tables := func(name string, width int64, m, gate modulation) (params, gates parameters) {
		own := b.Weight(name, 5, width)
		return m.with(b, b.Slice(own, 0, 0, 4)), gate.with(b, b.Slice(own, 0, 4, 5))
	}
	xm, xg := tables("video_a2v_cross_attn_scale_shift_table", c.width(), s.videoCross, s.videoGate)
	am, ag := tables("audio_a2v_cross_attn_scale_shift_table", c.audioWidth(), s.audioCross, s.audioGate)
	const video2, audio2 = "audio_to_video_norm", "video_to_audio_norm"

	heard := n.attend(b, attention{
		name: "audio_to_video_attn", heads: c.AudioHeads, inner: c.audioWidth(), gated: c.Gated, q: s.crossRope, k: s.audioCrossRope,
	}, n.norm(b, video2, x, xm.at(b, 0), xm.at(b, 1)), n.norm(b, audio2, a, am.at(b, 0), am.at(b, 1)))
	seen := n.attend(b, attention{
		name: "video_to_audio_attn", heads: c.AudioHeads, inner: c.audioWidth(), gated: c.AudioGated, q: s.audioCrossRope, k: s.crossRope,
	}, n.norm(b, audio2, a, am.at(b, 2), am.at(b, 3)), n.norm(b, video2, x, xm.at(b, 2), xm.at(b, 3)))
	return n.gated(b, x, xg.at(b, 0), heard), n.gated(b, a, ag.at(b, 0), seen)
}

// feedForward widens four times, with GELU between. What lies between is by far
// the largest value of a step, so long streams go through in pieces.
func (n *network) feedForward(b *graph.Builder, name string, x graph.Value, bias bool, pieces int) graph.Value {
	at := b.At(name)
	width := x.Dim(-1)
	wide, _ := width.Mul(graph.N(4)).Const()
	out, _ := width.Const()
	y := at.InPieces(1, pieces, func(x []graph.Value) graph.Value {
		return at.Linear("net.2", at.GELU(at.Linear("net.0.proj", x[0], wide, bias)), out, bias)
	}, x)
	b.Tap(name, y)
	return y
}
