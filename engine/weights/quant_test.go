package weights_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// matrix returns numbers of very different size from row to row.
func matrix(out, in int64) *tensor.Tensor {
	t := tensor.New(out, in)
	for i := range t.F32 {
		row := float64(int64(i) / in)
		t.F32[i] = float32(math.Sin(float64(i)*0.7) * math.Exp(row/20-3))
	}
	return t
}

func writeMatrix(t *testing.T, path string, m *tensor.Tensor) {
	t.Helper()
	weightstest.Write(t, path, map[string]weightstest.Entry{"w": weightstest.Floats(m)}, 3)
}

func quantise(t *testing.T, dir, cache string) *weights.Store {
	t.Helper()
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	q, err := weights.Quantise(t.Context(), weights.QuantParams{Store: store, Names: []string{"w"}, Dir: cache})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestQuantise(t *testing.T) {
	const out, in = 150, 70
	dir, cache := t.TempDir(), t.TempDir()
	m := matrix(out, in)
	for i := range in {
		m.F32[7*in+i] = 0
	}
	writeMatrix(t, filepath.Join(dir, "model.safetensors"), m)
	store := quantise(t, dir, cache)
	_, raw, err := store.Raw("w")
	if err != nil {
		t.Fatal(err)
	}
	scales, err := store.Floats("w" + weights.ScaleSuffix)
	if err != nil {
		t.Fatal(err)
	}
	for o := range out {
		for i := range in {
			have, want := float32(int8(raw[i*out+o]))*scales.F32[o], m.F32[o*in+i]
			if math.Abs(float64(have-want)) > float64(scales.F32[o])*0.5001 {
				t.Fatalf("row %d column %d is %v, want %v", o, i, have, want)
			}
		}
	}
}

// TestQuantiseCaches keeps the file while the weights stay, and replaces it when
// they change or when it is damaged.
func TestQuantiseCaches(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, "model.safetensors")
	m := matrix(64, 32)
	writeMatrix(t, path, m)
	only := func() os.FileInfo {
		t.Helper()
		entries, err := os.ReadDir(cache)
		if err != nil || len(entries) != 1 {
			t.Fatalf("the cache holds %v, %v", entries, err)
		}
		info, err := entries[0].Info()
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	quantise(t, dir, cache)
	first := only()
	quantise(t, dir, cache)
	if again := only(); !again.ModTime().Equal(first.ModTime()) || again.Name() != first.Name() {
		t.Error("the same weights were converted twice")
	}
	if err := os.Truncate(filepath.Join(cache, first.Name()), 99); err != nil {
		t.Fatal(err)
	}
	quantise(t, dir, cache)
	if only().Size() != first.Size() {
		t.Error("a damaged file stayed")
	}
	m.F32[0] = 100
	writeMatrix(t, path, m)
	if err := os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	scales, err := quantise(t, dir, cache).Floats("w" + weights.ScaleSuffix)
	if err != nil || scales.F32[0] < 100.0/128 {
		t.Errorf("the scales are those of the old weights: %v %v", scales.F32[0], err)
	}
	if only().Name() == first.Name() {
		t.Error("the file of the old weights stayed")
	}
}

func TestQuantiseStops(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	writeMatrix(t, filepath.Join(dir, "model.safetensors"), matrix(8, 8))
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = weights.Quantise(ctx, weights.QuantParams{Store: store, Names: []string{"w"}, Dir: cache})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled conversion gave %v", err)
	}
	if entries, _ := os.ReadDir(cache); len(entries) != 0 {
		t.Errorf("it left %v", entries)
	}
	if _, err := weights.Quantise(t.Context(), weights.QuantParams{Store: store, Names: []string{"nothing"}, Dir: cache}); err == nil {
		t.Error("a matrix that does not exist was converted")
	}
}
