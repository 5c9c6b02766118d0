package queue

import (
	"time"
)

// memory is the weight that the newest step has in the average of steps, once
// there are enough. At one fifth a noise of 20 % a step becomes 7 %, and five
// steps are enough to follow a machine that became slower.
const memory = 0.2

// Meter estimates the time left of one attempt from the steps that it has made.
// It takes moments from whoever calls it and is not safe for use by several
// goroutines.
type Meter struct {
	cost  Cost // expected
	steps int
	from  int // step that the attempt went on from

	began     time.Time
	first     time.Time // when the first step of this attempt was done
	firstStep int       // which one that was
	last      time.Time // when the last one was
	step      int

	rate  float64 // seconds a step, averaged
	count int     // steps behind that average

	told   float64   // seconds left, as whoever does the job says
	toldAt time.Time // zero where it says nothing
}

// NewMeter begins to measure an attempt that goes on after step from of steps.
// Cost is what it is expected to take, the zero Cost where nobody knows.
func NewMeter(cost Cost, from, steps int, now time.Time) *Meter {
	return &Meter{cost: cost, steps: steps, from: from, step: from, began: now, last: now, rate: cost.Step}
}

// Step notes that a step is done. Steps that are told again, or in the wrong
// order, change nothing.
func (m *Meter) Step(step, steps int, now time.Time) {
	if steps > 0 {
		m.steps = steps
	}
	if step <= m.step {
		return
	}
	made := float64(step - m.step)
	if m.first.IsZero() {
		// Loading and compiling happen before or within the first step: it says
		// little of the others.
		m.first, m.firstStep = now, step
		if m.rate == 0 {
			m.rate = now.Sub(m.last).Seconds() / made
		}
	} else {
		m.observe(now.Sub(m.last).Seconds() / made)
	}
	m.step, m.last = step, now
}

func (m *Meter) observe(seconds float64) {
	m.count++
	// What was expected counts as one step, and as four where other runs were
	// measured: on a busy machine steps differ by more than runs do. Without it the
	// first step was measured, which the second one replaces.
	before := 1.0
	if m.cost.Measured {
		before = 4
	}
	if m.cost.Step == 0 && m.count == 1 {
		before = 0
	}
	m.rate += max(memory, 1/(before+float64(m.count))) * (seconds - m.rate)
}

// Told takes the seconds left from whoever does the job. It knows what the steps
// compute, so that from then on it is believed.
func (m *Meter) Told(left float64, now time.Time) {
	if left > 0 {
		m.told, m.toldAt = left, now
	}
}

// Left returns the seconds that are left, and whether anything is known of them.
// It never falls below zero.
func (m *Meter) Left(now time.Time) (float64, bool) {
	if !m.toldAt.IsZero() {
		return max(0, m.told-now.Sub(m.toldAt).Seconds()), true
	}
	since := now.Sub(m.last).Seconds()
	switch {
	case m.rate == 0 && m.cost == (Cost{}):
		return 0, false
	case m.step >= m.steps:
		return max(0, m.rest()-since), true
	case m.first.IsZero():
		whole := m.cost.Seconds(m.steps - m.from)
		return max(whole-since, m.cost.Step*float64(m.steps-m.from-1)+m.cost.Rest), true
	}
	rate := m.rate
	if since > rate { // a step that takes longer already says that all will
		rate += memory * (since - rate)
	}
	return max(0, rate-since) + rate*float64(m.steps-m.step-1) + m.rest(), true
}

// rest is what comes after the steps. It grows as they do: on a slow machine all
// is slow.
func (m *Meter) rest() float64 {
	if m.count == 0 || m.cost.Step == 0 {
		return m.cost.Rest
	}
	return m.cost.Rest * m.rate / m.cost.Step
}

// Measured returns what the attempt took, for the prediction of others, when it is
// done. ok is false where it made too few steps to say anything.
func (m *Meter) Measured(now time.Time) (c Cost, ok bool) {
	if m.count == 0 {
		return Cost{}, false
	}
	// The plain mean: what a whole run takes is what the next one will.
	c.Step = m.last.Sub(m.first).Seconds() / float64(m.step-m.firstStep)
	c.Lead = max(0, m.first.Sub(m.began).Seconds()-c.Step*float64(m.firstStep-m.from))
	c.Rest = now.Sub(m.last).Seconds()
	return c, c.Step > 0
}
