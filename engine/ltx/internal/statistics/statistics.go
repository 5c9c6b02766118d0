// Package statistics reads the mean and deviation of latents over the data that
// a model was trained on.
package statistics

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

const hint = "copy or download the model again"

// Read returns the tensors latents_mean and latents_std, n numbers each; key is
// the name that n has in the configuration. Deviations are above zero.
func Read(store *weights.Store, n int64, key string) (mean, deviation []float32, err error) {
	for name, into := range map[string]*[]float32{"latents_mean": &mean, "latents_std": &deviation} {
		t, err := store.Floats(name)
		if err != nil {
			return nil, nil, err
		}
		if len(t.Shape) != 1 || t.Shape[0] != n {
			return nil, nil, engine.Bad(hint, "the tensor %q in %s has the shape %s, but %s is %d", name, store.Dir, tensor.ShapeString(t.Shape), key, n)
		}
		*into = t.F32
	}
	if !tensor.Finite(mean) || !tensor.Finite(deviation) {
		return nil, nil, engine.Bad(hint, "latents_mean or latents_std in %s holds what is not a number", store.Dir)
	}
	for i, d := range deviation {
		if d <= 0 {
			return nil, nil, engine.Bad(hint, "the tensor \"latents_std\" in %s holds %v for channel %d", store.Dir, d, i)
		}
	}
	return mean, deviation, nil
}
