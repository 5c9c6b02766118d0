package sampler

import "math"

// Guidance holds the strengths of one modality (picture or sound).
type Guidance struct {
	Scale    float64 // classifier-free guidance against the negative prompt; 1 is none
	Skip     float64 // against a pass with perturbed attention (STG); 0 is none
	Modality float64 // against a pass in which picture and sound do not see each other; 1 is none
	Rescale  float64 // 0 to 1: how far the deviation of the plain prediction is restored
}

// Or returns g with every member that is 0 taken from fallback, which is how the
// public LTX-2 pipeline lets sound follow the picture's values.
func (g Guidance) Or(fallback Guidance) Guidance {
	pick := func(value, other float64) float64 {
		if value == 0 {
			return other
		}
		return value
	}
	return Guidance{
		Scale:    pick(g.Scale, fallback.Scale),
		Skip:     pick(g.Skip, fallback.Skip),
		Modality: pick(g.Modality, fallback.Modality),
		Rescale:  pick(g.Rescale, fallback.Rescale),
	}
}

// Passes says which model evaluations a step needs besides the conditional one.
type Passes struct{ Negative, Perturbed, Isolated bool }

// PassesFor returns the passes that any of the modalities asks for.
func PassesFor(modalities ...Guidance) Passes {
	var p Passes
	for _, g := range modalities {
		p.Negative = p.Negative || g.Scale > 1
		p.Perturbed = p.Perturbed || g.Skip > 0
		p.Isolated = p.Isolated || g.Modality > 1
	}
	return p
}

// Predictions are the clean latents (x0) that the passes of one step point at,
// slices of one length. Cond is needed; a nil slice leaves its term out.
type Predictions struct{ Cond, Negative, Perturbed, Isolated []float32 }

// Guide sets dst to the guided clean latent
//
//	g = x0 + (Scale-1)·(x0-negative) + Skip·(x0-perturbed) + (Modality-1)·(x0-isolated)
//
// and then, when Rescale r is positive, to r·g·std(x0)/std(g) + (1-r)·g (Lin et
// al. 2023, https://arxiv.org/abs/2305.08891, section 3.4). The deviation is over
// the whole slice, with n-1 in the denominator. dst may be one of the inputs but
// Cond. A g without any deviation is not rescaled.
func Guide(dst []float32, g Guidance, p Predictions) {
	cond := p.Cond[:len(dst)]
	scale, skip, modality := float32(g.Scale-1), float32(g.Skip), float32(g.Modality-1)
	for i, x0 := range cond {
		sum := x0
		if p.Negative != nil {
			sum += float32(scale * (x0 - p.Negative[i]))
		}
		if p.Perturbed != nil {
			sum += float32(skip * (x0 - p.Perturbed[i]))
		}
		if p.Isolated != nil {
			sum += float32(modality * (x0 - p.Isolated[i]))
		}
		dst[i] = sum
	}
	if g.Rescale > 0 {
		rescale(dst, cond, g.Rescale)
	}
}

// GuideClassic sets dst to uncond + scale·(cond - uncond), classifier-free
// guidance on velocities (Ho and Salimans 2022, https://arxiv.org/abs/2207.12598)
// as Wan uses it. dst may be one of the inputs.
func GuideClassic(dst []float32, scale float64, cond, uncond []float32) {
	cond, uncond = cond[:len(dst)], uncond[:len(dst)]
	s := float32(scale)
	for i := range dst {
		dst[i] = uncond[i] + float32(s*(cond[i]-uncond[i]))
	}
}

func rescale(guided, cond []float32, amount float64) {
	deviation := standardDeviation(guided)
	if deviation == 0 {
		return
	}
	ratio := standardDeviation(cond) / deviation
	restored, kept := float32(amount), float32(1-amount)
	for i, g := range guided {
		guided[i] = float32(restored*float32(g*ratio)) + float32(kept*g)
	}
}

// standardDeviation is the sample deviation, accumulated in float64.
func standardDeviation(values []float32) float32 {
	if len(values) < 2 {
		return 0
	}
	var sum float64
	for _, v := range values {
		sum += float64(v)
	}
	mean := sum / float64(len(values))
	var squares float64
	for _, v := range values {
		d := float64(v) - mean
		squares += float64(d * d)
	}
	return float32(math.Sqrt(squares / float64(len(values)-1)))
}
