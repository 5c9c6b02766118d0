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
	length := frames * int(p.config.HopLength)
	channels := make([][]float32, s.Channels)
	for c := range channels {
		channels[c] = make([]float32, length)
		for i := range min(length, len(s.Samples)/s.Channels) {
			channels[c][i] = s.Samples[i*s.Channels+c]
		}
	}
	spectrum, err := front.Spectrum(channels, frames)
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

// melFrontEnd is how sound becomes a spectrum: as the pack says, or else as the
// public packs were trained.
func (p *pipeline) melFrontEnd() (*mel.FrontEnd, error) {
	return mel.New(p.pack.About.Mel)
}
