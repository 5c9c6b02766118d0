package sampler

import (
	"fmt"
	"math"
)

// Schedule is a walk from noise to a clean latent in n steps.
type Schedule struct {
	Sigmas    []float32 // n+1 values; the last is where the walk ends (0, or 1 when inverted)
	Timesteps []float32 // n values that the model is given; whole numbers for UniPC
}

// Steps returns the number of model evaluations.
func (s Schedule) Steps() int { return len(s.Timesteps) }

// The distilled schedules of LTX-2 (ltx_pipelines/utils/constants.py of
// Lightricks/LTX-2), to be used with DistilledConfig. The second stage starts
// from the upsampled latent with noise of its first sigma mixed in (AddNoise).
// They are functions so that no caller can change them for another.

// DistilledStage1 returns the eight sigmas of the first stage.
func DistilledStage1() []float64 {
	return []float64{1, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875}
}

// DistilledStage2 returns the three sigmas of the refining stage.
func DistilledStage2() []float64 { return []float64{0.909375, 0.725, 0.421875} }

// FlowMatchConfig configures FlowMatchEuler; the members are those of the public
// scheduler_config.json.
type FlowMatchConfig struct {
	TrainTimesteps     int     `json:"num_train_timesteps"`
	Shift              float64 `json:"shift"`
	DynamicShifting    bool    `json:"use_dynamic_shifting"`
	BaseShift          float64 `json:"base_shift"`
	MaxShift           float64 `json:"max_shift"`
	BaseTokens         int     `json:"base_image_seq_len"`
	MaxTokens          int     `json:"max_image_seq_len"`
	InvertSigmas       bool    `json:"invert_sigmas"`
	ShiftTerminal      float64 `json:"shift_terminal"` // 0 or null: none
	KarrasSigmas       bool    `json:"use_karras_sigmas"`
	ExponentialSigmas  bool    `json:"use_exponential_sigmas"`
	BetaSigmas         bool    `json:"use_beta_sigmas"`
	TimeShiftType      string  `json:"time_shift_type"` // "exponential" or "linear"
	StochasticSampling bool    `json:"stochastic_sampling"`
}

// DefaultFlowMatchConfig returns what a configuration without members means.
func DefaultFlowMatchConfig() FlowMatchConfig {
	return FlowMatchConfig{
		TrainTimesteps: 1000, Shift: 1, BaseShift: 0.5, MaxShift: 1.15,
		BaseTokens: 256, MaxTokens: 4096, TimeShiftType: "exponential",
	}
}

// DistilledConfig returns c as the distilled LTX-2 packs use it: the sigmas are
// taken as they are listed.
func (c FlowMatchConfig) DistilledConfig() FlowMatchConfig {
	c.DynamicShifting, c.ShiftTerminal = false, 0
	return c
}

// What a configuration may ask for: far more than any public one does, and far
// less than what arithmetic loses.
const (
	maxShift          = 20 // the exponent of a factor
	maxStaticShift    = 1000
	maxTrainTimesteps = 1_000_000
)

// Validate fails with ErrConfig when the members contradict each other.
func (c FlowMatchConfig) Validate() error {
	spacings := 0
	for _, on := range []bool{c.KarrasSigmas, c.ExponentialSigmas, c.BetaSigmas} {
		if on {
			spacings++
		}
	}
	switch {
	case spacings > 1:
		return fmt.Errorf("%w: only one of karras, exponential and beta sigmas can be used", ErrConfig)
	case c.TimeShiftType != "exponential" && c.TimeShiftType != "linear":
		return fmt.Errorf("%w: time_shift_type %q is neither exponential nor linear", ErrConfig, c.TimeShiftType)
	case c.TrainTimesteps < 2 || c.TrainTimesteps > maxTrainTimesteps:
		return fmt.Errorf("%w: num_train_timesteps is %d and must lie in [2, %d]", ErrConfig, c.TrainTimesteps, maxTrainTimesteps)
	case c.DynamicShifting && c.BaseTokens == c.MaxTokens:
		return fmt.Errorf("%w: base_image_seq_len and max_image_seq_len are both %d", ErrConfig, c.MaxTokens)
	case c.StochasticSampling:
		return fmt.Errorf("%w: stochastic_sampling is not offered, a recipe must give the same clip twice", ErrConfig)
	}
	return c.checkShifts()
}

// checkShifts looks at the members that move sigmas.
func (c FlowMatchConfig) checkShifts() error {
	switch {
	case !(c.Shift > 0 && c.Shift <= maxStaticShift):
		return fmt.Errorf("%w: shift is %g and must lie in (0, %d]", ErrConfig, c.Shift, maxStaticShift)
	case !(c.ShiftTerminal >= 0 && c.ShiftTerminal < 1):
		return fmt.Errorf("%w: shift_terminal is %g and must lie in [0, 1)", ErrConfig, c.ShiftTerminal)
	case !(math.Abs(c.BaseShift) <= maxShift):
		return fmt.Errorf("%w: base_shift is %g and must lie in [-%d, %d]", ErrConfig, c.BaseShift, maxShift, maxShift)
	case !(math.Abs(c.MaxShift) <= maxShift):
		return fmt.Errorf("%w: max_shift is %g and must lie in [-%d, %d]", ErrConfig, c.MaxShift, maxShift, maxShift)
	}
	return nil
}

// Mu returns the dynamic shift for a latent sequence of tokens.
func (c FlowMatchConfig) Mu(tokens int) float64 {
	return CalculateShift(tokens, c.BaseTokens, c.MaxTokens, c.BaseShift, c.MaxShift)
}

