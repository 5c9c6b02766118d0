package vocoder

// ratio is by how much the extension raises the rate.
func (e *Extension) ratio() int64 { return e.OutputSampleRate / e.InputSampleRate }

// total is the number of samples a frame.
func (g *Generator) total() int64 {
	n := int64(1)
	for _, f := range g.UpsampleFactors {
		n *= f
	}
	return n
}

// samples returns how many samples a number of frames makes. An upsampler whose
// kernel exceeds its factor by an odd number gives one sample more.
func (g *Generator) samples(frames int64) int64 {
	for i, f := range g.UpsampleFactors {
		frames = frames*f + (g.UpsampleKernelSizes[i]-f)%2
	}
	return frames
}

// excess is how many samples there are besides total for each frame.
func (g *Generator) excess() int64 { return g.samples(1) - g.total() }

// width returns the channels behind an upsampler.
func (g *Generator) width(stage int) int64 { return g.HiddenChannels >> (stage + 1) }

func (g *Generator) resampling() resampling {
	return resampling{ratio: g.AntialiasRatio, kernel: g.AntialiasKernelSize}
}

// reach bounds, in frames, how far to either side a sample depends on frames.
func (g *Generator) reach() int64 {
	const margin = 3 // first and last convolution have a kernel of seven
	reach := float64(margin) + 1
	rate := float64(1)
	for i, f := range g.UpsampleFactors {
		reach += float64(g.UpsampleKernelSizes[i]/f+1) / rate
		rate *= float64(f)
		widest := int64(0)
		for j := range g.ResnetKernelSizes {
			widest = max(widest, g.resnetReach(j))
		}
		reach += float64(widest) / rate
	}
	return int64(reach+float64(margin+g.filterReach(1))/rate) + 1
}

// resnetReach is the reach of one residual block in its own samples.
func (g *Generator) resnetReach(block int) int64 {
	sum, half := int64(0), g.ResnetKernelSizes[block]/2
	for j, d := range g.ResnetDilations[block] {
		sum += half*(d+1) + g.filterReach(g.nesting(1, j)) + g.filterReach(g.nesting(2, j))
	}
	return sum
}

// filterReach is the reach of an activation between resampling filters.
func (g *Generator) filterReach(nesting int64) int64 {
	if g.AntialiasRatio < 1 {
		return 0
	}
	return nesting * 2 * (g.AntialiasKernelSize/(2*g.AntialiasRatio) + 2)
}

// reach bounds, in hops, how far to either side a sample of the extension
// depends on the first stage's wave.
func (e *Extension) reach() int64 {
	const resampler = 7 // samples
	return e.Generator.reach() + (max(e.WindowLength, e.FilterLength)+resampler)/e.HopLength + 1
}
