// Package mel turns sound into the log-mel pictures that LTX-2's audio VAE
// encodes.
//
// The pictures of the public models come from the reference repository of
// LTX-2, class AudioProcessor: sound at 16 kHz, torchaudio's MelSpectrogram
// with n_fft = win_length = 1024, hop 160, 64 bands from 0 Hz to half the rate,
// a periodic Hann window, frames centred with reflection at both ends,
// magnitudes (power 1), Slaney's mel scale and Slaney's area normalisation, then
// log(max(mel, 1e-5)). The same is repeated in the training code of FastVideo
// and SimpleTuner. A pack that was trained on other pictures says so in the
// object "mel" of its kinora.json, which Params describes.
//
// A FrontEnd is read-only after New and safe for concurrent use.
package mel

import (
	"bytes"
	"encoding/json"
	"math"

	"github.com/kinora-studio/kinora/engine"
)

// Mel scales.
const (
	Slaney = "slaney" // linear to 1 kHz, logarithmic above (Slaney 1998)
	HTK    = "htk"    // 2595·log10(1 + f/700)
)

// Params says how a picture is computed. A value of it is
//
//	gain · (log(max(band, floor)) + offset)
//
// with band the sum of magnitudes under a triangle of the mel scale.
type Params struct {
	SampleRate int     `json:"sample_rate"` // Hz; 16000 where absent
	NFFT       int     `json:"n_fft"`       // samples of a Fourier transform; 1024
	WinLength  int     `json:"win_length"`  // samples of the Hann window in its middle; n_fft
	Hop        int     `json:"hop"`         // samples a frame; 160
	Mels       int     `json:"mels"`        // bands; 64
	FMin       float64 `json:"fmin"`        // Hz; 0
	FMax       float64 `json:"fmax"`        // Hz; half the rate
	Scale      string  `json:"scale"`       // "slaney" or "htk"; slaney
	Norm       *string `json:"norm"`        // "slaney" for triangles of equal area, "none" or null for equal height; slaney
	Floor      float64 `json:"floor"`       // 1e-5
	Offset     float64 `json:"offset"`      // 0
	Gain       float64 `json:"gain"`        // 1
}

// Public returns the parameters of the public models.
func Public() Params {
	norm := Slaney
	return Params{SampleRate: 16000, NFFT: 1024, Hop: 160, Mels: 64, Scale: Slaney, Norm: &norm, Floor: 1e-5, Gain: 1}
}

// Parse reads parameters over those of the public models; empty text means none.
func Parse(text []byte) (Params, error) {
	p := Public()
	if len(bytes.TrimSpace(text)) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&p); err != nil {
			return p, engine.Bad("copy or download the pack again", "the object mel of the pack cannot be used: %w", err)
		}
	}
	if p.WinLength == 0 {
		p.WinLength = p.NFFT
	}
	if p.FMax == 0 {
		p.FMax = float64(p.SampleRate) / 2
	}
	return p, p.check()
}

func (p Params) check() error {
	for _, rule := range []struct {
		key   string
		value any
		ok    bool
	}{
		{"sample_rate", p.SampleRate, p.SampleRate > 0 && p.SampleRate <= 1<<20},
		{"n_fft", p.NFFT, p.NFFT >= 2 && p.NFFT <= 1<<16},
		{"win_length", p.WinLength, p.WinLength >= 1 && p.WinLength <= p.NFFT},
		{"hop", p.Hop, p.Hop >= 1 && p.Hop <= 1<<16},
		{"mels", p.Mels, p.Mels >= 1 && p.Mels <= 4096},
		{"fmin", p.FMin, p.FMin >= 0 && p.FMin < p.FMax},
		{"fmax", p.FMax, p.FMax <= float64(p.SampleRate)},
		{"scale", p.Scale, p.Scale == Slaney || p.Scale == HTK},
		{"norm", p.norm(), p.norm() == Slaney || p.norm() == noNorm},
		{"floor", p.Floor, p.Floor > 0 && p.Floor < math.MaxFloat32},
		{"offset", p.Offset, math.Abs(p.Offset) < math.MaxFloat32},
		{"gain", p.Gain, p.Gain != 0 && math.Abs(p.Gain) < math.MaxFloat32},
	} {
		if !rule.ok {
			return engine.Bad("copy or download the pack again, or update Kinora",
				"the object mel of the pack has %s = %v, which cannot be used", rule.key, rule.value)
		}
	}
	return nil
}

const noNorm = "none"

func (p Params) norm() string {
	if p.Norm == nil {
		return noNorm
	}
	return *p.Norm
}
