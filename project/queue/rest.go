package queue

import (
	"cmp"
	"math"
	"slices"

	"github.com/kinora-studio/kinora/project"
)

// restShares is what the seconds after the steps are made of where one size was
// measured and no other: what every clip takes, what grows with its frames, which
// are written one by one, and what grows with its pixels, which are decoded.
var restShares = [3]float64{0.35, 0.4, 0.25}

// doubt is the weight of restShares against a measured size: small, so that two
// sizes already say more.
const doubt = 0.05

// rest returns what comes after the steps of a clip: a·1 + b·frames + c·work, with
// a, b and c not below zero, as the measured sizes fit best. Those near to the
// clip's own say the most.
func rest(known []project.Timing, work int64, frames int) float64 {
	near := slices.MinFunc(known, func(a, b project.Timing) int {
		return cmp.Compare(apart(a, work, frames), apart(b, work, frames))
	})
	if near.Rest <= 0 {
		return 0
	}
	features := func(work int64, frames int) [3]float64 {
		return [3]float64{1, float64(frames) / float64(max(1, near.Frames)), float64(work) / float64(near.Work)}
	}
	// The parts as shares of the nearest measurement, by coordinate descent on the
	// squares of relative errors and of the distance from restShares.
	parts := restShares
	for range 200 {
		for i := range parts {
			over, under := doubt*restShares[i], doubt
			for _, t := range known {
				if t.Rest <= 0 {
					continue
				}
				x, y := features(t.Work, t.Frames), t.Rest/near.Rest
				others := -parts[i] * x[i]
				for j := range parts {
					others += parts[j] * x[j]
				}
				weight := 1 / (y * y * (1 + square(apart(t, work, frames))))
				over += weight * x[i] * (y - others)
				under += weight * x[i] * x[i]
			}
			parts[i] = max(0, over/under)
		}
	}
	x := features(work, frames)
	return near.Rest * (parts[0]*x[0] + parts[1]*x[1] + parts[2]*x[2])
}

// apart is how far a measured size is from a clip's: the logarithms of the ratios
// of work and frames.
func apart(t project.Timing, work int64, frames int) float64 {
	return math.Abs(math.Log(float64(work)/float64(t.Work))) + math.Abs(math.Log(float64(max(1, frames))/float64(max(1, t.Frames))))
}

func square(x float64) float64 { return x * x }
