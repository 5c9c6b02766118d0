package audiovae

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Pack turns latents [batch, channels, length, bands] into the transformer's
// tokens [batch, length, channels·bands].
func Pack(z *tensor.Tensor) *tensor.Tensor {
	batch, channels, length, bands := z.Shape[0], z.Shape[1], z.Shape[2], z.Shape[3]
	out := tensor.New(batch, length, channels*bands)
	for b := range batch {
		for c := range channels {
			for l := range length {
				from := ((b*channels+c)*length + l) * bands
				to := (b*length+l)*channels*bands + c*bands
				copy(out.F32[to:to+bands], z.F32[from:from+bands])
			}
		}
	}
	return out
}

// Unpack undoes Pack for latents of the given number of channels, which must
// divide the tokens' width.
func Unpack(tokens *tensor.Tensor, channels int64) *tensor.Tensor {
	batch, length, bands := tokens.Shape[0], tokens.Shape[1], tokens.Shape[2]/channels
	out := tensor.New(batch, channels, length, bands)
	for b := range batch {
		for c := range channels {
			for l := range length {
				to := ((b*channels+c)*length + l) * bands
				from := (b*length+l)*channels*bands + c*bands
				copy(out.F32[to:to+bands], tokens.F32[from:from+bands])
			}
		}
	}
	return out
}

// Normalise returns (tokens - mean) / deviation for packed latents [batch,
// length, features]. Packed latents that come from outside are normalised too,
// unlike those of the picture.
func (v *VAE) Normalise(tokens *tensor.Tensor) (*tensor.Tensor, error) {
	return v.rescale(tokens, func(x, mean, deviation float32) float32 { return (x - mean) / deviation })
}

// Denormalise undoes Normalise.
func (v *VAE) Denormalise(tokens *tensor.Tensor) (*tensor.Tensor, error) {
	return v.rescale(tokens, func(x, mean, deviation float32) float32 { return x*deviation + mean })
}

func (v *VAE) rescale(tokens *tensor.Tensor, change func(x, mean, deviation float32) float32) (*tensor.Tensor, error) {
	width := len(v.mean)
	if len(tokens.Shape) != 3 || tokens.Shape[2] != int64(width) {
		return nil, engine.Bad("use the transformer and the audio VAE of one model",
			"packed sound latents %s do not fit the %d means of %s", tensor.ShapeString(tokens.Shape), width, v.dir)
	}
	out := tensor.New(tokens.Shape...)
	for i, x := range tokens.F32 {
		out.F32[i] = change(x, v.mean[i%width], v.deviation[i%width])
	}
	return out, nil
}
