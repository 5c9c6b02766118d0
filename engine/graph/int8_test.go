package graph_test

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// TestLinearInt8 compares an 8-bit layer with the same arithmetic in Go, and
// with the layer in full precision.
func TestLinearInt8(t *testing.T) {
	const rows, in, out = 5, 192, 130
	dir := t.TempDir()
	w, bias, x := waves(0, out, in), waves(1, out), waves(2, 1, rows, in)
	for i := range in {
		x.F32[2*in+i] *= 50 // a loud token must not cost the others their precision
		x.F32[3*in+i] = 0
	}
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"), map[string]weightstest.Entry{
		"l.weight": weightstest.Floats(w), "l.bias": weightstest.Floats(bias),
	}, 0)
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	quantised, err := weights.Quantise(t.Context(), weights.QuantParams{Store: store, Names: []string{"l.weight"}, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	profile := graph.CPU()
	profile.Int8 = true
	b := graph.New(graph.Params{Name: "test graph", Profile: profile, Store: store, Quantised: quantised})
	b.Output("y", b.Linear("l", b.Input("x", 1, "rows", in), out, true))
	s := runtimetest.Open(t, b)
	got, err := s.Run(t.Context(), map[string]*tensor.Tensor{"x": x})
	if err != nil {
		t.Fatal(err)
	}
	for r := range rows {
		token := x.F32[r*in : (r+1)*in]
		loudest := 0.0
		for _, v := range token {
			loudest = max(loudest, math.Abs(float64(v)))
		}
		for o := range out {
			have, want := float64(got["y"].F32[r*out+o]), float64(bias.F32[o])
			for i, v := range token {
				want += float64(v) * float64(w.F32[o*in+i])
			}
			// Both factors are rounded by up to half a step of 1/127 of their largest.
			if limit := loudest * in / 127 * 0.5; math.Abs(have-want) > limit+1e-6 || math.IsNaN(have) {
				t.Fatalf("row %d column %d is %v, want %v within %v", r, o, have, want, limit)
			}
		}
	}
	if n := s.Model().WeightBytes; n >= 4*in*out {
		t.Errorf("the graph refers to %d bytes of weights", n)
	}
}
