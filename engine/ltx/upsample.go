package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/upsampler"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// upsample doubles the size of normalised tokens.
func (p *pipeline) upsample(ctx context.Context, r engine.Recipe, tokens []float32) ([]float32, error) {
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	channels := int(p.config.InChannels)
	z := tensor.Floats(unpack(tokens, channels), 1, int64(channels), int64(f), int64(h), int64(w))
	statistics, err := videovae.ReadStatistics(p.dir("vae"))
	if err != nil {
		return nil, err
	}
	open := func(dir string) (*upsampler.Upsampler, error) {
		return upsampler.Open(upsampler.Params{Dir: dir, Options: p.options})
	}
	var out []float32
	err = with(p, "latent_upsampler", open, func(u *upsampler.Upsampler) error {
		y, err := u.Run(ctx, statistics.Denormalise(z))
		if err != nil {
			return err
		}
		out = pack(statistics.Normalise(y).F32, channels)
		return nil
	})
	return out, err
}
