package queue_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// run is a simulated run: what a real machine would have shown.
type run struct {
	steps, from      int
	lead, step, rest float64 // seconds
	first            float64 // more seconds in the first step: loading, compiling
	noise            float64 // standard deviation of a step, as a share of it
	slower           float64 // factor on all after half of the steps
}

// durations returns what each step takes, and what comes after them.
func (r run) durations(random *rand.Rand) (steps []float64, rest float64) {
	rest = r.rest
	for i := r.from + 1; i <= r.steps; i++ {
		d := r.step * max(0.1, 1+r.noise*random.NormFloat64())
		if r.slower > 0 && i > r.steps/2 {
			d *= r.slower
		}
		if i == r.from+1 {
			d += r.lead + r.first
		}
		steps = append(steps, d)
	}
	if r.slower > 0 {
		rest *= r.slower
	}
	return steps, rest
}

// far returns, for every step from a fifth of the run on, how far the estimate is
// from what then happened, as a share of what was left, or of the whole run.
func (r run) far(cost queue.Cost, whole bool, random *rand.Rand) map[int]float64 {
	durations, rest := r.durations(random)
	left := rest
	for _, d := range durations {
		left += d
	}
	all := left
	began := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	m := queue.NewMeter(cost, r.from, r.steps, began)
	passed := 0.0
	far := map[int]float64{}
	for i, d := range durations {
		passed += d
		left -= d
		now := began.Add(time.Duration(passed * float64(time.Second)))
		step := r.from + i + 1
		m.Step(step, r.steps, now)
		if got, ok := m.Left(now); ok && 5*(i+1) >= len(durations) {
			far[step] = math.Abs(got-left) / left
			if whole {
				far[step] = math.Abs(got-left) / all
			}
		}
	}
	return far
}

func TestLeftIsWithinAFifth(t *testing.T) {
	large := run{steps: 40, lead: 30, step: 6, rest: 25, first: 20}
	cases := []struct {
		name   string
		run    run
		cost   queue.Cost
		whole  bool    // a plan is one number: nobody has measured yet what comes after the steps
		settle int     // steps after half of the run that may be wrong
		share  float64 // of all estimates that have to be within a fifth
	}{
		{name: "measured before", run: large, cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, share: 1},
		{name: "measured before, noise", run: with(large, func(r *run) { r.noise = 0.15 }), cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, share: 1},
		{name: "a plan that is right", run: large, cost: queue.CostOf(295, 0, 40), whole: true, share: 1},
		{name: "a plan of half the time", run: large, cost: queue.CostOf(150, 0, 40), whole: true, share: 1},
		{name: "a plan of twice the time, noise", run: with(large, func(r *run) { r.noise = 0.15 }), cost: queue.CostOf(600, 0, 40), whole: true, share: 0.99},
		{name: "very slow first step", run: with(large, func(r *run) { r.first = 200 }), cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, share: 1},
		{name: "eight steps", run: run{steps: 8, lead: 5, step: 3, rest: 6}, cost: queue.Cost{Lead: 5, Step: 3, Rest: 6}, share: 1},
		{name: "a machine twice as slow as measured", run: run{steps: 40, lead: 20, step: 12, rest: 20}, cost: queue.Cost{Lead: 10, Step: 6, Rest: 10, Measured: true}, share: 1},
		{name: "gone on from step 20", run: with(large, func(r *run) { r.from = 20 }), cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, share: 1},
		{name: "slower from the middle", run: with(large, func(r *run) { r.slower = 2 }), cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, settle: 6, share: 1},
		{name: "faster from the middle", run: with(large, func(r *run) { r.slower = 0.6 }), cost: queue.Cost{Lead: 30, Step: 6, Rest: 25, Measured: true}, settle: 6, share: 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			within, all, worst := 0, 0, 0.0
			for range 100 {
				for step, far := range c.run.far(c.cost, c.whole, random) {
					if c.settle > 0 && step < c.run.steps/2+c.settle {
						continue // nobody knows before that the machine will change
					}
					all++
					worst = max(worst, far)
					if far <= 0.2 {
						within++
					}
				}
			}
			share := float64(within) / float64(all)
			t.Logf("%.1f %% of %d estimates within a fifth, the worst off by %.0f %%", 100*share, all, 100*worst)
			if all == 0 || share < c.share {
				t.Errorf("%.1f %% are within a fifth, want %.0f %%", 100*share, 100*c.share)
			}
		})
	}
}

func with(r run, change func(*run)) run {
	change(&r)
	return r
}

