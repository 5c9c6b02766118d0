package queue_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// recorded is one real run of the small pack on a machine with other work to do:
// when each step was done and when all was, in seconds since it began.
type recorded struct {
	Work    int64        `json:"work"`
	Frames  int          `json:"frames"`
	Steps   int          `json:"steps"`
	Planned float64      `json:"planned"` // seconds, before anything was measured
	Rest    float64      `json:"rest"`    // those of them after the steps
	Done    [][2]float64 `json:"done"`    // steps, and when they were done
	End     float64      `json:"end"`
}

// TestRecorded plays real runs in the order in which they were made, each with what
// those before it taught: eleven of many sizes from a first start on, then six of
// sizes that were seen. The machine compiled and tested other programs meanwhile, so
// that steps of one run differ by a factor of two; estimates still have to be right
// for the most part.
func TestRecorded(t *testing.T) {
	content, err := os.ReadFile("testdata/recorded.json")
	if err != nil {
		t.Fatal(err)
	}
	var runs []recorded
	if err := json.Unmarshal(content, &runs); err != nil {
		t.Fatal(err)
	}
	var known []project.Timing
	var errs []float64
	inTime := 0 // estimates that are off by less than a fifth of the whole run
	began := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return began.Add(time.Duration(seconds * float64(time.Second))) }
	for i, r := range runs {
		cost, ok := queue.Predict(known, r.Work, r.Frames)
		if cost.Measured = ok; !ok {
			cost = queue.CostOf(r.Planned, r.Rest, r.Steps)
		}
		m := queue.NewMeter(cost, 0, r.Steps, began)
		worst := 0.0
		for _, told := range r.Done {
			step, done := int(told[0]), told[1]
			m.Step(step, r.Steps, at(done))
			if left, ok := m.Left(at(done)); ok && 5*step >= r.Steps {
				far := math.Abs(left-(r.End-done)) / (r.End - done)
				errs, worst = append(errs, far), max(worst, far)
				if math.Abs(left-(r.End-done)) <= 0.2*r.End {
					inTime++
				}
			}
		}
		t.Logf("run %d, %d pixels: predicted %.1f s, took %.1f s; time left off by %.0f %% at worst", i+1, r.Work, cost.Seconds(r.Steps), r.End, 100*worst)
		if c, ok := m.Measured(at(r.End)); ok {
			known = learned(known, r, c)
		}
	}
	slices.Sort(errs)
	within := 0
	for within < len(errs) && errs[within] <= 0.2 {
		within++
	}
	share := float64(within) / float64(len(errs))
	t.Logf("%d of %d estimates within a fifth of what is left, half of them within %.0f %%; %d within a fifth of the whole", within, len(errs), 100*errs[len(errs)/2], inTime)
	if len(runs) < 17 || share < leastShare || inTime*100 < len(errs)*95 {
		t.Errorf("%.0f %% of the estimates of %d runs are within a fifth", 100*share, len(runs))
	}
}

// leastShare is what the estimates reach on these recordings, less a little.
const leastShare = 0.72

// learned joins a run with those of its size, as the store does.
func learned(known []project.Timing, r recorded, c queue.Cost) []project.Timing {
	i := slices.IndexFunc(known, func(k project.Timing) bool { return k.Work == r.Work && k.Frames == r.Frames })
	if i < 0 {
		return append(known, project.Timing{Work: r.Work, Frames: r.Frames, Step: c.Step, Lead: c.Lead, Rest: c.Rest, Samples: 1})
	}
	k := &known[i]
	k.Samples++
	weight := 1 / float64(min(k.Samples, 10))
	k.Step += weight * (c.Step - k.Step)
	k.Lead += weight * (c.Lead - k.Lead)
	k.Rest += weight * (c.Rest - k.Rest)
	return known
}
