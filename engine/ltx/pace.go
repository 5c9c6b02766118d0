package ltx

import (
	"context"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// pace measures the steps of a run and says how long the rest will take. Steps
// are weighed by what they compute, since those of a second stage are larger.
type pace struct {
	p       *pipeline
	r       engine.Recipe
	now     func() time.Time
	costs   []float64 // operations of each step
	after   float64   // seconds from the last step to the end of the clip
	timings timings   // of earlier runs
	rate    float64   // seconds an operation took in earlier runs; 0 where there are none

	began   time.Time // of the run
	first   time.Time // when sampling began
	settled time.Time // when the first step of this run was done: it opened the model
	last    time.Time // when the last one was
	beyond  float64   // operations since settled
	opening float64   // seconds of the first step
	left    float64   // seconds, as told last
}

func (p *pipeline) newPace(ctx context.Context, r engine.Recipe) *pace {
	t := p.timings(ctx)
	a := &pace{p: p, r: r, now: time.Now, costs: p.costs(r), timings: t, after: p.decodeSeconds(r, t)}
	if t.Pass > 0 && t.Work > 0 {
		a.rate = t.Pass / t.Work
	}
	a.began = a.now()
	a.first = a.began
	return a
}

// costs lists the operations of every step of a recipe, over all stages.
func (p *pipeline) costs(r engine.Recipe) []float64 {
	one := r
	if r.TwoStage {
		one.Width, one.Height = r.Width/2, r.Height/2
	}
	var out []float64
	for range r.Steps {
		out = append(out, float64(passes(one))*p.work(one))
	}
	if r.TwoStage {
		for range sampler.DistilledStage2() {
			out = append(out, p.work(r)) // without guidance
		}
	}
	return out
}

// sampling notes that the steps begin.
func (a *pace) sampling() { a.first = a.now() }

// stepped notes the end of a step, counted from 1 over all stages, and returns
// the seconds that are left.
func (a *pace) stepped(ctx context.Context, step int) float64 {
	a.last = a.now()
	if a.settled.IsZero() {
		a.settled = a.last
		a.opening = a.last.Sub(a.first).Seconds()
	} else {
		a.beyond += a.costs[step-1]
	}
	rest := 0.0
	for _, cost := range a.costs[step:] {
		rest += cost
	}
	rate := a.each(step)
	if step == len(a.costs) {
		a.remember(ctx, step, rate)
	}
	a.left = rate*rest + a.after
	return a.left
}

// elapsed returns the seconds since the run began.
func (a *pace) elapsed() float64 { return a.now().Sub(a.began).Seconds() }

// total estimates the whole run in seconds, from its beginning to the clip.
func (a *pace) total() float64 { return a.elapsed() + a.left }

// each returns the seconds of an operation, as measured in this run; after its
// first step, as measured in earlier ones where there are any.
func (a *pace) each(step int) float64 {
	switch {
	case a.beyond > 0:
		return a.last.Sub(a.settled).Seconds() / a.beyond
	case a.rate > 0:
		return a.rate
	}
	return a.opening / a.costs[step-1]
}

// remember keeps what was measured for the next estimate. One step alone, which
// opened the model too, says less than an earlier run.
func (a *pace) remember(ctx context.Context, step int, rate float64) {
	if a.beyond == 0 && a.rate > 0 {
		return
	}
	t := a.p.timings(ctx)
	t.Work = a.p.work(a.r)
	t.Pass = rate * t.Work
	t.Load = a.first.Sub(a.began).Seconds()
	if a.beyond > 0 {
		t.Load = max(t.Load, a.settled.Sub(a.began).Seconds()-rate*a.costs[step-1])
	}
	a.p.keep(t)
}
