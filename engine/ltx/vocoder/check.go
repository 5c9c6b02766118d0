package vocoder

import "github.com/kinora-studio/kinora/engine/config"

func (c *Config) check(is *config.Check) error {
	is.Range("output_sampling_rate", c.OutputSampleRate, 1, 1<<20)
	c.Generator.check("", is)
	if c.Extension != nil && is.Err() == nil {
		c.Extension.check(&c.Generator, is)
	}
	return is.Err()
}

func (g *Generator) check(prefix string, is *config.Check) {
	is.Range(prefix+"in_channels", g.InChannels, 1, 1<<14)
	is.Range(prefix+"hidden_channels", g.HiddenChannels, 1, 1<<14)
	is.Range(prefix+"out_channels", g.OutChannels, 1, 64)
	is.Choice(prefix+"act_fn", g.ActFn, actLeaky, actSnake, actSnakeBeta)
	if g.FinalActFn != nil {
		is.Choice(prefix+"final_act_fn", *g.FinalActFn, finalTanh, finalClamp)
	}
	g.checkUpsamplers(prefix, is)
	g.checkResnets(prefix, is)
	if g.Antialias || g.ActFn != actLeaky {
		is.Range(prefix+"antialias_ratio", g.AntialiasRatio, 1, 16)
		is.Range(prefix+"antialias_kernel_size", g.AntialiasKernelSize, 1, 512)
		if is.Err() == nil && !g.resampling().usable() {
			is.Reject(prefix+"antialias_kernel_size", g.AntialiasKernelSize, "is too short for the antialias_ratio")
		}
	}
}

func (g *Generator) checkUpsamplers(prefix string, is *config.Check) {
	n := len(g.UpsampleFactors)
	if n < 1 || n > 12 || n != len(g.UpsampleKernelSizes) {
		is.Reject(prefix+"upsample_factors", g.UpsampleFactors, "must have 1 to 12 entries, as many as "+prefix+"upsample_kernel_sizes")
		return
	}
	for i, f := range g.UpsampleFactors {
		is.Range(prefix+"upsample_factors", f, 1, 64)
		is.Range(prefix+"upsample_kernel_sizes", g.UpsampleKernelSizes[i], f, 1024)
	}
	if g.total() > 1<<16 {
		is.Reject(prefix+"upsample_factors", g.UpsampleFactors, "multiply to more than 65536")
	}
	if g.HiddenChannels>>n < 1 {
		is.Reject(prefix+"hidden_channels", g.HiddenChannels, "cannot be halved by every upsampler")
	}
}

func (g *Generator) checkResnets(prefix string, is *config.Check) {
	n := len(g.ResnetKernelSizes)
	if n < 1 || n > 16 || n != len(g.ResnetDilations) {
		is.Reject(prefix+"resnet_kernel_sizes", g.ResnetKernelSizes, "must have 1 to 16 entries, as many as "+prefix+"resnet_dilations")
		return
	}
	for i, k := range g.ResnetKernelSizes {
		is.Range(prefix+"resnet_kernel_sizes", k, 1, 255)
		if len(g.ResnetDilations[i]) > 16 {
			is.Reject(prefix+"resnet_dilations", g.ResnetDilations[i], "has more than 16 entries")
		}
		for _, d := range g.ResnetDilations[i] {
			is.Range(prefix+"resnet_dilations", d, 1, 255)
		}
	}
}

func (e *Extension) check(first *Generator, is *config.Check) {
	e.Generator.check("bwe_", is)
	is.Range("hop_length", e.HopLength, 1, 1<<14)
	is.Range("window_length", e.WindowLength, 1, 1<<14)
	is.Range("num_mel_channels", e.NumMelChannels, 1, 1<<12)
	is.Range("input_sampling_rate", e.InputSampleRate, 1, 1<<20)
	if is.Err() != nil {
		return
	}
	// The frames have to be as many as hops for both branches to be added.
	low := max(0, e.WindowLength-e.HopLength)
	is.Range("filter_length", e.FilterLength, low+1, low+e.HopLength)
	if e.OutputSampleRate%e.InputSampleRate != 0 || e.ratio() > 16 {
		is.Reject("output_sampling_rate", e.OutputSampleRate, "is not 1 to 16 times input_sampling_rate")
	}
	if first.OutChannels*e.NumMelChannels != e.Generator.InChannels {
		is.Reject("bwe_in_channels", e.Generator.InChannels, "is not out_channels times num_mel_channels")
	}
	if first.OutChannels != e.Generator.OutChannels {
		is.Reject("bwe_out_channels", e.Generator.OutChannels, "differs from out_channels")
	}
	if e.Generator.total() != e.HopLength*e.ratio() || e.Generator.excess() != 0 {
		is.Reject("bwe_upsample_factors", e.Generator.UpsampleFactors, "do not lead from hop_length at input_sampling_rate to output_sampling_rate")
	}
}
