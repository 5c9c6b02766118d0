package gemma

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the golden "text_encoder".
func Goldens() parity.Runners { return parity.Runners{"text_encoder": runGolden} }

func runGolden(ctx context.Context, g *parity.Golden) (out map[string]*tensor.Tensor, err error) {
	e, err := New(Params{Dir: filepath.Join(g.Dir, "text_encoder")})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := e.Close(); err == nil {
			err = closed
		}
	}()
	states, err := e.Encode(ctx, g.In["input_ids"], g.In["attention_mask"])
	return map[string]*tensor.Tensor{"out.hidden_states": states}, err
}
