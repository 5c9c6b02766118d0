package sampler

import "fmt"

// UniPCConfig configures UniPC; the members are those of the public
// scheduler_config.json that matter with flow sigmas.
type UniPCConfig struct {
	TrainTimesteps    int     `json:"num_train_timesteps"`
	Order             int     `json:"solver_order"`    // 1 to 3
	PredictionType    string  `json:"prediction_type"` // "flow_prediction"
	PredictX0         bool    `json:"predict_x0"`      // must be true
	SolverType        string  `json:"solver_type"`     // "bh1" or "bh2"
	LowerOrderFinal   bool    `json:"lower_order_final"`
	DisableCorrector  []int   `json:"disable_corrector"` // steps whose prediction is not corrected afterwards
	FlowSigmas        bool    `json:"use_flow_sigmas"`   // must be true
	FlowShift         float64 `json:"flow_shift"`
	ShiftTerminal     float64 `json:"shift_terminal"`    // 0 or null: none
	FinalSigmas       string  `json:"final_sigmas_type"` // "zero"
	Thresholding      bool    `json:"thresholding"`
	DynamicShifting   bool    `json:"use_dynamic_shifting"`
	KarrasSigmas      bool    `json:"use_karras_sigmas"`
	ExponentialSigmas bool    `json:"use_exponential_sigmas"`
	BetaSigmas        bool    `json:"use_beta_sigmas"`
}

// DefaultUniPCConfig returns what a configuration without members means.
func DefaultUniPCConfig() UniPCConfig {
	return UniPCConfig{
		TrainTimesteps: 1000, Order: 2, PredictionType: "epsilon", PredictX0: true,
		SolverType: "bh2", LowerOrderFinal: true, FlowShift: 1, FinalSigmas: "zero",
	}
}

// Validate fails with ErrConfig for what this package does not do: everything
// but flow matching, and the combinations in which the public scheduler divides
// by zero.
func (c UniPCConfig) Validate() error {
	if err := c.checkOffered(); err != nil {
		return err
	}
	switch {
	case c.Order < 1 || c.Order > 3:
		return unipcError("solver_order is %d and must be 1, 2 or 3", c.Order)
	case c.Order > 1 && !c.LowerOrderFinal:
		return unipcError("needs lower_order_final to step onto sigma 0")
	case c.TrainTimesteps < 2 || c.TrainTimesteps > maxTrainTimesteps:
		return unipcError("num_train_timesteps is %d and must lie in [2, %d]", c.TrainTimesteps, maxTrainTimesteps)
	case !(c.FlowShift > 0 && c.FlowShift <= maxStaticShift):
		return unipcError("flow_shift is %g and must lie in (0, %d]", c.FlowShift, maxStaticShift)
	case !(c.ShiftTerminal >= 0 && c.ShiftTerminal < 1):
		return unipcError("shift_terminal is %g and must lie in [0, 1)", c.ShiftTerminal)
	}
	return nil
}

// checkOffered looks at the members that choose between methods.
func (c UniPCConfig) checkOffered() error {
	switch {
	case c.PredictionType != "flow_prediction" || !c.FlowSigmas || !c.PredictX0:
		return unipcError("is offered for flow_prediction with use_flow_sigmas and predict_x0 only")
	case c.SolverType != "bh1" && c.SolverType != "bh2":
		return unipcError("solver_type %q is neither bh1 nor bh2", c.SolverType)
	case c.FinalSigmas != "zero":
		return unipcError("final_sigmas_type %q would take a step of no length", c.FinalSigmas)
	case c.Thresholding || c.DynamicShifting:
		return unipcError("with thresholding or use_dynamic_shifting is not offered")
	case c.KarrasSigmas || c.ExponentialSigmas || c.BetaSigmas:
		return unipcError("with karras, exponential or beta sigmas is not offered")
	}
	return nil
}

func unipcError(format string, args ...any) error {
	return fmt.Errorf("%w: UniPC %s", ErrConfig, fmt.Sprintf(format, args...))
}

