package queue

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/kinora-studio/kinora/project"
)

// Cost is what a job takes, in seconds.
type Cost struct {
	Lead float64 // before the first step: loading, reading the prompt
	Step float64 // each step
	Rest float64 // after the last step: decoding, encoding

	Measured bool // by other runs, and not only planned
}

// How a whole is split that nobody has measured in parts.
const (
	leadShare = 0.10
	restShare = 0.15
)

// Seconds returns what a job of so many steps takes. A job without steps is all
// Rest.
func (c Cost) Seconds(steps int) float64 {
	return c.Lead + c.Step*float64(max(0, steps)) + c.Rest
}

// CostOf splits seconds that are only known as a whole, such as a plan made from a
// calibration; rest of them come after the steps, 0 where nobody knows.
func CostOf(seconds, rest float64, steps int) Cost {
	if steps <= 0 {
		return Cost{Rest: seconds}
	}
	if rest <= 0 || rest >= seconds {
		rest = restShare * seconds
	}
	lead := leadShare * (seconds - rest)
	return Cost{Lead: lead, Step: (seconds - lead - rest) / float64(steps), Rest: rest}
}

// How cost grows with work: never slower than half of it, and never faster than
// attention, which is quadratic.
const (
	leastGrowth = 0.5
	mostGrowth  = 2.0
)

// Predict returns what a job of this work and so many frames takes, from what other
// runs of the same pack and provider took; ok is false where there are none. Between
// two measured sizes, and beyond them, a step follows a power of the work; with a
// single size it grows as the work does. The lead depends on the weights and not on
// the clip, and rest says what comes after the steps.
func Predict(timings []project.Timing, work int64, frames int) (c Cost, ok bool) {
	return predict(usable(timings), work, frames)
}

// usable returns the timings that say something, by work.
func usable(timings []project.Timing) []project.Timing {
	var known []project.Timing
	for _, t := range timings {
		if t.Work > 0 && t.Samples > 0 {
			known = append(known, t)
		}
	}
	slices.SortFunc(known, func(a, b project.Timing) int {
		return cmp.Or(cmp.Compare(a.Work, b.Work), cmp.Compare(a.Frames, b.Frames))
	})
	return known
}

func predict(known []project.Timing, work int64, frames int) (c Cost, ok bool) {
	if len(known) == 0 || work <= 0 {
		return Cost{}, false
	}
	same := slices.IndexFunc(known, func(t project.Timing) bool { return t.Work == work && t.Frames == frames })
	if same >= 0 {
		t := known[same]
		return Cost{Lead: t.Lead, Step: t.Step, Rest: t.Rest}, true
	}
	c = sampling(known, work)
	c.Rest = rest(known, work, frames)
	return c, true
}

// sampling returns the lead and the step of a job of this work; known is not empty.
func sampling(known []project.Timing, work int64) Cost {
	// What is made of more frames of fewer pixels computes as much in a step.
	known = slices.CompactFunc(slices.Clone(known), func(a, b project.Timing) bool { return a.Work == b.Work })
	above := sort.Search(len(known), func(i int) bool { return known[i].Work >= work })
	switch {
	case len(known) == 1:
		return scaled(known[0], known[0], work)
	case above == 0:
		return scaled(known[0], known[1], work)
	case above == len(known):
		return scaled(known[above-1], known[above-2], work)
	case known[above].Work == work:
		return scaled(known[above], known[above], work)
	}
	return scaled(known[above-1], known[above], work)
}

// scaled returns lead and step near the size of a, growing as they do towards b.
func scaled(a, b project.Timing, work int64) Cost {
	ratio := float64(work) / float64(a.Work)
	growth := growth(float64(b.Work)/float64(a.Work), a.Step, b.Step)
	return Cost{Lead: a.Lead, Step: a.Step * math.Pow(ratio, growth)}
}

func growth(apart, x, y float64) float64 {
	if apart == 1 || x <= 0 || y <= 0 {
		return 1
	}
	return min(max(math.Log(y/x)/math.Log(apart), leastGrowth), mostGrowth)
}
