package mel

import "math"

// triangle is one band: weights of the Fourier bins from first on.
type triangle struct {
	first   int
	weights []float64
}

// toMel and toHertz are the two directions of a scale.
func toMel(scale string, hertz float64) float64 {
	if scale == HTK {
		return 2595 * math.Log10(1+hertz/700)
	}
	if hertz < 1000 {
		return hertz * 3 / 200
	}
	return 15 + math.Log(hertz/1000)*27/math.Log(6.4)
}

func toHertz(scale string, mel float64) float64 {
	if scale == HTK {
		return 700 * (math.Pow(10, mel/2595) - 1)
	}
	if mel < 15 {
		return mel * 200 / 3
	}
	return 1000 * math.Exp((mel-15)*math.Log(6.4)/27)
}

// corners returns the frequencies, in Hz, at which triangles begin, peak and
// end: band i has the corners i, i+1 and i+2.
func (p Params) corners() []float64 {
	low, high := toMel(p.Scale, p.FMin), toMel(p.Scale, p.FMax)
	out := make([]float64, p.Mels+2)
	for i := range out {
		out[i] = toHertz(p.Scale, low+(high-low)*float64(i)/float64(p.Mels+1))
	}
	return out
}

func (p Params) bank() []triangle {
	corner := p.corners()
	out := make([]triangle, p.Mels)
	for i := range out {
		left, peak, right := corner[i], corner[i+1], corner[i+2]
		height := 1.0
		if p.norm() == Slaney {
			height = 2 / (right - left)
		}
		for bin := range p.NFFT/2 + 1 {
			f := float64(bin) * float64(p.SampleRate) / float64(p.NFFT)
			weight := height * min((f-left)/(peak-left), (right-f)/(right-peak))
			if weight <= 0 {
				continue
			}
			if out[i].weights == nil {
				out[i].first = bin
			}
			out[i].weights = append(out[i].weights, weight)
		}
	}
	return out
}
