package sampler

import "math"

// number is the precision that a table is computed in: float64 where the public
// implementation leaves it to NumPy's default, float32 where it casts first.
type number interface{ float32 | float64 }

// CalculateShift returns μ, the strength of the resolution-dependent time shift
// for a sequence of tokens: the straight line through (baseTokens, baseShift)
// and (maxTokens, maxShift), continued beyond both (Esser et al. 2024,
// https://arxiv.org/abs/2403.03206, section 5.3.2, as FLUX.1 applies it).
func CalculateShift(tokens, baseTokens, maxTokens int, baseShift, maxShift float64) float64 {
	slope := (maxShift - baseShift) / float64(maxTokens-baseTokens)
	intercept := baseShift - float64(slope*float64(baseTokens))
	return float64(float64(tokens)*slope) + intercept
}

// linspace returns n evenly spaced values, both ends included, with NumPy's
// rounding: i·step + start, and the last value exact.
func linspace(start, stop float64, n int) []float64 {
	values := make([]float64, n)
	step := (stop - start) / float64(n-1)
	for i := range values {
		values[i] = float64(float64(i)*step) + start
	}
	if n > 1 {
		values[n-1] = stop
	} else if n == 1 {
		values[0] = start
	}
	return values
}

// shiftStatic maps σ to s·σ / (1 + (s-1)·σ) in place.
func shiftStatic[T number](sigmas []T, shift float64) {
	s, s1 := T(shift), T(shift-1)
	for i, sigma := range sigmas {
		sigmas[i] = T(s*sigma) / (1 + T(s1*sigma))
	}
}

// shiftExponential maps σ to e^μ / (e^μ + 1/σ - 1) in place.
func shiftExponential[T number](sigmas []T, mu float64) {
	shiftLinear(sigmas, math.Exp(mu))
}

// shiftLinear maps σ to μ / (μ + 1/σ - 1) in place.
func shiftLinear[T number](sigmas []T, mu float64) {
	m := T(mu)
	for i, sigma := range sigmas {
		sigmas[i] = m / (m + (1/sigma - 1))
	}
}

// stretchToTerminal scales 1-σ in place so that the last sigma becomes terminal
// (ltx_video/schedulers/rf.py of LTX-Video).
func stretchToTerminal[T number](sigmas []T, terminal float64) {
	scale := (1 - sigmas[len(sigmas)-1]) / T(1-terminal)
	for i, sigma := range sigmas {
		sigmas[i] = 1 - (1-sigma)/scale
	}
}
