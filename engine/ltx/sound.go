package ltx

import (
	"context"
	"math"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/audiovae"
	"github.com/kinora-studio/kinora/engine/ltx/vocoder"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// sound returns what the clip sounds like: an own track as it is, or else the
// sampled tokens through the decoder and the vocoder.
func (p *pipeline) sound(ctx context.Context, r engine.Recipe, tokens []float32) (*engine.Sound, error) {
	if r.Track != nil {
		return trim(r.Track.Sound, r), nil
	}
	var wave *tensor.Tensor
	again := func() bool { return true }
	err := p.decoded(ctx, again, func() (err error) {
		wave, err = p.wave(ctx, tokens)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !tensor.Finite(wave.F32) {
		return nil, engine.Broken("use another provider", "the sound cannot be used: %w", engine.ErrNotFinite)
	}
	return trim(interleave(wave, int(p.soundRate)), r), nil
}

// wave decodes tokens to [1, channels, samples].
func (p *pipeline) wave(ctx context.Context, tokens []float32) (wave *tensor.Tensor, err error) {
	var spectrum *tensor.Tensor
	err = with(p, "audio_vae", p.openAudioVAE, func(v *audiovae.VAE) error {
		width := p.config.AudioInChannels
		z, err := v.Denormalise(tensor.Floats(tokens, 1, int64(len(tokens))/width, width))
		if err != nil {
			return err
		}
		began := time.Now()
		spectrum, err = v.Decode(ctx, audiovae.Unpack(z, v.Config.LatentChannels))
		p.hearing = time.Since(began).Seconds() / float64(z.Shape[1])
		return err
	})
	if err != nil {
		return nil, err
	}
	err = with(p, "vocoder", p.openVocoder, func(v *vocoder.Vocoder) error {
		p.soundRate = v.SampleRate()
		wave, err = v.Decode(ctx, spectrum)
		return err
	})
	return wave, err
}

func (p *pipeline) openAudioVAE(dir string) (*audiovae.VAE, error) {
	return audiovae.Open(audiovae.Params{Dir: dir, Options: p.options})
}

func (p *pipeline) openVocoder(dir string) (*vocoder.Vocoder, error) {
	return vocoder.Open(vocoder.Params{Dir: dir, Options: p.options})
}

// interleave turns a wave [1, channels, samples] into samples one after another.
func interleave(wave *tensor.Tensor, rate int) *engine.Sound {
	channels, n := int(wave.Shape[1]), int(wave.Shape[2])
	out := &engine.Sound{Rate: rate, Channels: channels, Samples: make([]float32, channels*n)}
	for c := range channels {
		for i := range n {
			out.Samples[i*channels+c] = min(max(wave.F32[c*n+i], -1), 1)
		}
	}
	return out
}

// trim cuts sound to the length of the picture, or fills it up with silence.
func trim(s *engine.Sound, r engine.Recipe) *engine.Sound {
	n := int(math.Round(float64(r.Frames) / r.Rate.Float() * float64(s.Rate)))
	out := &engine.Sound{Rate: s.Rate, Channels: s.Channels, Samples: make([]float32, n*s.Channels)}
	copy(out.Samples, s.Samples)
	return out
}
