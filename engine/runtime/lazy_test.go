package runtime_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// TestLazy runs before and after it was closed, and closes what never ran.
func TestLazy(t *testing.T) {
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
	b.Output("y", b.AddScalar(b.Input("x", "n"), 1))
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	l := runtime.NewLazy(m, runtime.Options{})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for range 2 {
			out, err := l.Run(t.Context(), map[string]*tensor.Tensor{"x": tensor.Floats([]float32{2}, 1)})
			if err != nil || out["y"].F32[0] != 3 {
				t.Fatal(out, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := runtime.NewLazy(&graph.Model{Name: "nothing"}, runtime.Options{}).Run(t.Context(), nil); err == nil {
		t.Error("a model that is none was run")
	}
}
