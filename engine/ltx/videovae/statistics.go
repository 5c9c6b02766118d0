package videovae

import (
	"github.com/kinora-studio/kinora/engine/ltx/internal/statistics"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Statistics are the mean and deviation of each latent channel over the data
// that a model was trained on. The transformer sees latents of mean 0 and
// deviation 1; encoder and decoder see them as they are.
type Statistics struct {
	Mean, Deviation []float32
	Factor          float64 // scaling_factor of the configuration
}

// ReadStatistics reads them from a component folder.
func ReadStatistics(dir string) (*Statistics, error) {
	c, err := ReadConfig(dir)
	if err != nil {
		return nil, err
	}
	store, err := weights.Open(dir)
	if err != nil {
		return nil, err
	}
	return readStatistics(&c, store)
}

func readStatistics(c *Config, store *weights.Store) (*Statistics, error) {
	mean, deviation, err := statistics.Read(store, c.LatentChannels, "latent_channels")
	if err != nil {
		return nil, err
	}
	return &Statistics{Mean: mean, Deviation: deviation, Factor: c.ScalingFactor}, nil
}

// Normalise returns (z - mean)·factor/deviation for z [batch, channels, ...].
func (s *Statistics) Normalise(z *tensor.Tensor) *tensor.Tensor {
	f := float32(s.Factor)
	return s.each(z, func(v, mean, deviation float32) float32 { return (v - mean) * f / deviation })
}

// Denormalise returns z·deviation/factor + mean for z [batch, channels, ...].
func (s *Statistics) Denormalise(z *tensor.Tensor) *tensor.Tensor {
	f := float32(s.Factor)
	return s.each(z, func(v, mean, deviation float32) float32 { return float32(v*deviation/f) + mean })
}

func (s *Statistics) each(z *tensor.Tensor, f func(v, mean, deviation float32) float32) *tensor.Tensor {
	out := tensor.New(z.Shape...)
	plane := int(tensor.Count(z.Shape[2:]))
	for i, v := range z.F32 {
		c := i / plane % len(s.Mean)
		out.F32[i] = f(v, s.Mean[c], s.Deviation[c])
	}
	return out
}