// Schedule computes sigmas in float64, rounded at the end, and timesteps
// truncated to whole numbers. The first sigma stays 1e-6 below 1, because the
// solver works in log((1-σ)/σ). It fails with ErrConfig or ErrRequest.
func (c UniPCConfig) Schedule(r Request) (Schedule, error) {
	if err := c.Validate(); err != nil {
		return Schedule{}, err
	}
	if err := r.check(); err != nil {
		return Schedule{}, err
	}
	sigmas := append([]float64(nil), r.Sigmas...)
	if len(sigmas) == 0 {
		sigmas = linspace(1, 1/float64(c.TrainTimesteps), r.Steps+1)[:r.Steps]
	}
	shiftStatic(sigmas, c.FlowShift)
	if c.ShiftTerminal != 0 {
		if sigmas[len(sigmas)-1] == 1 {
			return Schedule{}, fmt.Errorf("%w: this scheduler stretches its sigmas towards %g", ErrFewSteps, c.ShiftTerminal)
		}
		stretchToTerminal(sigmas, c.ShiftTerminal)
	}
	const clearance = 1e-6
	if sigmas[0] > 1-clearance && sigmas[0] < 1+clearance {
		sigmas[0] -= clearance
	}
	timesteps := make([]float32, len(sigmas))
	for i, sigma := range sigmas {
		timesteps[i] = float32(int64(sigma * float64(c.TrainTimesteps)))
	}
	return Schedule{Sigmas: append(toFloat32(sigmas), 0), Timesteps: timesteps}, nil
}

// UniPC is the unified predictor-corrector multistep solver (Zhao et al. 2023,
// https://arxiv.org/abs/2302.04867) on clean predictions. After each model
// evaluation the sample of the step before is corrected with it, at no further
// evaluation.
type UniPC struct {
	config   UniPCConfig
	schedule Schedule
	disabled map[int]bool

	next     int          // the step that must come
	order    int          // order of the last prediction
	denoised [4][]float32 // clean predictions, newest first
	last     []float32    // the sample that the last prediction started from
}

var _ Solver = (*UniPC)(nil)

// NewUniPC makes a solver with the schedule that c gives for r.
func NewUniPC(c UniPCConfig, r Request) (*UniPC, error) {
	schedule, err := c.Schedule(r)
	if err != nil {
		return nil, err
	}
	u := &UniPC{config: c, schedule: schedule, disabled: map[int]bool{}}
	for _, step := range c.DisableCorrector {
		u.disabled[step] = true
	}
	return u, nil
}

// Schedule returns the sigmas and timesteps.
func (u *UniPC) Schedule() Schedule { return u.schedule }

// Step moves sample from sigma i to sigma i+1 in place. Step 0 starts a new
// trajectory, of any length; memory is allocated there and nowhere else.
func (u *UniPC) Step(i int, sample, velocity []float32) error {
	if err := checkStep(u.schedule, i, sample, velocity); err != nil {
		return err
	}
	if i == 0 {
		u.start(len(sample))
	}
	if i != u.next || len(sample) != len(u.last) {
		return fmt.Errorf("%w: step %d with %d values, expected step %d with %d",
			ErrRequest, i, len(sample), u.next, len(u.last))
	}
	newest := u.rotate()
	ToDenoised(newest, sample, velocity, u.schedule.Sigmas[i])
	if i > 0 && !u.disabled[i-1] {
		u.correct(i, sample)
	}
	copy(u.last, sample)
	u.order = min(u.config.Order, u.schedule.Steps()-i, i+1)
	u.predict(i, sample)
	u.next++
	return nil
}

func (u *UniPC) start(n int) {
	if len(u.last) != n {
		u.last = make([]float32, n)
		// One more than the predictor's order: the corrector needs it.
		for k := range u.config.Order + 1 {
			u.denoised[k] = make([]float32, n)
		}
	}
	u.next = 0
}
