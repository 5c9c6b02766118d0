package vocoder

import (
	"context"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the recorded experiments of the vocoder.
func Goldens() parity.Runners {
	return parity.Runners{"vocoder": runGolden}
}

// runGolden gives all taps but mel_stft.2, the phase: nothing uses it, and where
// the magnitude is small it is all rounding.
func runGolden(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	v, err := Open(Params{Dir: filepath.Join(g.Dir, "vocoder")})
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }()
	v.taps = g.WantsTap
	v.piece = func(*Generator) int64 { return 1 << 20 } // taps have to be of the whole
	wave, err := v.Decode(ctx, g.In["mel"])
	if err != nil {
		return nil, err
	}
	out := map[string]*tensor.Tensor{"out.wave": wave}
	for name, t := range v.tapped {
		out[name] = t
	}
	return out, nil
}
