package upsampler

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens returns how the upsamplers' goldens are run.
func Goldens() parity.Runners {
	return parity.Runners{"latent_upsampler": run, "temporal_latent_upsampler": run}
}

func run(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	u, err := Open(Params{Dir: filepath.Join(g.Dir, g.Name), Taps: g.WantsTap})
	if err != nil {
		return nil, err
	}
	out, err := u.run(ctx, g.In["x"])
	if closed := u.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	out["out.y"] = out["y"]
	return out, nil
}
