package audiovae

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the recorded experiments of the audio VAE.
func Goldens() parity.Runners {
	return parity.Runners{
		"audio_vae_encode": func(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
			return runGolden(ctx, g, "mean", g.In["x"], (*VAE).Encode)
		},
		"audio_vae_decode": func(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
			return runGolden(ctx, g, "mel", g.In["z"], (*VAE).Decode)
		},
	}
}

type direction func(*VAE, context.Context, *tensor.Tensor) (*tensor.Tensor, error)

func runGolden(ctx context.Context, g *parity.Golden, result string, x *tensor.Tensor, run direction) (map[string]*tensor.Tensor, error) {
	v, err := Open(Params{Dir: filepath.Join(g.Dir, "audio_vae")})
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }()
	v.taps = g.WantsTap
	v.piece = 1 << 20 // taps have to be of the whole
	y, err := run(v, ctx, x)
	if err != nil {
		return nil, err
	}
	out := map[string]*tensor.Tensor{"out." + result: y}
	for name, t := range v.tapped {
		if name != "y" {
			out[name] = t
		}
	}
	return out, nil
}
