package sampler

import "math"

// The update from sigma s to sigma t of UniPC's B(h) form on clean predictions,
// with λ = log((1-σ)/σ), h = λt - λs and D_k = (m_k - m_0)/r_k (equations 3, 8
// and 9 of the paper):
//
//	x_t = σt/σs·x_s - αt·(e^-h - 1)·m_0 - αt·B(h)·Σ ρ_k·D_k
//
// The predictor knows the predictions up to s, the corrector also the one at t,
// as D with r = 1. All of it is float32, as in the public scheduler.
type update struct {
	sample   float32    // factor of x_s
	denoised float32    // factor of m_0
	scale    float32    // αt·B(h)
	ratios   [2]float32 // r_k of the older predictions
	weights  [3]float32 // ρ_k; the corrector's last belongs to the newest prediction
}

func (u *UniPC) rotate() []float32 {
	n := u.config.Order
	oldest := u.denoised[n]
	copy(u.denoised[1:n+1], u.denoised[:n])
	u.denoised[0] = oldest
	return oldest
}

// predict moves sample from sigma i to i+1 with the predictions up to i.
func (u *UniPC) predict(i int, sample []float32) {
	c := u.coefficients(i, false)
	m0 := u.denoised[0]
	if u.order == 1 {
		// B(h) may be infinite on the step onto sigma 0, and has no part here.
		for j, x := range sample {
			sample[j] = float32(c.sample*x) - float32(c.denoised*m0[j])
		}
		return
	}
	for j, x := range sample {
		base := float32(c.sample*x) - float32(c.denoised*m0[j])
		sample[j] = base - float32(c.scale*u.history(c, 0, j))
	}
}

// correct replaces sample, which was predicted at sigma i, by the value that
// also takes the prediction made there into account.
func (u *UniPC) correct(i int, sample []float32) {
	c := u.coefficients(i-1, true)
	now, m0, weight := u.denoised[0], u.denoised[1], c.weights[u.order-1]
	for j, x := range u.last {
		base := float32(c.sample*x) - float32(c.denoised*m0[j])
		sum := u.history(c, 1, j) + float32(weight*(now[j]-m0[j]))
		sample[j] = base - float32(c.scale*sum)
	}
}

// history sums ρ_k·D_k of value j; the prediction at s is denoised[base].
func (u *UniPC) history(c update, base, j int) float32 {
	var sum float32
	m0 := u.denoised[base][j]
	for k := range u.order - 1 {
		difference := (u.denoised[base+1+k][j] - m0) / c.ratios[k]
		sum += float32(c.weights[k] * difference)
	}
	return sum
}

// coefficients computes the update from sigma s to sigma s+1 at the order of the
// last prediction.
func (u *UniPC) coefficients(s int, corrector bool) update {
	from, to := u.schedule.Sigmas[s], u.schedule.Sigmas[s+1]
	lambda := logRatio(from)
	h := logRatio(to) - lambda
	phi1 := float32(math.Expm1(float64(-h)))
	alpha := 1 - to
	scale := phi1
	if u.config.SolverType == "bh1" {
		scale = -h
	}
	c := update{sample: to / from, denoised: float32(alpha * phi1), scale: float32(alpha * scale)}
	for k := range u.order - 1 {
		c.ratios[k] = (logRatio(u.schedule.Sigmas[s-1-k]) - lambda) / h
	}
	c.weights = u.weights(c.ratios, -h, phi1, scale, corrector)
	return c
}

// weights solves Σ_k r_k^(n-1)·ρ_k = n!·φ_(n+1)(-h)·h/B(h) for n up to the order,
// with r = 1 for the corrector's newest prediction. Predictors of order 2 and
// correctors of order 1 take ρ = 1/2 instead, the authors' simplification.
func (u *UniPC) weights(ratios [2]float32, hh, phi1, scale float32, corrector bool) [3]float32 {
	unknowns := u.order
	if !corrector {
		unknowns--
	}
	if unknowns <= 1 && u.order <= 2 {
		return [3]float32{0.5}
	}
	r := [3]float32{ratios[0], ratios[1], 1}
	if corrector {
		r[u.order-1] = 1
	}
	var rows [3][4]float32
	phi, factorial := phi1/hh-1, float32(1)
	for n := range unknowns {
		for k := range unknowns {
			rows[n][k] = 1
			for range n {
				rows[n][k] *= r[k]
			}
		}
		rows[n][3] = float32(phi*factorial) / scale
		factorial *= float32(n + 2)
		phi = phi/hh - 1/factorial
	}
	return solve(rows, unknowns)
}

// solve is Gaussian elimination with partial pivoting on n rows [a_1 .. a_n, b],
// the right-hand side in the last column.
func solve(rows [3][4]float32, n int) [3]float32 {
	for i := range n {
		pivot := i
		for k := i + 1; k < n; k++ {
			if abs(rows[k][i]) > abs(rows[pivot][i]) {
				pivot = k
			}
		}
		rows[i], rows[pivot] = rows[pivot], rows[i]
		for k := i + 1; k < n; k++ {
			factor := rows[k][i] / rows[i][i]
			for j := range rows[k] {
				rows[k][j] -= float32(factor * rows[i][j])
			}
		}
	}
	var x [3]float32
	for i := n - 1; i >= 0; i-- {
		sum := rows[i][3]
		for k := i + 1; k < n; k++ {
			sum -= float32(rows[i][k] * x[k])
		}
		x[i] = sum / rows[i][i]
	}
	return x
}

func abs(x float32) float32 { return max(x, -x) }

// logRatio is λ = log(1-σ) - log σ, +Inf at σ = 0.
func logRatio(sigma float32) float32 {
	return float32(math.Log(float64(1-sigma))) - float32(math.Log(float64(sigma)))
}
