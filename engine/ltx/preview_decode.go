package ltx

import (
	"context"
	"math"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/audiovae"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// previewSide bounds the pictures of previews, in pixels.
const previewSide = 256

// previewBudget is the memory that decoding one picture may take.
const previewBudget = 128 << 20

// middlePart is the latent in the middle of a clip, as a clip of its own: one
// latent decodes to one frame, which is that of its own time but for what moves
// between its frames.
func (p *pipeline) middlePart(r engine.Recipe) (part engine.Recipe, latent int) {
	f, _, _ := p.shape.latents(r.Frames, r.Height, r.Width)
	r.Frames = 1
	return r, f / 2
}

func previewTiles(r engine.Recipe) videovae.TileParams {
	return videovae.TileParams{Extra: videovae.Extra{Seed: r.Seed}, Budget: previewBudget}
}

// openDecoder opens what middlePicture runs.
func (p *pipeline) openDecoder(r engine.Recipe) error {
	return with(p, "vae", p.openVideoVAE, func(v *videovae.VAE) error {
		_, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
		return v.OpenDecoder(1, int64(h), int64(w), previewTiles(r))
	})
}

// middlePicture decodes one frame in the middle of a clip of normalised tokens.
func (p *pipeline) middlePicture(ctx context.Context, r engine.Recipe, tokens []float32) (picture *engine.Picture, err error) {
	part, latent := p.middlePart(r)
	_, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	row := h * w * int(p.config.InChannels)
	err = with(p, "vae", p.openVideoVAE, func(v *videovae.VAE) error {
		z := v.Denormalise(p.latentsOf(part, tokens[latent*row:][:row]))
		return v.DecodeStream(ctx, z, previewTiles(r), func(_ int, rgb []byte) error {
			picture = shrink(&engine.Picture{Width: r.Width, Height: r.Height, Pix: rgb})
			return nil
		})
	})
	return picture, err
}

// shrink returns a copy whose sides are at most previewSide.
func shrink(p *engine.Picture) *engine.Picture {
	return shrinkBy(p, (max(p.Width, p.Height)+previewSide-1)/previewSide)
}

// shrinkBy averages n by n pixels.
func shrinkBy(p *engine.Picture, n int) *engine.Picture {
	out := &engine.Picture{Width: p.Width / n, Height: p.Height / n}
	out.Pix = make([]byte, out.Width*out.Height*3)
	for y := range out.Height {
		for x := range out.Width {
			for c := range 3 {
				out.Pix[(y*out.Width+x)*3+c] = byte(mean(p, x*n, y*n, n, c) + 0.5)
			}
		}
	}
	return out
}

// mean is the average of one colour over n by n pixels.
func mean(p *engine.Picture, left, top, n, c int) float64 {
	sum := 0
	for y := top; y < top+n; y++ {
		for x := left; x < left+n; x++ {
			sum += int(p.Pix[(y*p.Width+x)*3+c])
		}
	}
	return float64(sum) / float64(n*n)
}

// envelope decodes normalised tokens of sound to its spectrum, and returns how
// loud each latent is.
func (p *pipeline) envelope(ctx context.Context, tokens []float32) ([]float32, error) {
	var spectrum *tensor.Tensor
	err := with(p, "audio_vae", p.openAudioVAE, func(v *audiovae.VAE) error {
		width := p.config.AudioInChannels
		z, err := v.Denormalise(tensor.Floats(tokens, 1, int64(len(tokens))/width, width))
		if err != nil {
			return err
		}
		spectrum, err = v.Decode(ctx, audiovae.Unpack(z, v.Config.LatentChannels))
		return err
	})
	if err != nil {
		return nil, err
	}
	full, err := p.fullScale()
	if err != nil {
		return nil, err
	}
	return p.spectrumLoudness(spectrum, full, len(tokens)/int(p.config.AudioInChannels))
}

// spectrumLoudness returns n values of how loud a spectrum [1, channels, frames,
// bands] is over time; full is the energy of a frame of a tone at full scale.
func (p *pipeline) spectrumLoudness(s *tensor.Tensor, full float64, n int) ([]float32, error) {
	front, err := p.melFrontEnd()
	if err != nil {
		return nil, err
	}
	frames := int(s.Shape[2])
	energy := make([]float64, frames)
	for i, v := range s.F32 {
		band := math.Exp(float64(v)/front.Params.Gain - front.Params.Offset)
		energy[i/int(s.Shape[3])%frames] += band * band / float64(s.Shape[1])
	}
	out := make([]float32, n)
	for i := range out {
		sum, from, to := 0.0, i*frames/n, max((i+1)*frames/n, i*frames/n+1)
		for _, e := range energy[from:to] {
			sum += e / float64(to-from)
		}
		out[i] = decibels(sum / full)
	}
	return out, nil
}

// fullScale is the energy of a frame of the spectrum of a tone of 1 kHz at full
// scale.
func (p *pipeline) fullScale() (float64, error) {
	front, err := p.melFrontEnd()
	if err != nil {
		return 0, err
	}
	const frames = 8
	tone := make([]float32, frames*front.Params.Hop+front.Params.NFFT)
	for i := range tone {
		tone[i] = float32(math.Sin(2 * math.Pi * 1000 * float64(i) / float64(front.Params.SampleRate)))
	}
	spectrum, err := front.Spectrum([][]float32{tone}, frames)
	if err != nil {
		return 0, err
	}
	sum, bands := 0.0, int(spectrum.Shape[3])
	for _, v := range spectrum.F32[frames/2*bands:][:bands] {
		band := math.Exp(float64(v)/front.Params.Gain - front.Params.Offset)
		sum += band * band
	}
	return sum, nil
}

// quietest is the level in decibels that an envelope shows as silence.
const quietest = -60

// decibels maps a share of the full scale's power to 0 (quietest) to 1.
func decibels(power float64) float32 {
	return float32(min(max(1-10*math.Log10(max(power, 1e-12))/quietest, 0), 1))
}

// soundLoudness returns n values of how loud a sound is over time; a tone at
// full scale is 1.
func soundLoudness(s *engine.Sound, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		from, to := i*len(s.Samples)/n, (i+1)*len(s.Samples)/n
		sum := 0.0
		for _, v := range s.Samples[from:to] {
			sum += float64(v) * float64(v)
		}
		out[i] = decibels(2 * sum / float64(max(1, to-from)))
	}
	return out
}
