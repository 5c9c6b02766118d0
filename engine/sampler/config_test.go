package sampler

import (
	"errors"
	"strings"
	"testing"
)

func TestParseConfigRefuses(t *testing.T) {
	const flow, unipc = `"_class_name":"FlowMatchEulerDiscreteScheduler"`,
		`"_class_name":"UniPCMultistepScheduler","prediction_type":"flow_prediction","use_flow_sigmas":true`
	bad := []string{
		``, `[]`, `{}`, `{"_class_name":"DDIMScheduler"}`,
		`{` + flow + `,"shift":"three"}`,
		`{` + flow + `,"shift":0}`,
		`{` + flow + `,"use_karras_sigmas":true,"use_beta_sigmas":true}`,
		`{` + flow + `,"time_shift_type":"cubic"}`,
		`{` + flow + `,"num_train_timesteps":0}`,
		`{` + flow + `,"shift_terminal":1}`,
		`{` + flow + `,"stochastic_sampling":true}`,
		`{` + flow + `,"use_dynamic_shifting":true,"base_image_seq_len":9,"max_image_seq_len":9}`,
		`{"_class_name":"UniPCMultistepScheduler"}`,
		`{` + unipc + `,"predict_x0":false}`,
		`{` + unipc + `,"solver_order":4}`,
		`{` + unipc + `,"solver_type":"midpoint"}`,
		`{` + unipc + `,"final_sigmas_type":"sigma_min"}`,
		`{` + unipc + `,"lower_order_final":false}`,
		`{` + unipc + `,"thresholding":true}`,
		`{` + unipc + `,"use_karras_sigmas":true}`,
		`{` + unipc + `,"flow_shift":0}`,
		`{` + unipc + `,"shift_terminal":-1}`,
	}
	for _, text := range bad {
		if _, err := ParseConfig([]byte(text)); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := ParseConfig([]byte(`{` + flow + `,"shift_terminal":null,"base_shift":null}`)); err != nil {
		t.Error(err)
	}
	if _, err := LoadConfig(t.TempDir() + "/missing.json"); err == nil {
		t.Error("a missing file is read")
	}
	if _, err := (Config{}).NewSolver(Request{Steps: 1}); !errors.Is(err, ErrConfig) {
		t.Error("an empty configuration makes a solver")
	}
}

func TestSchedulesRefuseRequests(t *testing.T) {
	flow := DefaultFlowMatchConfig()
	dynamic := flow
	dynamic.DynamicShifting, dynamic.ShiftTerminal = true, 0.1
	unipc := DefaultUniPCConfig()
	unipc.PredictionType, unipc.FlowSigmas, unipc.ShiftTerminal = "flow_prediction", true, 0.1
	tests := []struct {
		name     string
		schedule func(Request) (Schedule, error)
		request  Request
	}{
		{"no steps", flow.Schedule, Request{}},
		{"negative steps", unipc.Schedule, Request{Steps: -3}},
		{"count differs", flow.Schedule, Request{Steps: 3, Sigmas: []float64{1, 0.5}}},
		{"rising", flow.Schedule, Request{Sigmas: []float64{0.5, 0.6}}},
		{"zero", unipc.Schedule, Request{Sigmas: []float64{0.5, 0}}},
		{"above one", flow.Schedule, Request{Sigmas: []float64{1.5}}},
		{"no tokens", dynamic.Schedule, Request{Steps: 4}},
		{"one stretched step", dynamic.Schedule, Request{Steps: 1, Tokens: 100}},
		{"one stretched sigma", dynamic.Schedule, Request{Sigmas: []float64{1}, Tokens: 100}},
		{"one stretched UniPC step", unipc.Schedule, Request{Steps: 1}},
	}
	for _, test := range tests {
		if s, err := test.schedule(test.request); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v, %v", test.name, s, err)
		}
	}
}

// The public scheduler shifts both the range and the values in it; explicit
// sigmas are shifted once.
func TestStaticShiftAppliesTwice(t *testing.T) {
	config := DefaultFlowMatchConfig()
	config.Shift = 3
	own, err := config.Schedule(Request{Steps: 2})
	if err != nil {
		t.Fatal(err)
	}
	shift := func(s float64) float64 { return 3 * s / (1 + 2*s) }
	if want := float32(shift(shift(0.001))); own.Sigmas[1] != want {
		t.Errorf("own: %v, want %v", own.Sigmas[1], want)
	}
	listed, err := config.Schedule(Request{Sigmas: []float64{1, 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	if want := float32(shift(0.5)); listed.Sigmas[1] != want {
		t.Errorf("listed: %v, want %v", listed.Sigmas[1], want)
	}
}

// TestAbsurdShift: numbers that arithmetic cannot bear are refused by the name of
// their key, and so is what only comes of them together.
func TestAbsurdShift(t *testing.T) {
	for key, text := range map[string]string{
		"max_shift":           `"max_shift": 1000`,
		"base_shift":          `"base_shift": -1e300`,
		"shift ":              `"shift": 1e30`,
		"num_train_timesteps": `"num_train_timesteps": 1000000000`,
	} {
		_, err := ParseConfig([]byte(`{"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true, ` + text + `}`))
		if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for name, text := range map[string]string{
		"a steep line": `"base_image_seq_len": 256, "max_image_seq_len": 257`,
		"a shift of 0": `"time_shift_type": "linear", "base_shift": -1, "max_shift": -1`,
	} {
		c, err := ParseConfig([]byte(`{"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true, ` + text + `}`))
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.FlowMatch.Schedule(Request{Sigmas: []float64{1, 0.5}, Tokens: 50000})
		if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "max_shift") {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}
