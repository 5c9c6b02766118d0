package ltx

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/weights"
)

// explain looks for the reason of a result that is not a number: weights that
// are none make it the fault of a file, which the user can replace. Looking
// only now spares every other run the reading of all weights.
func (p *pipeline) explain(ctx context.Context, err error) error {
	if err == nil || !errors.Is(err, engine.ErrNotFinite) {
		return err
	}
	for _, name := range []string{"text_encoder", "connectors", "transformer", "latent_upsampler", "vae", "audio_vae", "vocoder"} {
		if !p.pack.Has(name) {
			continue
		}
		store, openErr := weights.Open(p.dir(name))
		if openErr != nil {
			return openErr
		}
		if bad := store.CheckFinite(ctx, 0); bad != nil {
			return bad
		}
	}
	for _, a := range p.params.Adapters {
		store, openErr := weights.OpenFile(a.Path)
		if openErr != nil {
			return openErr
		}
		if bad := store.CheckFinite(ctx, 0); bad != nil {
			return bad
		}
	}
	return err
}
