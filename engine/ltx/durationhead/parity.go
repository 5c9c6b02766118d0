package durationhead

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the golden "duration_head".
func Goldens() parity.Runners { return parity.Runners{"duration_head": runGolden} }

func runGolden(ctx context.Context, g *parity.Golden) (out map[string]*tensor.Tensor, err error) {
	h, err := New(Params{Dir: filepath.Join(g.Dir, "duration_head")})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := h.Close(); err == nil {
			err = closed
		}
	}()
	seconds, err := h.Seconds(ctx, g.In["video"], g.In["audio"])
	return map[string]*tensor.Tensor{"out.seconds": seconds}, err
}
