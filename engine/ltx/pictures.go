package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/tensor"
)

func (p *pipeline) openVideoVAE(dir string) (*videovae.VAE, error) {
	return videovae.Open(videovae.Params{Dir: dir, Options: p.options})
}

// encodePictures returns the normalised tokens of pictures of one size.
func (p *pipeline) encodePictures(ctx context.Context, pictures []*engine.Picture, width, height int) (tokens []float32, err error) {
	read := func(frame int, planes []float32) error {
		picture := pictures[frame]
		if picture == nil || picture.Width != width || picture.Height != height {
			return engine.Broken("", "a condition is not a picture of %dx%d pixels", width, height)
		}
		for i := range width * height {
			for c := range 3 {
				planes[c*width*height+i] = 2*(float32(picture.Pix[3*i+c])/255) - 1
			}
		}
		return nil
	}
	err = with(p, "vae", p.openVideoVAE, func(v *videovae.VAE) error {
		z, err := v.EncodeStream(ctx, int64(len(pictures)), int64(height), int64(width), read)
		if err != nil {
			return err
		}
		tokens = pack(v.Normalise(z).F32, int(p.config.InChannels))
		return nil
	})
	return tokens, err
}

// latentsOf unpacks a clip's tokens, [1, channels, f, h, w], still normalised.
func (p *pipeline) latentsOf(r engine.Recipe, tokens []float32) *tensor.Tensor {
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	channels := int(*p.config.OutChannels)
	return tensor.Floats(unpack(tokens, channels), 1, int64(channels), int64(f), int64(h), int64(w))
}

// pictures decodes a clip piece by piece.
func (p *pipeline) pictures(ctx context.Context, r engine.Recipe, tokens []float32, emit func(*engine.Picture) error) error {
	picture := &engine.Picture{Width: r.Width, Height: r.Height}
	return with(p, "vae", p.openVideoVAE, func(v *videovae.VAE) error {
		z := v.Denormalise(p.latentsOf(r, tokens))
		tiles := videovae.TileParams{Extra: videovae.Extra{Seed: r.Seed}, Budget: p.decodeBudget()}
		return v.DecodeStream(ctx, z, tiles, func(_ int, rgb []byte) error {
			picture.Pix = rgb
			return emit(picture)
		})
	})
}

// decodeWhole decodes a clip at once, for goldens: the latents that the decoder
// is given, and pixels [1, 3, frames, height, width] in [-1, 1].
func (p *pipeline) decodeWhole(ctx context.Context, r engine.Recipe, tokens []float32) (latents, pixels *tensor.Tensor, err error) {
	err = with(p, "vae", p.openVideoVAE, func(v *videovae.VAE) error {
		latents = v.Denormalise(p.latentsOf(r, tokens))
		pixels, err = v.Decode(ctx, latents, videovae.Extra{})
		return err
	})
	return latents, pixels, err
}
