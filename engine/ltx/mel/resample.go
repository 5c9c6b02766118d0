package mel

import "math"

// Resample changes the rate of one channel from one whole number of Hz to
// another, as torchaudio's resample does by default: a sinc under a squared
// cosine of six zero crossings, rolled off at 0.99 of the narrower band. The
// result has ceil(len·to/from) samples; both rates must be positive.
func Resample(samples []float32, from, to int) []float32 {
	if from == to {
		return samples
	}
	divisor := gcd(from, to)
	from, to = from/divisor, to/divisor
	out := make([]float32, (len(samples)*to+from-1)/from)
	phases := make([][]float64, to)
	for n := range out {
		phase, centre := n*from%to, n*from/to
		if phases[phase] == nil {
			phases[phase] = taps(from, to, phase)
		}
		half := len(phases[phase]) / 2
		sum := 0.0
		for i, w := range phases[phase] {
			if at := centre - half + i; at >= 0 && at < len(samples) {
				sum += w * float64(samples[at])
			}
		}
		out[n] = float32(sum)
	}
	return out
}

// taps returns the weights of the samples around the whole part of a position
// whose fraction is phase/to.
func taps(from, to, phase int) []float64 {
	const rolloff, crossings = 0.99, 6
	band := rolloff * float64(min(from, to)) / float64(from) // zero crossings a sample
	half := int(math.Ceil(crossings/band)) + 1
	out := make([]float64, 2*half+1)
	for i := range out {
		t := (float64(i-half) - float64(phase)/float64(to)) * band
		if math.Abs(t) >= crossings {
			continue
		}
		cosine := math.Cos(t * math.Pi / crossings / 2)
		sinc := 1.0
		if t != 0 {
			sinc = math.Sin(math.Pi*t) / (math.Pi * t)
		}
		out[i] = sinc * cosine * cosine * band
	}
	return out
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
