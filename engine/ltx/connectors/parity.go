package connectors

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the golden "connectors".
func Goldens() parity.Runners { return parity.Runners{"connectors": runGolden} }

func runGolden(ctx context.Context, g *parity.Golden) (out map[string]*tensor.Tensor, err error) {
	c, err := New(Params{Dir: filepath.Join(g.Dir, "connectors"), Taps: g.WantsTap})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := c.Close(); err == nil {
			err = closed
		}
	}()
	side := Left
	if text := g.Text("padding_side"); text != "" {
		side = Side(text)
	}
	text, err := c.Run(ctx, g.In["text"], g.In["mask"], side)
	if err != nil {
		return nil, err
	}
	out = map[string]*tensor.Tensor{"out.video": text.Video, "out.audio": text.Audio, "out.mask": text.Mask}
	for name, t := range text.Taps {
		if stream, _, ok := strings.Cut(strings.TrimPrefix(name, "tap."), "_connector.rope."); ok {
			t = c.config.published(t, stream, g.In["mask"].Shape[0])
		}
		out[name] = t
	}
	return out, nil
}

// published turns a rotary table [tokens, width/2] into the layout that the
// public class has: [batch, heads, tokens, width/heads/2] where it is split, and
// [batch, tokens, width] with every entry twice where it is interleaved.
func (c Config) published(table *tensor.Tensor, name string, batch int64) *tensor.Tensor {
	s := c.video()
	if name == "audio" {
		s = c.audio()
	}
	tokens, half := table.Shape[0], s.headDim/2
	var one []float32
	if c.RopeType == interleaved {
		for _, v := range table.F32 {
			one = append(one, v, v)
		}
	} else {
		for h := range s.heads {
			for t := range tokens {
				at := t*table.Shape[1] + h*half
				one = append(one, table.F32[at:at+half]...)
			}
		}
	}
	var all []float32
	for range batch {
		all = append(all, one...)
	}
	if c.RopeType == interleaved {
		return tensor.Floats(all, batch, tokens, s.width())
	}
	return tensor.Floats(all, batch, s.heads, tokens, half)
}
