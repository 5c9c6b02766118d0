package ltxbench_test

import (
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/ltxbench"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

func TestBlock(t *testing.T) {
	for _, dir := range paritytest.Cases(t, "ltx") {
		p := ltxbench.Params{Dir: dir, Frames: 1, Height: 2, Width: 3, AudioTokens: 5, TextTokens: 4, Runs: 2}
		r, err := ltxbench.Block(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if r.Tokens != 6 || r.Load <= 0 || r.First <= 0 || r.Fastest <= 0 || r.Median < r.Fastest {
			t.Errorf("%s: %+v", filepath.Base(dir), r)
		}
	}
}

func TestBlockNeedsSizes(t *testing.T) {
	_, err := ltxbench.Block(t.Context(), ltxbench.Params{Dir: paritytest.Cases(t, "ltx20")[0]})
	if engine.KindOf(err) != engine.BadInput {
		t.Errorf("got %v", err)
	}
}

// TestSquare keeps to the sizes of the script that times the public
// implementation.
func TestSquare(t *testing.T) {
	for tokens, want := range map[int][3]int{1536: {8, 13, 14}, 6144: {8, 27, 28}, 8: {8, 1, 1}, 1: {8, 1, 1}} {
		p := ltxbench.Params{}.Square(tokens)
		if got := [3]int{p.Frames, p.Height, p.Width}; got != want {
			t.Errorf("%d tokens are %v, want %v", tokens, got, want)
		}
	}
}
