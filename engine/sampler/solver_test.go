package sampler

import (
	"errors"
	"math"
	"testing"
)

// A constant velocity field is what straight flow paths have: every solver must
// land on x0 = x1 - v, whatever the schedule.
func TestConstantVelocityLandsOnCleanLatent(t *testing.T) {
	const start, velocity = 1.5, 0.75
	unipc := DefaultUniPCConfig()
	unipc.PredictionType, unipc.FlowSigmas, unipc.FlowShift = "flow_prediction", true, 3
	flow := DefaultFlowMatchConfig()
	for steps := 1; steps <= 30; steps++ {
		for name, config := range map[string]Config{"euler": {FlowMatch: &flow}, "unipc": {UniPC: &unipc}} {
			solver, err := config.NewSolver(Request{Steps: steps})
			if err != nil {
				t.Fatal(err)
			}
			from := solver.Schedule().Sigmas[0]
			x := []float32{start, -start}
			for i := range steps {
				if err := solver.Step(i, x, []float32{velocity, -velocity}); err != nil {
					t.Fatal(err)
				}
			}
			want := float64(start - from*velocity)
			if math.Abs(float64(x[0])-want) > 1e-5 || x[1] != -x[0] {
				t.Errorf("%s, %d steps: %v, want ±%v", name, steps, x, want)
			}
		}
	}
}

// gaussianFlow is the exact probability flow for data from N(0, s²): the
// velocity at (x, σ), and the factor by which x grows from σ = 1.
func gaussianFlow(x, sigma float64) (velocity float64) {
	const s2 = 0.25
	clean := 1 - sigma
	return x * (sigma - clean*s2) / (clean*clean*s2 + sigma*sigma)
}

func gaussianScale(sigma float64) float64 {
	const s2 = 0.25
	return math.Sqrt((1-sigma)*(1-sigma)*s2 + sigma*sigma)
}

// errorAt walks from sigma 0.95 to 0.05, evenly in log((1-σ)/σ), and returns the
// relative error at the end against the exact flow.
func errorAt(t *testing.T, config UniPCConfig, steps int) float64 {
	t.Helper()
	lambda := func(sigma float64) float64 { return math.Log((1 - sigma) / sigma) }
	from, to := lambda(0.95), lambda(0.05)
	sigmas := linspace(from, to, steps+1)
	for i, l := range sigmas {
		sigmas[i] = 1 / (1 + math.Exp(l))
	}
	u, err := NewUniPC(config, Request{Sigmas: sigmas})
	if err != nil {
		t.Fatal(err)
	}
	x := []float32{float32(gaussianScale(sigmas[0]))}
	for i := range steps {
		velocity := gaussianFlow(float64(x[0]), float64(u.Schedule().Sigmas[i]))
		if err := u.Step(i, x, []float32{float32(velocity)}); err != nil {
			t.Fatal(err)
		}
	}
	want := gaussianScale(sigmas[steps])
	return math.Abs(float64(x[0])/want - 1)
}

func TestUniPCOrderOfConvergence(t *testing.T) {
	all := make([]int, 100)
	for i := range all {
		all[i] = i
	}
	tests := []struct {
		name        string
		order       int
		solver      string
		uncorrected bool
		want        float64 // order of accuracy
	}{
		{"predictor 1", 1, "bh2", true, 1},
		{"predictor 2", 2, "bh2", true, 2},
		{"1 with corrector", 1, "bh2", false, 2},
		{"2 with corrector", 2, "bh2", false, 3},
		{"2 with corrector, bh1", 2, "bh1", false, 3},
	}
	for _, test := range tests {
		config := DefaultUniPCConfig()
		config.PredictionType, config.FlowSigmas = "flow_prediction", true
		config.Order, config.SolverType = test.order, test.solver
		if test.uncorrected {
			config.DisableCorrector = all
		}
		coarse, fine := errorAt(t, config, 16), errorAt(t, config, 32)
		order := math.Log2(coarse / fine)
		t.Logf("%s: %.2g, %.2g, order %.2f", test.name, coarse, fine, order)
		if order < test.want-0.35 {
			t.Errorf("%s: error %.3g with 16 steps, %.3g with 32: order %.2f, want %g", test.name, coarse, fine, order, test.want)
		}
	}
}

func TestSolversRefuseWrongSteps(t *testing.T) {
	unipc := DefaultUniPCConfig()
	unipc.PredictionType, unipc.FlowSigmas = "flow_prediction", true
	flow := DefaultFlowMatchConfig()
	for name, config := range map[string]Config{"euler": {FlowMatch: &flow}, "unipc": {UniPC: &unipc}} {
		solver, err := config.NewSolver(Request{Steps: 4})
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []struct{ step, n int }{{-1, 2}, {4, 2}, {0, 3}} {
			x := []float32{1, 2}
			if err := solver.Step(bad.step, x, make([]float32, bad.n)); !errors.Is(err, ErrRequest) {
				t.Errorf("%s: step %d with %d values: %v", name, bad.step, bad.n, err)
			}
			if x[0] != 1 || x[1] != 2 {
				t.Errorf("%s: a refused step changed the sample", name)
			}
		}
	}
	u, _ := NewUniPC(unipc, Request{Steps: 4})
	if err := u.Step(1, []float32{1}, []float32{1}); !errors.Is(err, ErrRequest) {
		t.Errorf("a trajectory that starts at step 1: %v", err)
	}
}

func TestStepsDoNotAllocate(t *testing.T) {
	config := DefaultUniPCConfig()
	config.PredictionType, config.FlowSigmas, config.Order = "flow_prediction", true, 3
	u, err := NewUniPC(config, Request{Steps: 8})
	if err != nil {
		t.Fatal(err)
	}
	x, v := Noise(1, 0, 64), Noise(1, 1, 64)
	walk := func() {
		for i := range 8 {
			if err := u.Step(i, x, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := testing.AllocsPerRun(10, walk); n != 0 {
		t.Errorf("%v allocations in a walk", n)
	}
}
