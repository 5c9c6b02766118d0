package durationhead_test

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine/ltx/durationhead"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

func TestParity(t *testing.T) {
	paritytest.Check(t, paritytest.Cases(t, "ltx"), durationhead.Goldens())
}

// TestOneStream runs with each stream alone: both must give a length of their
// own, and nothing at all an error.
func TestOneStream(t *testing.T) {
	dir := paritytest.Cases(t, "ltx25")[0]
	g, err := parity.Read(dir, "duration_head")
	if err != nil {
		t.Fatal(err)
	}
	h, err := durationhead.New(durationhead.Params{Dir: filepath.Join(dir, "duration_head")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	video, err := h.Seconds(t.Context(), g.In["video"], nil)
	if err != nil {
		t.Fatal(err)
	}
	audio, err := h.Seconds(t.Context(), nil, g.In["audio"])
	if err != nil {
		t.Fatal(err)
	}
	for i := range video.F32 {
		a, b, c := video.F32[i], audio.F32[i], g.Out["seconds"].F32[i]
		if !(a > 0) || !(b > 0) || a == b || a == c || math.IsInf(float64(a), 0) {
			t.Errorf("prompt %d lasts %v s by its picture, %v s by its sound, %v s by both", i, a, b, c)
		}
	}
	if _, err := h.Seconds(t.Context(), nil, nil); err == nil {
		t.Error("nothing at all gave a length")
	}
}

func TestFrames(t *testing.T) {
	for _, c := range []struct {
		seconds, rate, least, most float64
		stride, want               int
	}{
		{5, 24, 1, 20, 8, 113},   // 120 frames, rounded down
		{0.2, 24, 1, 20, 8, 25},  // 24 is the least, and 17 below it
		{100, 24, 1, 20, 8, 473}, // 480 is the most
		{1, 24, 1, 1.02, 8, 25},  // no point from 24 to 24: 25 is nearer than 17
		{1, 19, 1, 1, 8, 17},     // no point from 19 to 19: 17 is nearer than 25
		{0.01, 24, 0, 20, 8, 1},  // a picture
		{2.5, 1, 1, 20, 1, 2},    // halves go to the even neighbour
		{math.Inf(1), 25, 1, 20, 8, 497},
	} {
		got := durationhead.Window{Min: c.least, Max: c.most}.Frames(c.seconds, c.rate, c.stride)
		if got != c.want {
			t.Errorf("%v s at %v frames a second in [%v, %v] is %d frames, want %d", c.seconds, c.rate, c.least, c.most, got, c.want)
		}
	}
}
