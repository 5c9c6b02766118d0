package media

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"
)

// TestRecompress: a better quality changes a picture less, and every quality
// gives the same bytes again.
func TestRecompress(t *testing.T) {
	p := Picture{Width: 96, Height: 64, RGB: make([]byte, 96*64*3)}
	for i := range p.RGB {
		x, y := float64(i/3%96), float64(i/3/96)
		p.RGB[i] = byte(128 + 60*math.Sin(x/5)*math.Cos(y/7) + 20*math.Sin(x*y/40+float64(i%3)))
	}
	noise := map[int]float64{}
	for _, crf := range []int{1, 18, 33} {
		got, err := Recompress(t.Context(), p, crf)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Recompress(t.Context(), p, crf)
		if err != nil || !bytes.Equal(got.RGB, again.RGB) {
			t.Errorf("quality %d: another picture the second time (%v)", crf, err)
		}
		for i := range p.RGB {
			d := float64(got.RGB[i]) - float64(p.RGB[i])
			noise[crf] += d * d / float64(len(p.RGB))
		}
	}
	if !(noise[1] > 0 && noise[1] < noise[18] && noise[18] < noise[33] && noise[33] < 400) {
		t.Errorf("mean squared differences %v", noise)
	}
}

func TestRecompressRefuses(t *testing.T) {
	even := Picture{Width: 4, Height: 4, RGB: make([]byte, 48)}
	for name, c := range map[string]struct {
		picture Picture
		crf     int
	}{
		"quality 0":  {even, 0},
		"quality 52": {even, 52},
		"odd width":  {Picture{Width: 3, Height: 4, RGB: make([]byte, 36)}, 18},
		"too short":  {Picture{Width: 4, Height: 4, RGB: make([]byte, 47)}, 18},
	} {
		if _, err := Recompress(t.Context(), c.picture, c.crf); !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Recompress(ctx, even, 18); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
