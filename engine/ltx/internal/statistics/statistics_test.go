package statistics_test

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/internal/statistics"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func TestRead(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		mean, deviation []float32
		want            string // a part of the fault, empty where they are read
	}{
		{[]float32{-1, 0}, []float32{0.5, 2}, ""},
		{nil, []float32{0.5, 2}, "latents_mean"},
		{[]float32{-1, 0}, nil, "latents_std"},
		{[]float32{-1, 0, 1}, []float32{0.5, 2}, "channels is 2"},
		{[]float32{-1, nan}, []float32{0.5, 2}, "not a number"},
		{[]float32{-1, 0}, []float32{inf, 2}, "not a number"},
		{[]float32{-1, 0}, []float32{0.5, 0}, "holds 0 for channel 1"},
	} {
		entries := map[string]weightstest.Entry{"other": weightstest.Floats(tensor.New(1))}
		for name, values := range map[string][]float32{"latents_mean": c.mean, "latents_std": c.deviation} {
			if values != nil {
				entries[name] = weightstest.Floats(tensor.Floats(values, int64(len(values))))
			}
		}
		dir := t.TempDir()
		weightstest.Write(t, filepath.Join(dir, "model.safetensors"), entries, 0)
		store, err := weights.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		mean, deviation, err := statistics.Read(store, 2, "channels")
		switch {
		case c.want == "" && (err != nil || !slices.Equal(mean, c.mean) || !slices.Equal(deviation, c.deviation)):
			t.Errorf("read %v and %v, %v", mean, deviation, err)
		case c.want != "" && (engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v and %v gave %v, want %s", c.mean, c.deviation, err, c.want)
		}
	}
}
