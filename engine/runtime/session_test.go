package runtime_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// ramp returns small numbers that differ from each other.
func ramp(shape ...int64) *tensor.Tensor {
	t := tensor.New(shape...)
	for i := range t.F32 {
		t.F32[i] = float32(math.Sin(float64(i)*0.7+0.3)) * 0.5
	}
	return t
}

// run builds, opens and runs a graph in one go.
func run(t *testing.T, p graph.Params, inputs map[string]*tensor.Tensor, describe func(b *graph.Builder)) map[string]*tensor.Tensor {
	t.Helper()
	p.Name, p.Profile = "test graph", graph.CPU()
	b := graph.New(p)
	describe(b)
	out := runtimetest.Run(t, b, inputs)
	return out
}

func near(t *testing.T, what string, got, want *tensor.Tensor, limit float64) {
	t.Helper()
	if tensor.ShapeString(got.Shape) != tensor.ShapeString(want.Shape) {
		t.Fatalf("%s has the shape %v, want %v", what, got.Shape, want.Shape)
	}
	for i := range want.F32 {
		if d := math.Abs(float64(got.F32[i] - want.F32[i])); d > limit || math.IsNaN(float64(got.F32[i])) {
			t.Fatalf("%s[%d] = %v, want %v", what, i, got.F32[i], want.F32[i])
		}
	}
}

// TestLinearFromAnyOffset reads weights at an odd offset and through a symbolic
// link that leaves its folder, as in the public model cache.
func TestLinearFromAnyOffset(t *testing.T) {
	dir := t.TempDir()
	w, bias, x := ramp(96, 32), ramp(96), ramp(2, 5, 32)
	weightstest.Write(t, filepath.Join(dir, "blobs", "c0ffee"),
		map[string]weightstest.Entry{"l.weight": weightstest.Floats(w), "l.bias": weightstest.Floats(bias)}, 7)
	snapshot := filepath.Join(dir, "snapshots", "transformer")
	if err := os.MkdirAll(snapshot, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../blobs/c0ffee", filepath.Join(snapshot, "model.safetensors")); err != nil {
		t.Fatal(err)
	}
	store, err := weights.Open(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, graph.Params{Store: store}, map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		b.Output("y", b.Linear("l", b.Input("x", 2, "tokens", 32), 96, true))
	})
	want := tensor.New(2, 5, 96)
	for r := range 10 {
		for o := range 96 {
			sum := bias.F32[o]
			for k := range 32 {
				sum += x.F32[r*32+k] * w.F32[o*32+k]
			}
			want.F32[r*96+o] = sum
		}
	}
	near(t, "y", out["y"], want, 1e-5)
}

// TestAttention compares the fused kernel, the spelled-out form and Go.
func TestAttention(t *testing.T) {
	q, k, v := ramp(1, 3, 8), ramp(1, 5, 8), ramp(1, 5, 8)
	inputs := map[string]*tensor.Tensor{"q": q, "k": k, "v": v}
	attend := func(widest int64) *tensor.Tensor {
		return run(t, graph.Params{}, inputs, func(b *graph.Builder) {
			b.Profile.MaxFusedHead = widest
			b.Output("y", b.Attention(b.Input("q", 1, "n", 8), b.Input("k", 1, "m", 8), b.Input("v", 1, "m", 8), graph.AttentionParams{Heads: 2}))
		})["y"]
	}
	want := tensor.New(1, 3, 8)
	for h := range 2 {
		for i := range 3 {
			scores, sum := make([]float64, 5), 0.0
			for j := range 5 {
				for d := range 4 {
					scores[j] += float64(q.F32[i*8+h*4+d]*k.F32[j*8+h*4+d]) / 2
				}
				scores[j] = math.Exp(scores[j])
				sum += scores[j]
			}
			for j := range 5 {
				for d := range 4 {
					want.F32[i*8+h*4+d] += float32(scores[j] / sum * float64(v.F32[j*8+h*4+d]))
				}
			}
		}
	}
	near(t, "fused", attend(256), want, 1e-5)
	near(t, "spelled out", attend(2), want, 1e-5)
}

// TestShapesAtRunTime reshapes to two extents that are known only by name.
func TestShapesAtRunTime(t *testing.T) {
	x := ramp(2, 3, 4, 6)
	out := run(t, graph.Params{}, map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		v := b.Input("x", 2, "h", "w", 6)
		y := b.Reshape(v, 2, v.Dim(1).Mul(v.Dim(2)), 6)
		y = b.Transpose(y, 0, 2, 1)
		b.Output("y", b.Transpose(b.Reshape(y, 2, 6, v.Dim(1), v.Dim(2)), 0, 2, 3, 1))
	})
	near(t, "y", out["y"], x, 0)
}

func TestGroupNormHasNoMean(t *testing.T) {
	x := ramp(1, 4, 10)
	out := run(t, graph.Params{}, map[string]*tensor.Tensor{"x": x}, func(b *graph.Builder) {
		b.Output("y", b.GroupNorm(b.Input("x", 1, 4, "n"), b.Ones(4), b.Scale(b.Ones(4), 0), 2, 1e-6))
	})
	for g := range 2 {
		var mean, square float64
		for _, v := range out["y"].F32[g*20 : g*20+20] {
			mean += float64(v) / 20
			square += float64(v) * float64(v) / 20
		}
		if math.Abs(mean) > 1e-5 || math.Abs(square-1) > 1e-3 {
			t.Errorf("group %d has mean %v and mean square %v", g, mean, square)
		}
	}
}

// TestCancel stops a long run in its middle.
func TestCancel(t *testing.T) {
	b := graph.New(graph.Params{Name: "long run", Profile: graph.CPU()})
	x := b.Input("x", 512, 512)
	for range 400 {
		x = b.Softmax(b.MatMul(x, x))
	}
	b.Output("y", x)
	s := runtimetest.Open(t, b)
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := s.Run(ctx, map[string]*tensor.Tensor{"x": ramp(512, 512)}); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled run returned %v", err)
	}
}

func TestWrongShapeIsNamed(t *testing.T) {
	dir := t.TempDir()
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"), map[string]weightstest.Entry{"l.weight": weightstest.Floats(ramp(4, 4))}, 0)
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := graph.New(graph.Params{Name: "transformer", Profile: graph.CPU(), Store: store})
	b.Output("y", b.Linear("l", b.Input("x", 2, 8), 4, false))
	_, err = b.Build()
	for _, part := range []string{"transformer", "[4, 4]", "[4, 8]", "l.weight", "model.safetensors"} {
		if part == "transformer" {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not name %s: %v", part, err)
		}
	}
}

// TestWeightsThatAreGone: a file that vanishes between the description of a graph
// and its loading is the pack's fault.
func TestWeightsThatAreGone(t *testing.T) {
	dir := t.TempDir()
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"), map[string]weightstest.Entry{"l.weight": weightstest.Floats(ramp(64, 64))}, 0)
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := graph.New(graph.Params{Name: "transformer", Profile: graph.CPU(), Store: store})
	b.Output("y", b.Linear("l", b.Input("x", 2, 64), 64, false))
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	_, err = runtime.Open(m, runtime.Options{})
	if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), "transformer") {
		t.Errorf("got %v", err)
	}
}
