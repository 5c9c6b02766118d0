// Package rope has the frequencies of rotary embeddings that the transformer and
// the text connectors of LTX-2 share (Su et al. 2021).
package rope

import "math"

// Frequencies returns theta^(i/(n-1))·π/2 for i in [0, n), rounded to float32
// from float64 or, where double is false, computed in float32.
//
// Each rounding is the public implementation's and is part of the model: angles
// are large enough that other roundings give other cosines.
func Frequencies(theta float64, double bool, n int64) []float32 {
	out := make([]float32, n)
	for i := range out {
		if double {
			out[i] = float32(math.Pow(theta, share(int64(i), n)) * math.Pi / 2)
			continue
		}
		power := float32(math.Pow(float64(float32(theta)), float64(share32(int64(i), n))))
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
