package studio

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/engine/weights"
)

// verify checks a small pack whenever it is opened: by its checksums, and for
// weights that are no numbers. For a large one that would take minutes; the
// engine looks for such weights when a result is no number.
func verify(ctx context.Context, dir string) error {
	pack, err := packs.Open(dir)
	if err != nil || pack.Bytes > packs.VerifyLimit {
		return err
	}
	if err := pack.Verify(ctx, nil); err != nil {
		return err
	}
	for name := range pack.Components {
		part := filepath.Join(dir, name)
		if files, err := filepath.Glob(filepath.Join(part, "*.safetensors")); err != nil || len(files) == 0 {
			continue // tokenizers and schedulers have none
		}
		store, err := weights.Open(part)
		if err != nil {
			return err
		}
		if err := store.CheckFinite(ctx, 0); err != nil {
			return err
		}
	}
	return nil
}
