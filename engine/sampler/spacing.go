package sampler

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// karrasSigmas spaces n sigmas between high and low evenly in σ^(1/7) (Karras et
// al. 2022, https://arxiv.org/abs/2206.00364, equation 5).
func karrasSigmas(high, low float64, n int) []float64 {
	const rho = 7.0
	from, to := math.Pow(high, 1/rho), math.Pow(low, 1/rho)
	sigmas := linspace(0, 1, n)
	for i, ramp := range sigmas {
		sigmas[i] = math.Pow(from+float64(ramp*(to-from)), rho)
	}
	return sigmas
}

// exponentialSigmas spaces n sigmas between high and low evenly in log σ.
func exponentialSigmas(high, low float64, n int) []float64 {
	sigmas := linspace(math.Log(high), math.Log(low), n)
	for i, s := range sigmas {
		sigmas[i] = math.Exp(s)
	}
	return sigmas
}

// betaSigmas spaces n sigmas between high and low by the quantiles of the
// Beta(0.6, 0.6) distribution (Lee et al. 2024, https://arxiv.org/abs/2407.12173).
func betaSigmas(high, low float64, n int) []float64 {
	const alpha, beta = 0.6, 0.6
	sigmas := linspace(0, 1, n)
	for i, ramp := range sigmas {
		quantile := mathext.InvRegIncBeta(alpha, beta, 1-ramp)
		sigmas[i] = low + float64(quantile*(high-low))
	}
	return sigmas
}
