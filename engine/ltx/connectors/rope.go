package connectors

import (
	"math"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// The values of rope_type: which two entries of a head turn together.
const (
	split       = "split"       // i and i + width/2
	interleaved = "interleaved" // 2i and 2i + 1
)

// rotary returns cosines and sines [tokens, width/2] of a connector. Positions
// are fractions of the base length stretched to -1..1; frequencies rise from
// π/2 to theta·π/2 over the whole width, so that every head has its own.
//
// Frequencies are rounded to float32, and so are positions and angles: angles
// are large enough that other roundings give other cosines.
func (c Config) rotary(width, tokens int64) (cos, sin *tensor.Tensor) {
	n := width / 2
	freqs := c.frequencies(n)
	cos, sin = tensor.New(tokens, n), tensor.New(tokens, n)
	for t := range tokens {
		fraction := float32(t) / float32(c.RopeBase)
		position := float32(fraction*2) - 1
		for i, f := range freqs {
			angle := float64(position * f)
			at := int(t*n) + i
			cos.F32[at], sin.F32[at] = float32(math.Cos(angle)), float32(math.Sin(angle))
		}
	}
	return cos, sin
}

func (c Config) frequencies(n int64) []float32 {
	out := make([]float32, n)
	for i := range out {
		if c.RopeDouble {
			out[i] = float32(math.Pow(c.RopeTheta, share(int64(i), n)) * math.Pi / 2)
			continue
		}
		power := float32(math.Pow(float64(float32(c.RopeTheta)), float64(share32(int64(i), n))))
		out[i] = float32(power*float32(math.Pi)) / 2
	}
	return out
}

// share returns entry i of n even steps from 0 to 1, counted from the nearer
// end as in the public implementation.
func share(i, n int64) float64 {
	if n < 2 {
		return 0
	}
	step := 1 / float64(n-1)
	if i < n/2 {
		return step * float64(i)
	}
	return 1 - float64(step*float64(n-1-i))
}

// share32 is share in float32, where the public implementation counts down with
// one rounding. The last bit matters: it is 1e-2 rad at the highest frequency.
func share32(i, n int64) float32 {
	if n < 2 {
		return 0
	}
	step := 1 / float32(n-1)
	if i < n/2 {
		return step * float32(i)
	}
	return float32(1 - float64(float64(step)*float64(n-1-i)))
}
