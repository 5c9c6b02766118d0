package sampler

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Errors that callers tell apart.
var (
	// ErrConfig: a scheduler configuration contradicts itself, or asks for
	// something that this package does not do.
	ErrConfig = errors.New("scheduler configuration not usable")
	// ErrRequest: steps, sigmas or slice lengths do not fit the scheduler.
	ErrRequest = errors.New("sampling request not usable")
	// ErrFewSteps is the ErrRequest of one step where two are the least.
	ErrFewSteps = fmt.Errorf("%w: at least 2 steps are needed", ErrRequest)
)

// Class names in a pack's scheduler_config.json.
const (
	ClassFlowMatchEuler = "FlowMatchEulerDiscreteScheduler"
	ClassUniPC          = "UniPCMultistepScheduler"
)

// Config is a scheduler_config.json: one of the two members is set.
type Config struct {
	FlowMatch *FlowMatchConfig
	UniPC     *UniPCConfig
}

// Request is what a run asks of a scheduler.
type Request struct {
	// Steps is the number of model evaluations. It may be 0 when Sigmas is given.
	Steps int
	// Sigmas, when not empty, replaces the scheduler's own spacing: one value a
	// step, falling, without the final 0. The scheduler still shifts them.
	Sigmas []float64
	// Tokens is the length of the latent sequence; it decides the shift of a
	// configuration with use_dynamic_shifting and is ignored by others.
	Tokens int
}

// Solver walks one latent along its schedule.
type Solver interface {
	// Schedule returns the sigmas and timesteps; callers must not change them.
	Schedule() Schedule
	// Step replaces sample at step i by the sample at step i+1, given the
	// model's velocity at (sample, Schedule().Timesteps[i]). Steps are taken in
	// order from 0. It fails with ErrRequest when the lengths differ or i is out
	// of order, and then leaves sample as it was.
	Step(i int, sample, velocity []float32) error
	// History returns copies of what the solver remembers of the steps so far,
	// newest first; nil where it remembers nothing.
	History() [][]float32
	// Resume makes next the step that comes, with the History of a solver of the
	// same configuration and request that had taken the steps before it. The
	// steps from there are the same, bit by bit. It fails with ErrRequest when the
	// history is not one of such a moment, for a sample of n values.
	Resume(next, n int, history [][]float32) error
}

// LoadConfig reads the scheduler_config.json at path.
func LoadConfig(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("read scheduler configuration: %w", err)
	}
	config, err := ParseConfig(data)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return config, nil
}

// ParseConfig reads a scheduler_config.json. Missing and null members take the
// public implementation's defaults. It fails with ErrConfig.
func ParseConfig(data []byte) (Config, error) {
	var head struct {
		ClassName string `json:"_class_name"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Config{}, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	switch head.ClassName {
	case ClassFlowMatchEuler:
		config := DefaultFlowMatchConfig()
		err := unmarshal(data, &config)
		if err == nil {
			err = config.Validate()
		}
		return Config{FlowMatch: &config}, err
	case ClassUniPC:
		config := DefaultUniPCConfig()
		err := unmarshal(data, &config)
		if err == nil {
			err = config.Validate()
		}
		return Config{UniPC: &config}, err
	}
	return Config{}, fmt.Errorf("%w: scheduler class %q is not known, only %s and %s are",
		ErrConfig, head.ClassName, ClassFlowMatchEuler, ClassUniPC)
}

func unmarshal(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return nil
}

// NewSolver makes the solver that the configuration names. Each latent that is
// walked (picture, sound) needs its own.
func (c Config) NewSolver(r Request) (Solver, error) {
	switch {
	case c.FlowMatch != nil:
		return NewEuler(*c.FlowMatch, r)
	case c.UniPC != nil:
		return NewUniPC(*c.UniPC, r)
	}
	return nil, fmt.Errorf("%w: no scheduler is configured", ErrConfig)
}
