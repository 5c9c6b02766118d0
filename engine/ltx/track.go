package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/audiovae"
	"github.com/kinora-studio/kinora/engine/ltx/mel"
)

// encodeSound returns the normalised tokens of exactly n latents of a sound.
func (p *pipeline) encodeSound(ctx context.Context, s *engine.Sound, n int) ([]float32, error) {
	front, err := p.melFrontEnd()
	if err != nil {
		return nil, err
	}
	// n latents decode to 4n-3 frames of the spectrum, and so come from them.
	frames := int(p.config.AudioScale)*(n-1) + 1
	spectrum, err := front.Spectrum(channelsOf(s, front.Params.SampleRate, frames*front.Params.Hop), frames)
	if err != nil {
		return nil, err
	}
	var tokens []float32
	err = with(p, "audio_vae", p.openAudioVAE, func(v *audiovae.VAE) error {
		z, err := v.Encode(ctx, spectrum)
		if err != nil {
			return err
		}
		normal, err := v.Normalise(audiovae.Pack(z))
		if err != nil {
			return err
		}
		tokens = normal.F32
		return nil
	})
	return tokens, err
}

// channelsOf returns each channel at a rate, cut or filled up with silence to a
// length in samples.
func channelsOf(s *engine.Sound, rate, length int) [][]float32 {
	out := make([][]float32, s.Channels)
	for c := range out {
		one := make([]float32, len(s.Samples)/s.Channels)
		for i := range one {
			one[i] = s.Samples[i*s.Channels+c]
		}
		if s.Rate != rate {
			one = mel.Resample(one, s.Rate, rate)
		}
		out[c] = make([]float32, length)
		copy(out[c], one)
	}
	return out
}

// melFrontEnd is how sound becomes a spectrum: as the pack says, or else as the
// public packs were trained.
func (p *pipeline) melFrontEnd() (*mel.FrontEnd, error) {
	return mel.New(p.pack.About.Mel)
}
