package sampler

import "fmt"

// Euler is the first-order flow-match solver: x' = x + (σ' - σ)·v. It keeps no
// state between steps.
type Euler struct{ schedule Schedule }

var _ Solver = (*Euler)(nil)

// NewEuler makes a solver with the schedule that c gives for r.
func NewEuler(c FlowMatchConfig, r Request) (*Euler, error) {
	schedule, err := c.Schedule(r)
	if err != nil {
		return nil, err
	}
	return &Euler{schedule: schedule}, nil
}

// Schedule returns the sigmas and timesteps.
func (e *Euler) Schedule() Schedule { return e.schedule }

// Step moves sample from sigma i to sigma i+1 in place.
func (e *Euler) Step(i int, sample, velocity []float32) error {
	if err := checkStep(e.schedule, i, sample, velocity); err != nil {
		return err
	}
	dt := e.schedule.Sigmas[i+1] - e.schedule.Sigmas[i]
	for j, v := range velocity {
		sample[j] += float32(dt * v)
	}
	return nil
}

// History returns nil: a step depends on nothing but its sample.
func (e *Euler) History() [][]float32 { return nil }

// Resume checks that the moment exists.
func (e *Euler) Resume(next, _ int, history [][]float32) error {
	return checkResume(e.schedule, next, len(history), 0)
}

func checkResume(s Schedule, next, got, want int) error {
	if next < 0 || next > s.Steps() {
		return fmt.Errorf("%w: going on after step %d of %d", ErrRequest, next, s.Steps())
	}
	if got != want {
		return fmt.Errorf("%w: a history of %d parts, expected %d", ErrRequest, got, want)
	}
	return nil
}

func checkStep(s Schedule, i int, sample, velocity []float32) error {
	if i < 0 || i >= s.Steps() {
		return fmt.Errorf("%w: step %d of %d", ErrRequest, i, s.Steps())
	}
	if len(sample) != len(velocity) {
		return fmt.Errorf("%w: a sample of %d values and a velocity of %d", ErrRequest, len(sample), len(velocity))
	}
	return nil
}
