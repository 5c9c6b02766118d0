package connectors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Text is what the transformer attends to.
type Text struct {
	Video *tensor.Tensor // [batch, tokens, video width]
	Audio *tensor.Tensor // [batch, tokens, audio width]
	Mask  *tensor.Tensor // int64 [batch, tokens], all ones: registers stand for padding
	Taps  map[string]*tensor.Tensor
}

// Run maps packed hidden states, as Pack makes them, [batch, tokens,
// width·states] and their mask, int64 [batch, tokens] with 1 at tokens and 0 at
// padding. Where the model has registers, the number of tokens must be a
// multiple of theirs; tokens then come first in the result.
func (c *Connectors) Run(ctx context.Context, packed, mask *tensor.Tensor, side Side) (Text, error) {
	if err := c.check(packed, mask, side); err != nil {
		return Text{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	out := Text{Mask: ones(mask.Shape)}
	if c.params.Taps != nil {
		out.Taps = map[string]*tensor.Tensor{}
	}
	video, audio, err := c.project(ctx, packed, mask, side, out.Taps)
	if err != nil {
		return Text{}, err
	}
	if out.Video, err = c.connect(ctx, 0, c.config.video(), video, mask, out.Taps); err != nil {
		return Text{}, err
	}
	out.Audio, err = c.connect(ctx, 1, c.config.audio(), audio, mask, out.Taps)
	return out, err
}

func (c *Connectors) check(packed, mask *tensor.Tensor, side Side) error {
	n := c.config.CaptionChannels * c.config.States
	if !isPacked(packed, n) || !isMask(mask, packed.Shape[:2]) || side != Left && side != Right {
		return engine.Broken("", "the text connectors take hidden states [batch, tokens, %d], an int64 mask [batch, tokens] and the side of padding", n)
	}
	for _, m := range mask.I64 {
		if m != 0 && m != 1 {
			return engine.Broken("", "the text connectors' mask holds %d, not 0 or 1", m)
		}
	}
	for _, r := range c.registers {
		if r != nil && mask.Shape[1]%r.Shape[0] != 0 {
			return engine.Bad("use another length for prompts", "a prompt of %d tokens is not a multiple of the model's %d registers", mask.Shape[1], r.Shape[0])
		}
	}
	return nil
}

// isPacked tells whether x is [batch, tokens, width] with something in it.
func isPacked(x *tensor.Tensor, width int64) bool {
	return x != nil && x.F32 != nil && len(x.Shape) == 3 && x.Shape[2] == width && x.Len() > 0
}

func isMask(m *tensor.Tensor, shape []int64) bool {
	return m != nil && m.I64 != nil && slices.Equal(m.Shape, shape)
}

func ones(shape []int64) *tensor.Tensor {
	out := tensor.Ints(make([]int64, tensor.Count(shape)), slices.Clone(shape)...)
	for i := range out.I64 {
		out.I64[i] = 1
	}
	return out
}

// project returns what goes into the two connectors. Only tokens are projected:
// all padding has the same result.
func (c *Connectors) project(ctx context.Context, packed, mask *tensor.Tensor, side Side, taps map[string]*tensor.Tensor) (video, audio *tensor.Tensor, err error) {
	f := c.config.features(packed, mask, side)
	out, err := c.graphs[0].Run(ctx, map[string]*tensor.Tensor{"text": f.withZero()})
	if err != nil {
		return nil, nil, err
	}
	batch, tokens := mask.Shape[0], mask.Shape[1]
	if !c.config.PerModality {
		both := f.spread(out["both"], batch, tokens)
		c.keep(taps, "text_proj_in", both)
		return both, both, nil
	}
	video, audio = f.spread(out["video"], batch, tokens), f.spread(out["audio"], batch, tokens)
	c.keep(taps, "video_text_proj_in", video)
	c.keep(taps, "audio_text_proj_in", audio)
	return video, audio, nil
}

// connect runs one connector on x [batch, tokens, width].
func (c *Connectors) connect(ctx context.Context, i int, s stream, x, mask *tensor.Tensor, taps map[string]*tensor.Tensor) (*tensor.Tensor, error) {
	inputs := map[string]*tensor.Tensor{"x": x}
	if c.registers[i] != nil {
		inputs["x"] = withRegisters(x, mask, c.registers[i])
	} else {
		inputs["bias"] = bias(mask)
	}
	inputs["cos"], inputs["sin"] = c.config.rotary(s.width(), mask.Shape[1])
	out, err := c.graphs[i+1].Run(ctx, inputs)
	if err != nil {
		return nil, err
	}
	for name, t := range out {
		if name != "y" {
			c.keep(taps, strings.TrimPrefix(name, "tap."), t)
		}
	}
	for j, table := range []string{"cos", "sin"} {
		c.keep(taps, fmt.Sprintf("%s_connector.rope.%d", s.name, j), inputs[table])
	}
	return out["y"], nil
}

// keep notes an intermediate value that is asked for.
func (c *Connectors) keep(taps map[string]*tensor.Tensor, name string, t *tensor.Tensor) {
	if c.params.Taps != nil && c.params.Taps(name) {
		taps["tap."+name] = t
	}
}
