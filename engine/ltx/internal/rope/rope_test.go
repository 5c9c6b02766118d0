package rope_test

import (
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/engine/ltx/internal/rope"
)

// TestFrequencies compares, to the last bit, with what PyTorch 2 computes.
func TestFrequencies(t *testing.T) {
	for n, want := range map[int64][2][]float32{
		0: {{}, {}},
		1: {{1.5707963705062866}, {1.5707963705062866}},
		2: {{1.5707963705062866, 15707.962890625}, {1.5707963705062866, 15707.9638671875}},
		8: {
			{1.5707963705062866, 5.855290412902832, 21.826143264770508, 81.35900115966797, 303.2732849121094, 1130.4796142578125, 4213.96875, 15707.962890625},
			{1.5707963705062866, 5.85529088973999, 21.826147079467773, 81.35902404785156, 303.2732238769531, 1130.4798583984375, 4213.96923828125, 15707.9638671875},
		},
	} {
		for i, double := range []bool{true, false} {
			if got := rope.Frequencies(10000, double, n); !slices.Equal(got, want[i]) {
				t.Errorf("%d frequencies, double %v: %v, want %v", n, double, got, want[i])
			}
		}
	}
}
