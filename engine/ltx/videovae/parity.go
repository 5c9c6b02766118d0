package videovae

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens returns how the video autoencoder's goldens are run.
func Goldens() parity.Runners {
	return parity.Runners{
		"vae_encode": func(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
			return runGolden(g, func(v *VAE) (map[string]*tensor.Tensor, error) {
				return result(v.whole(ctx, true, pixels(g.In["u8"]), Extra{}))("mean")
			})
		},
		"vae_decode": func(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
			return runGolden(g, func(v *VAE) (map[string]*tensor.Tensor, error) {
				return result(v.whole(ctx, false, g.In["z"], goldenExtra(g)))("sample")
			})
		},
		"vae_decode_tiled": func(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
			return runGolden(g, func(v *VAE) (map[string]*tensor.Tensor, error) {
				y, err := v.DecodeTiled(ctx, g.In["z"], Tiling{int64(g.Int("tile")), int64(g.Int("stride"))}, goldenExtra(g))
				return result(map[string]*tensor.Tensor{outName: y}, err)("sample")
			})
		},
	}
}

func runGolden(g *parity.Golden, f func(v *VAE) (map[string]*tensor.Tensor, error)) (map[string]*tensor.Tensor, error) {
	v, err := Open(Params{Dir: filepath.Join(g.Dir, "vae"), Taps: g.WantsTap})
	if err != nil {
		return nil, err
	}
	out, err := f(v)
	if closed := v.Close(); err == nil {
		err = closed
	}
	return out, err
}

// result names a run's output as a golden does and leaves its taps.
func result(out map[string]*tensor.Tensor, err error) func(name string) (map[string]*tensor.Tensor, error) {
	return func(name string) (map[string]*tensor.Tensor, error) {
		if err != nil {
			return nil, err
		}
		named := map[string]*tensor.Tensor{"out." + name: out[outName]}
		for key, t := range out {
			if strings.HasPrefix(key, "tap.") {
				named[key] = t
			}
		}
		return named, nil
	}
}

// goldenExtra takes a decoder's timestep and noise from a golden that has them.
func goldenExtra(g *parity.Golden) Extra {
	var e Extra
	if t, ok := g.In["temb"]; ok {
		e.Timestep = t.F32
	}
	if _, ok := g.In["noise.0"]; ok {
		e.Noise = func(i int, _, _ int64) []float32 { return g.In[noiseName(i)].F32 }
	}
	return e
}

// pixels turns bytes into numbers from -1 to 1.
func pixels(bytes *tensor.Tensor) *tensor.Tensor {
	out := tensor.New(bytes.Shape...)
	for i, v := range bytes.U8 {
		out.F32[i] = float32(v)/127.5 - 1
	}
	return out
}