// Schedule computes the sigmas and timesteps for a request. Without explicit
// sigmas the static shift is applied twice, once to the ends of the range and
// once to the values between them: that is what the public scheduler does, and
// what models were tuned with. Explicit sigmas are computed in float32, others
// in float64. It fails with ErrConfig or ErrRequest.
func (c FlowMatchConfig) Schedule(r Request) (Schedule, error) {
	if err := c.Validate(); err != nil {
		return Schedule{}, err
	}
	if err := r.check(); err != nil {
		return Schedule{}, err
	}
	if c.DynamicShifting && r.Tokens <= 0 {
		return Schedule{}, fmt.Errorf("%w: the shift depends on the number of tokens, and that is %d", ErrRequest, r.Tokens)
	}
	if c.ShiftTerminal != 0 && (r.Steps == 1 || len(r.Sigmas) == 1) && (len(r.Sigmas) == 0 || r.Sigmas[0] == 1) {
		return Schedule{}, fmt.Errorf("%w: this scheduler stretches its sigmas towards %g", ErrFewSteps, c.ShiftTerminal)
	}
	var s Schedule
	if len(r.Sigmas) > 0 {
		sigmas := make([]float32, len(r.Sigmas))
		for i, sigma := range r.Sigmas {
			sigmas[i] = float32(sigma)
		}
		s = finish(c, r, sigmas)
	} else {
		s = finish(c, r, c.spacing(r.Steps))
	}
	return s, c.checkSigmas(s, r)
}

// checkSigmas asks that the configuration left noise levels of the request: a
// line through two close lengths, continued to a far one, may leave none.
func (c FlowMatchConfig) checkSigmas(s Schedule, r Request) error {
	for i, sigma := range s.Sigmas {
		if sigma >= 0 && sigma <= 1 {
			continue
		}
		if c.DynamicShifting {
			return fmt.Errorf("%w: base_shift, max_shift, base_image_seq_len and max_image_seq_len shift a sequence of %d tokens by %g, which leaves a sigma of %g",
				ErrConfig, r.Tokens, c.Mu(r.Tokens), sigma)
		}
		return fmt.Errorf("%w: sigma %d becomes %g, outside [0, 1]", ErrConfig, i, sigma)
	}
	return nil
}

// spacing is the scheduler's own list of sigmas before the (second) shift.
func (c FlowMatchConfig) spacing(steps int) []float64 {
	train := float64(c.TrainTimesteps)
	ends := []float32{1, 1 / float32(c.TrainTimesteps)}
	if !c.DynamicShifting {
		shiftStatic(ends, c.Shift)
	}
	sigmas := linspace(float64(float64(ends[0])*train), float64(float64(ends[1])*train), steps)
	for i := range sigmas {
		sigmas[i] /= train
	}
	return sigmas
}

func finish[T number](c FlowMatchConfig, r Request, sigmas []T) Schedule {
	switch {
	case !c.DynamicShifting:
		shiftStatic(sigmas, c.Shift)
	case c.TimeShiftType == "linear":
		shiftLinear(sigmas, c.Mu(r.Tokens))
	default:
		shiftExponential(sigmas, c.Mu(r.Tokens))
	}
	if c.ShiftTerminal != 0 {
		stretchToTerminal(sigmas, c.ShiftTerminal)
	}
	return c.table(respace(c, sigmas))
}

// respace replaces the values between the first and the last sigma where the
// configuration asks for another spacing, and rounds to float32.
func respace[T number](c FlowMatchConfig, sigmas []T) []float32 {
	n := len(sigmas)
	high, low := float64(sigmas[0]), float64(sigmas[n-1])
	switch {
	case c.KarrasSigmas:
		return toFloat32(karrasSigmas(high, low, n))
	case c.ExponentialSigmas:
		return toFloat32(exponentialSigmas(high, low, n))
	case c.BetaSigmas:
		return toFloat32(betaSigmas(high, low, n))
	}
	return toFloat32(sigmas)
}

func (c FlowMatchConfig) table(sigmas []float32) Schedule {
	end := float32(0)
	if c.InvertSigmas {
		end = 1
		for i := range sigmas {
			sigmas[i] = 1 - sigmas[i]
		}
	}
	timesteps := make([]float32, len(sigmas))
	for i, sigma := range sigmas {
		timesteps[i] = sigma * float32(c.TrainTimesteps)
	}
	return Schedule{Sigmas: append(sigmas, end), Timesteps: timesteps}
}

func toFloat32[T number](values []T) []float32 {
	out := make([]float32, len(values), len(values)+1)
	for i, v := range values {
		out[i] = float32(v)
	}
	return out
}

func (r Request) check() error {
	if len(r.Sigmas) == 0 {
		if r.Steps < 1 {
			return fmt.Errorf("%w: %d steps, at least 1 is needed", ErrRequest, r.Steps)
		}
		return nil
	}
	if r.Steps != 0 && r.Steps != len(r.Sigmas) {
		return fmt.Errorf("%w: %d steps but %d sigmas", ErrRequest, r.Steps, len(r.Sigmas))
	}
	for i, sigma := range r.Sigmas {
		if !(sigma > 0 && sigma <= 1) {
			return fmt.Errorf("%w: sigma %d is %g, outside (0, 1]", ErrRequest, i, sigma)
		}
		if i > 0 && sigma >= r.Sigmas[i-1] {
			return fmt.Errorf("%w: sigma %d is %g and does not fall below the one before", ErrRequest, i, sigma)
		}
	}
	return nil
}
