package sampler

// The functions of this file work in place or into dst, allocate nothing, and
// need slices of one length; dst may be one of the inputs.

// ToDenoised sets dst to x0 = sample - σ·velocity, the clean latent that the
// velocity points at.
func ToDenoised(dst, sample, velocity []float32, sigma float32) {
	sample, velocity = sample[:len(dst)], velocity[:len(dst)]
	for i := range dst {
		dst[i] = sample[i] - float32(velocity[i]*sigma)
	}
}

// ToVelocity sets dst to v = (sample - x0) / σ, the inverse of ToDenoised;
// sigma must not be 0.
func ToVelocity(dst, sample, denoised []float32, sigma float32) {
	sample, denoised = sample[:len(dst)], denoised[:len(dst)]
	for i := range dst {
		dst[i] = (sample[i] - denoised[i]) / sigma
	}
}

// AddNoise sets dst to σ·noise + (1-σ)·clean: a clean latent brought to the
// noise level at which a later stage starts.
func AddNoise(dst, clean, noise []float32, sigma float32) {
	clean, noise = clean[:len(dst)], noise[:len(dst)]
	keep := 1 - sigma
	for i := range dst {
		dst[i] = float32(sigma*noise[i]) + float32(keep*clean[i])
	}
}
