package sampler

import (
	"math"
	"slices"
	"testing"
)

func TestGuidanceIdentities(t *testing.T) {
	cond, other := Noise(1, 0, 999), Noise(1, 1, 999)
	dst := make([]float32, len(cond))
	guide := func(g Guidance, p Predictions) []float32 {
		Guide(dst, g, p)
		return dst
	}
	all := Predictions{Cond: cond, Negative: other, Perturbed: other, Isolated: other}
	if !slices.Equal(guide(Guidance{Scale: 1, Skip: 0, Modality: 1}, all), cond) {
		t.Error("strengths of none change the prediction")
	}
	if !slices.Equal(guide(Guidance{Scale: 4, Skip: 2, Modality: 3}, Predictions{Cond: cond}), cond) {
		t.Error("absent passes change the prediction")
	}
	same := Predictions{Cond: cond, Negative: cond, Perturbed: cond, Isolated: cond}
	if !slices.Equal(guide(Guidance{Scale: 4, Skip: 2, Modality: 3}, same), cond) {
		t.Error("equal passes change the prediction")
	}
	guide(Guidance{Scale: 5, Skip: 1, Modality: 3, Rescale: 1}, all)
	if got, want := standardDeviation(dst), standardDeviation(cond); math.Abs(float64(got/want-1)) > 1e-6 {
		t.Errorf("fully rescaled deviation %v, want %v", got, want)
	}
	flat := make([]float32, 8)
	Guide(flat, Guidance{Scale: 3, Rescale: 0.7}, Predictions{Cond: make([]float32, 8), Negative: make([]float32, 8)})
	if flat[0] != 0 {
		t.Errorf("a flat prediction becomes %v", flat[0])
	}
}

// Guidance on velocities and on clean latents is the same thing, because
// x0 = x - σ·v is affine.
func TestClassicGuidanceEqualsGuidanceOnCleanLatents(t *testing.T) {
	const sigma = 0.6
	x, v, vn := Noise(2, 0, 500), Noise(2, 1, 500), Noise(2, 2, 500)
	a, b, c := make([]float32, 500), make([]float32, 500), make([]float32, 500)
	GuideClassic(a, 5, v, vn)
	ToDenoised(b, x, v, sigma)
	ToDenoised(c, x, vn, sigma)
	Guide(c, Guidance{Scale: 5, Modality: 1}, Predictions{Cond: b, Negative: c})
	ToVelocity(c, x, c, sigma)
	for i := range a {
		if math.Abs(float64(a[i]-c[i])) > 1e-4 {
			t.Fatalf("value %d: %v and %v", i, a[i], c[i])
		}
	}
}

func TestVelocityRoundTripAndNoiseMix(t *testing.T) {
	x, v := Noise(3, 0, 100), Noise(3, 1, 100)
	back := make([]float32, 100)
	ToDenoised(back, x, v, 0.25)
	ToVelocity(back, x, back, 0.25)
	for i := range v {
		if math.Abs(float64(back[i]-v[i])) > 3e-6 {
			t.Fatalf("value %d: %v, want %v", i, back[i], v[i])
		}
	}
	AddNoise(back, x, v, 1)
	if !slices.Equal(back, v) {
		t.Error("sigma 1 is not pure noise")
	}
	AddNoise(back, x, v, 0)
	if !slices.Equal(back, x) {
		t.Error("sigma 0 is not the clean latent")
	}
}

func TestPassesAndFallback(t *testing.T) {
	video := Guidance{Scale: 3, Skip: 1, Modality: 3, Rescale: 0.7}
	if got := (Guidance{Scale: 7}).Or(video); got != (Guidance{Scale: 7, Skip: 1, Modality: 3, Rescale: 0.7}) {
		t.Errorf("fallback: %+v", got)
	}
	none := Guidance{Scale: 1, Modality: 1}
	if got := PassesFor(none, none); got != (Passes{}) {
		t.Errorf("no guidance needs %+v", got)
	}
	if got := PassesFor(none, Guidance{Scale: 7, Skip: 1, Modality: 1}); got != (Passes{Negative: true, Perturbed: true}) {
		t.Errorf("guided sound needs %+v", got)
	}
}
