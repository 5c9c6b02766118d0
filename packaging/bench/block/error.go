package main

import (
	"context"
	"math"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/ltx/ltxbench"
)

// difference is how far 8 bits are from single precision: the RMS of the
// difference over the RMS of the result.
type difference struct {
	Video float64 `json:"video"`
	Audio float64 `json:"audio"`
}

// compare runs the transformer both ways on the same latents.
func compare(ctx context.Context, p ltxbench.Params) (d difference, err error) {
	exact, err := velocities(ctx, p, false)
	if err != nil {
		return d, err
	}
	rounded, err := velocities(ctx, p, true)
	if err != nil {
		return d, err
	}
	return difference{relative(rounded[0], exact[0]), relative(rounded[1], exact[1])}, nil
}

func velocities(ctx context.Context, p ltxbench.Params, coarse bool) (out [2][]float32, err error) {
	o := p.Options
	o.Int8 = coarse
	t, err := dit.Open(dit.Params{Dir: filepath.Join(p.Dir, "transformer"), Options: o})
	if err != nil {
		return out, err
	}
	defer func() { _ = t.Close() }()
	in, err := ltxbench.Inputs(t, p)
	if err != nil {
		return out, err
	}
	video, audio, err := t.Run(ctx, in)
	if err != nil {
		return out, err
	}
	return [2][]float32{video.F32, audio.F32}, nil
}

func relative(got, want []float32) float64 {
	var difference, all float64
	for i, w := range want {
		d := float64(got[i]) - float64(w)
		difference, all = difference+d*d, all+float64(w)*float64(w)
	}
	return math.Sqrt(difference / all)
}
