package sampler_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/engine/sampler"
)

// solvers makes one of each kind for seven steps.
func solvers(t *testing.T) map[string]func() sampler.Solver {
	t.Helper()
	out := map[string]func() sampler.Solver{}
	add := func(name string, c sampler.Config) {
		out[name] = func() sampler.Solver {
			s, err := c.NewSolver(sampler.Request{Steps: 7, Tokens: 1500})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	euler := sampler.DefaultFlowMatchConfig()
	add("Euler", sampler.Config{FlowMatch: &euler})
	for order, name := range map[int]string{1: "UniPC 1", 2: "UniPC 2", 3: "UniPC 3"} {
		c := sampler.DefaultUniPCConfig()
		c.PredictionType, c.FlowSigmas, c.Order, c.FlowShift = "flow_prediction", true, order, 3
		add(name, sampler.Config{UniPC: &c})
	}
	return out
}

// bend is a velocity that depends on where the sample is.
func bend(sample []float32) []float32 {
	out := make([]float32, len(sample))
	for i, x := range sample {
		out[i] = x*x/3 - 0.3*x + float32(i)/9
	}
	return out
}

// TestResume goes on from every step with another solver and ends where a walk
// without a break does, bit by bit.
func TestResume(t *testing.T) {
	for name, fresh := range solvers(t) {
		t.Run(name, func(t *testing.T) {
			whole := fresh()
			steps := whole.Schedule().Steps()
			x := sampler.Noise(3, 0, 10)
			samples := [][]float32{slices.Clone(x)}
			histories := [][][]float32{whole.History()}
			for i := range steps {
				if err := whole.Step(i, x, bend(x)); err != nil {
					t.Fatal(err)
				}
				samples, histories = append(samples, slices.Clone(x)), append(histories, whole.History())
			}
			for next := range steps + 1 {
				s, y := fresh(), slices.Clone(samples[next])
				if err := s.Resume(next, len(y), histories[next]); err != nil {
					t.Fatal(err)
				}
				for i := next; i < steps; i++ {
					if err := s.Step(i, y, bend(y)); err != nil {
						t.Fatal(err)
					}
				}
				if !slices.Equal(x, y) {
					t.Errorf("from step %d the walk ends at %v, not at %v", next, y, x)
				}
			}
		})
	}
}

func TestResumeRefuses(t *testing.T) {
	for name, fresh := range solvers(t) {
		s := fresh()
		ten := []float32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
		for what, err := range map[string]error{
			"a step that does not exist": s.Resume(8, 10, nil),
			"a step before the first":    s.Resume(-1, 10, nil),
			"too much history":           s.Resume(7, 10, [][]float32{ten, ten, ten, ten, ten}),
			"history of another length":  s.Resume(1, 9, [][]float32{ten, ten}),
		} {
			if !errors.Is(err, sampler.ErrRequest) {
				t.Errorf("%s took %s: %v", name, what, err)
			}
		}
	}
}