func TestLeftWithinAStep(t *testing.T) {
	began := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return began.Add(time.Duration(seconds * float64(time.Second))) }
	m := queue.NewMeter(queue.Cost{Lead: 10, Step: 2, Rest: 4}, 0, 5, began)
	left := func(seconds, want float64) {
		t.Helper()
		if got, ok := m.Left(at(seconds)); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("after %g s there are %g s left, %t, want %g", seconds, got, ok, want)
		}
	}
	left(0, 24)
	left(5, 19)
	left(20, 12) // loading takes longer than expected
	m.Step(1, 5, at(22))
	left(22, 12)
	left(23, 11)
	m.Step(2, 5, at(24))
	m.Step(1, 5, at(25)) // told again
	m.Step(5, 5, at(30))
	left(30, 4)
	left(33, 1)
	left(40, 0)
	m.Told(7, at(40))
	left(41, 6)
}

func TestNothingIsKnown(t *testing.T) {
	m := queue.NewMeter(queue.Cost{}, 0, 5, time.Unix(0, 0))
	if left, ok := m.Left(time.Unix(1, 0)); ok {
		t.Errorf("Left = %g without anything known", left)
	}
	m.Step(1, 5, time.Unix(10, 0))
	m.Step(2, 5, time.Unix(12, 0))
	if left, ok := m.Left(time.Unix(12, 0)); !ok || left != 6 {
		t.Errorf("Left = %g, %t; want 6", left, ok)
	}
}

func TestPredict(t *testing.T) {
	timing := func(work int64, step, rest float64) project.Timing {
		return project.Timing{Work: work, Frames: int(work / 10), Step: step, Rest: rest, Lead: 7, Samples: 1}
	}
	squares := []project.Timing{timing(4000, 16, 4), timing(1000, 1, 1)}
	cases := []struct {
		name    string
		timings []project.Timing
		work    int64
		want    queue.Cost
	}{
		{"the same", squares, 1000, queue.Cost{Lead: 7, Step: 1, Rest: 1}},
		{"between", squares, 2000, queue.Cost{Lead: 7, Step: 4}},
		{"above", squares, 8000, queue.Cost{Lead: 7, Step: 64}},
		{"below", squares, 500, queue.Cost{Lead: 7, Step: 0.25}},
		{"one size", squares[1:], 3000, queue.Cost{Lead: 7, Step: 3}},
		{"noise that would make larger ones faster", []project.Timing{timing(1000, 2, 1), timing(1100, 1, 1)}, 4000, queue.Cost{Lead: 7, Step: math.Sqrt(4000. / 1100)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := queue.Predict(c.timings, c.work, int(c.work/10))
			if c.want.Rest == 0 { // TestRest asks for it
				got.Rest = 0
			}
			if !ok || math.Abs(got.Step-c.want.Step)+math.Abs(got.Rest-c.want.Rest)+math.Abs(got.Lead-c.want.Lead) > 1e-9 {
				t.Errorf("Predict = %+v, %t; want %+v", got, ok, c.want)
			}
		})
	}
	if _, ok := queue.Predict(nil, 1000, 10); ok {
		t.Error("Predict knows something without timings")
	}
}

// TestRest finds what every clip takes, what its frames take and what its pixels
// take, from a few sizes that were measured.
func TestRest(t *testing.T) {
	took := func(work int64, frames int) float64 { return 0.58 + 0.0125*float64(frames) + 0.2e-6*float64(work) }
	var known []project.Timing
	for _, size := range []struct {
		work   int64
		frames int
	}{{451584, 49}, {1778688, 193}, {3575808, 97}, {3211264, 49}} {
		known = append(known, project.Timing{Work: size.work, Frames: size.frames, Step: 1, Rest: took(size.work, size.frames), Samples: 1})
	}
	for _, c := range []struct {
		name   string
		known  int
		work   int64
		frames int
		within float64
	}{
		{"the first again", 1, 451584, 49, 0},
		{"as many pixels, four times the frames", 2, 1778688, 193, 0},
		{"longer", 4, 893952, 97, 0.1},
		{"larger", 4, 802816, 49, 0.1},
		{"longer and larger", 4, 5345280, 145, 0.1},
		{"half as long, of one size alone", 1, 225792, 25, 0.2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := queue.Predict(known[:c.known], c.work, c.frames)
			if want := took(c.work, c.frames); math.Abs(got.Rest-want) > c.within*want+1e-9 {
				t.Errorf("%.2f s after the steps, want %.2f", got.Rest, want)
			}
		})
	}
}
