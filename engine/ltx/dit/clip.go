package dit

import (
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// ClipParams is what stays the same over the steps of a clip. Prompt widths are
// caption_channels for 2.0, and the streams' own for later models.
type ClipParams struct {
	Text, AudioText         *tensor.Tensor // encoded prompt, [batch, tokens, width]
	TextMask, AudioTextMask *tensor.Tensor // 1 where a prompt token counts, [batch, tokens]; nil for all
	VideoCoords             *tensor.Tensor // [1 or batch, 3, tokens, 2], see VideoCoords
	AudioCoords             *tensor.Tensor // [1 or batch, 1, tokens, 2], see AudioCoords
	SelfMask                *tensor.Tensor // [1 or batch, tokens, tokens]: how much each picture token sees each, 0 to 1; nil for all
	Keyframes               *tensor.Tensor // [batch, tokens, 1], above 0 for tokens of a single frame; nil for none
}

// Clip is what Prepare makes of ClipParams. It is immutable.
type Clip struct {
	batch, video, audio int64
	variant             variant
	named               map[string]*tensor.Tensor
}

// masked is what is added to the score of a token that must not be seen.
const masked = -10000

// Prepare computes rotary tables and masks.
func (t *Transformer) Prepare(p ClipParams) (*Clip, error) {
	if err := t.checkClip(p); err != nil {
		return nil, err
	}
	clip := &Clip{
		batch: p.Text.Shape[0], video: p.VideoCoords.Shape[2], audio: p.AudioCoords.Shape[2],
		named: map[string]*tensor.Tensor{"text": p.Text, "audio_text": p.AudioText},
	}
	if err := t.addRopes(clip, p); err != nil {
		return nil, err
	}
	if clip.addTextBias("text_bias", p.TextMask) {
		clip.variant.TextMask = true
		clip.variant.TextPieces = piecesFor(clip.batch, clip.video, t.Config.Heads*p.Text.Shape[1])
	}
	clip.variant.AudioTextMask = clip.addTextBias("audio_text_bias", p.AudioTextMask)
	if m := p.SelfMask; m != nil && !all(m, 1) {
		clip.variant.SelfMask = true
		clip.variant.SelfPieces = piecesFor(clip.batch, clip.video, t.Config.Heads*clip.video)
		clip.named["self_bias"] = bias(m)
	}
	if m := p.Keyframes; m != nil && t.Config.Keyframes {
		clip.variant.Keyframes = true
		mark := tensor.New(clip.batch, clip.video, 1)
		for i := range mark.F32 {
			if number(m, i) > 0 {
				mark.F32[i] = 1
			}
		}
		clip.named["keyframes"] = mark
	}
	return clip, nil
}

func (t *Transformer) checkClip(p ClipParams) error {
	if err := t.checkPrompt(p); err != nil {
		return err
	}
	for _, coords := range []*tensor.Tensor{p.VideoCoords, p.AudioCoords} {
		if err := checkCoords(coords); err != nil {
			return err
		}
	}
	batch, n := p.Text.Shape[0], p.VideoCoords.Shape[2]
	rows := func(t *tensor.Tensor) bool { return t.Shape[0] == 1 || t.Shape[0] == batch }
	switch {
	case !rows(p.VideoCoords) || !rows(p.AudioCoords):
		return engine.Broken("", "there must be one row of positions, or %d", batch)
	case p.SelfMask != nil && (!shaped(p.SelfMask, -1, n, n) || !rows(p.SelfMask)):
		return engine.Broken("", "the mask of self-attention must be [batch, %d, %d]", n, n)
	case p.Keyframes != nil && !shaped(p.Keyframes, batch, n, 1):
		return engine.Broken("", "keyframe marks must be [%d, %d, 1]", batch, n)
	}
	return nil
}

func (t *Transformer) checkPrompt(p ClipParams) error {
	width, audioWidth := t.Config.TextWidths()
	if !shaped(p.Text, -1, -1, width) || !shaped(p.AudioText, -1, -1, audioWidth) || p.Text.Shape[0] != p.AudioText.Shape[0] || p.Text.Shape[0] < 1 {
		return engine.Broken("", "the prompt must be encoded as [batch, tokens, %d] for the picture and [batch, tokens, %d] for the sound", width, audioWidth)
	}
	if p.TextMask != nil && !shaped(p.TextMask, p.Text.Shape[:2]...) || p.AudioTextMask != nil && !shaped(p.AudioTextMask, p.AudioText.Shape[:2]...) {
		return engine.Broken("", "a prompt's mask must be [batch, tokens]")
	}
	return nil
}

// shaped reports whether t has a shape; -1 stands for any extent.
func shaped(t *tensor.Tensor, shape ...int64) bool {
	return t != nil && slices.EqualFunc(t.Shape, shape, func(have, want int64) bool { return want < 0 || have == want })
}

// addRopes computes the four tables. Rows of positions that are all the same
// need one table.
func (t *Transformer) addRopes(clip *Clip, p ClipParams) error {
	video, audio := shareRows(p.VideoCoords), shareRows(p.AudioCoords)
	if clip.batch > 1 && (video.Shape[0] > 1 || audio.Shape[0] > 1) {
		clip.variant.RopeRows = true
		video, audio = repeatRows(video, clip.batch), repeatRows(audio, clip.batch)
	}
	v, a, vc, ac := t.Config.ropes()
	for _, r := range []struct {
		name   string
		kind   ropeKind
		coords *tensor.Tensor
	}{{"rope", v, video}, {"audio_rope", a, audio}, {"cross_attn_rope", vc, video}, {"cross_attn_audio_rope", ac, audio}} {
		rope, err := t.Config.rope(r.kind, r.coords)
		if err != nil {
			return err
		}
		tokens := rope.Cos.Shape[0] * rope.Cos.Shape[1]
		clip.named[r.name+".cos"] = rope.Cos.Reshape(tokens, r.kind.width/2)
		clip.named[r.name+".sin"] = rope.Sin.Reshape(tokens, r.kind.width/2)
	}
	return nil
}

func shareRows(coords *tensor.Tensor) *tensor.Tensor {
	each := coords.Len() / coords.Shape[0]
	for i := each; i < coords.Len(); i += each {
		if !slices.Equal(coords.F32[:each], coords.F32[i:i+each]) {
			return coords
		}
	}
	return tensor.Floats(coords.F32[:each], append([]int64{1}, coords.Shape[1:]...)...)
}

func repeatRows(coords *tensor.Tensor, rows int64) *tensor.Tensor {
	if coords.Shape[0] == rows {
		return coords
	}
	return tensor.Floats(slices.Repeat(coords.F32, int(rows)), append([]int64{rows}, coords.Shape[1:]...)...)
}

// addTextBias adds what a prompt's mask means to attention, and reports whether
// it hides anything: without a bias attention is faster and needs less memory.
func (c *Clip) addTextBias(name string, mask *tensor.Tensor) bool {
	if mask == nil || all(mask, 1) {
		return false
	}
	c.named[name] = bias(mask).Reshape(c.batch, 1, mask.Shape[1])
	return true
}

// bias turns a mask from 0 to 1 into what is added to scores.
func bias(mask *tensor.Tensor) *tensor.Tensor {
	out := tensor.New(mask.Shape...)
	for i := range out.F32 {
		out.F32[i] = float32(1-number(mask, i)) * masked
	}
	return out
}

func all(t *tensor.Tensor, value float32) bool {
	for i := range int(t.Len()) {
		if number(t, i) != value {
			return false
		}
	}
	return true
}

func number(t *tensor.Tensor, i int) float32 {
	switch {
	case t.I64 != nil:
		return float32(t.I64[i])
	case t.U8 != nil:
		return float32(t.U8[i])
	case t.Bool != nil:
		if t.Bool[i] {
			return 1
		}
		return 0
	}
	return t.F32[i]
}
