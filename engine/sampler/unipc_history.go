package sampler

import (
	"fmt"
	"slices"
)

// remembered returns how many clean predictions matter after next steps: a step
// looks at no more than its order, and the first at none.
func (u *UniPC) remembered(next int) int { return min(next, u.config.Order) }

// History returns the sample that the last prediction started from, and the
// clean predictions that later steps look at, newest first. It is nil before the
// first step.
func (u *UniPC) History() [][]float32 {
	if u.next == 0 {
		return nil
	}
	out := [][]float32{slices.Clone(u.last)}
	for k := range u.remembered(u.next) {
		out = append(out, slices.Clone(u.denoised[k]))
	}
	return out
}

// Resume takes over the history of another solver.
func (u *UniPC) Resume(next, n int, history [][]float32) error {
	want := 0
	if next > 0 {
		want = 1 + u.remembered(next)
	}
	if err := checkResume(u.schedule, next, len(history), want); err != nil {
		return err
	}
	for _, part := range history {
		if len(part) != n {
			return fmt.Errorf("%w: a history of %d values for a sample of %d", ErrRequest, len(part), n)
		}
	}
	u.start(n)
	if u.next = next; next == 0 {
		return nil
	}
	u.order = min(u.config.Order, u.schedule.Steps()-(next-1), next)
	copy(u.last, history[0])
	for k, part := range history[1:] {
		copy(u.denoised[k], part)
	}
	return nil
}
