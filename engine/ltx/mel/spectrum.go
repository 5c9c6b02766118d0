package mel

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// FrontEnd computes pictures of one kind.
type FrontEnd struct {
	Params Params
	window []float64
	bank   []triangle
}

// New returns the front end for the object "mel" of a pack, or for the public
// models where text is empty.
func New(text []byte) (*FrontEnd, error) {
	p, err := Parse(text)
	if err != nil {
		return nil, err
	}
	f := &FrontEnd{Params: p, window: make([]float64, p.WinLength), bank: p.bank()}
	for i := range f.window {
		f.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(p.WinLength))
	}
	return f, nil
}

// Frames returns how many frames a number of samples makes.
func (f *FrontEnd) Frames(samples int) int { return 1 + samples/f.Params.Hop }

// Spectrum returns the first frames of the pictures [1, channels, frames, mels]
// of sound at Params.SampleRate, channels of equal length. Frame i is centred on
// sample i·hop. Asking for more than Frames of the length is a fault.
func (f *FrontEnd) Spectrum(channels [][]float32, frames int) (*tensor.Tensor, error) {
	if len(channels) == 0 || frames < 1 {
		return nil, engine.Bad("use a sound with at least one channel", "there is no sound to picture")
	}
	for _, samples := range channels {
		if len(samples) != len(channels[0]) || len(samples) == 0 || f.Frames(len(samples)) < frames {
			return nil, engine.Bad("use a longer sound", "%d samples do not make %d frames of %d", len(samples), frames, f.Params.Hop)
		}
	}
	out := tensor.New(1, int64(len(channels)), int64(frames), int64(f.Params.Mels))
	transform := fourier.NewFFT(f.Params.NFFT)
	segment := make([]float64, f.Params.NFFT)
	bins := make([]complex128, f.Params.NFFT/2+1)
	magnitudes := make([]float64, len(bins))
	for c, samples := range channels {
		for frame := range frames {
			f.cut(segment, samples, frame*f.Params.Hop)
			transform.Coefficients(bins, segment)
			for i, bin := range bins {
				magnitudes[i] = cmplx.Abs(bin)
			}
			at := (c*frames + frame) * f.Params.Mels
			f.bands(out.F32[at:at+f.Params.Mels], magnitudes)
		}
	}
	return out, nil
}

// cut fills segment with the windowed samples around a centre.
func (f *FrontEnd) cut(segment []float64, samples []float32, centre int) {
	clear(segment)
	margin := (len(segment) - len(f.window)) / 2
	for i, w := range f.window {
		at := mirror(centre-len(segment)/2+margin+i, len(samples))
		segment[margin+i] = w * float64(samples[at])
	}
}

// mirror reflects an index into [0, n) without repeating the outermost.
func mirror(i, n int) int {
	if n == 1 {
		return 0
	}
	period := 2 * (n - 1)
	i = (i%period + period) % period
	return min(i, period-i)
}

func (f *FrontEnd) bands(out []float32, magnitudes []float64) {
	p := f.Params
	for i, t := range f.bank {
		sum := 0.0
		for j, w := range t.weights {
			sum += w * magnitudes[t.first+j]
		}
		out[i] = float32(p.Gain * (math.Log(max(sum, p.Floor)) + p.Offset))
	}
}
