package runtime_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// TestRunInto counts in two tensors that take turns.
func TestRunInto(t *testing.T) {
	b := graph.New(graph.Params{Name: "counter", Profile: graph.CPU()})
	x := b.Input("x", "n", 3)
	b.Output("next", b.AddScalar(x, 1))
	b.Output("twice", b.Scale(x, 2))
	s := runtimetest.Open(t, b)
	now, next := tensor.New(2, 3), tensor.New(2, 3)
	for turn := range 4 {
		out, err := s.RunInto(t.Context(), map[string]*tensor.Tensor{"x": now}, map[string]*tensor.Tensor{"next": next})
		if err != nil {
			t.Fatal(err)
		}
		if out["next"] != next || next.F32[5] != float32(turn+1) || out["twice"].F32[5] != float32(2*turn) {
			t.Fatalf("turn %d gave %v and %v", turn, next.F32, out["twice"].F32)
		}
		now, next = next, now
	}
	if _, err := s.RunInto(t.Context(), map[string]*tensor.Tensor{"x": now}, map[string]*tensor.Tensor{"next": tensor.New(2, 4)}); err == nil {
		t.Error("memory of the wrong shape was taken")
	}
	if _, err := s.RunInto(t.Context(), map[string]*tensor.Tensor{"x": now}, map[string]*tensor.Tensor{"next": tensor.New(5, 3)}); err == nil {
		t.Error("memory of the wrong size was taken")
	}
}
