package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// numbered writes a lossless clip whose frames tell their number.
func numbered(t *testing.T, rate Rate, frames int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "-numbered.mkv")
	p := testParams(path)
	p.Rate = rate
	write(t, p, frames, tone(int(rate.SamplesFor(int64(frames), 48_000)), 48_000))
	return path
}

// numberOf reads the number back from the grey strip at the bottom.
func numberOf(rgb []byte) int { return (int(rgb[len(rgb)-1]) - 16) / 9 }

func TestDecodeFramesPicksFrames(t *testing.T) {
	path := numbered(t, Rate{24, 1}, 24)
	tests := []struct {
		name    string
		options FrameOptions
		want    string
	}{
		{"beginning", FrameOptions{Count: 3}, "[0 1 2]"},
		{"middle", FrameOptions{Start: 5, Count: 4}, "[5 6 7 8]"},
		{"end", FrameOptions{Start: 22}, "[22 23]"},
		{"behind the end", FrameOptions{Start: 99}, "[]"},
		{"double rate", FrameOptions{Rate: Rate{48, 1}, Count: 5}, "[0 0 1 1 2]"},
		{"third of the rate", FrameOptions{Rate: Rate{8, 1}, Start: 1, Count: 2}, ""},
	}
	for _, test := range tests {
		got := []int{}
		w, h, err := DecodeFrames(t.Context(), path, test.options, func(rgb []byte) error {
			got = append(got, numberOf(rgb))
			return nil
		})
		if err != nil || w != testWidth || h != testHeight {
			t.Fatal(test.name, w, h, err)
		}
		if test.want == "" {
			if len(got) != 2 || got[1]-got[0] != 3 {
				t.Errorf("%s: %v", test.name, got)
			}
		} else if fmt.Sprint(got) != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

func TestDecodeFramesCoversAndCrops(t *testing.T) {
	path := numbered(t, Rate{24, 1}, 1)
	_, _, err := DecodeFrames(t.Context(), path, FrameOptions{Width: 64, Height: 64}, func(rgb []byte) error {
		full := testFrame(0)
		for y := range testHeight {
			from := 3 * (y*testWidth + (testWidth-64)/2)
			if !bytes.Equal(rgb[3*64*y:3*64*(y+1)], full[from:from+3*64]) {
				return fmt.Errorf("row %d differs", y)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDecodeFramesEnds(t *testing.T) {
	path := numbered(t, Rate{24, 1}, 24)
	stop := errors.New("enough")
	seen := 0
	_, _, err := DecodeFrames(t.Context(), path, FrameOptions{Width: 1920, Height: 480}, func([]byte) error {
		seen++
		return stop
	})
	if !errors.Is(err, stop) || seen != 1 {
		t.Errorf("%d frames: %v", seen, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err = DecodeFrames(ctx, path, FrameOptions{Width: 1920, Height: 480}, func([]byte) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestDecodeAudioResamples(t *testing.T) {
	path := numbered(t, Rate{25, 1}, 25)
	got, err := DecodeAudio(t.Context(), path, 16_000, 1)
	if err != nil || len(got) < 15_990 || len(got) > 16_010 {
		t.Fatalf("%d samples: %v", len(got), err)
	}
	// Mixing stereo to mono halves the tone on the left.
	for i := 1000; i < 15_000; i++ {
		want := 0.25 * math.Sin(2*math.Pi*440*float64(i)/16_000)
		if math.Abs(float64(got[i])-want) > 0.003 {
			t.Fatalf("sample %d: %v, want %v", i, got[i], want)
		}
	}
}

func TestReadingRefuses(t *testing.T) {
	text := save(t, "a.mp4", []byte("this is not a film"))
	missing := filepath.Join(t.TempDir(), "none.mp4")
	wave := filepath.Join(t.TempDir(), "a.wav")
	write(t, testParams(wave), 0, tone(100, 48_000))
	silent := testParams(filepath.Join(t.TempDir(), "a.mkv"))
	silent.Sound = nil
	write(t, silent, 1, nil)
	none := func([]byte) error { return nil }
	for name, call := range map[string]func() error{
		"probe text":      func() error { _, err := Probe(t.Context(), text); return err },
		"probe nothing":   func() error { _, err := Probe(t.Context(), missing); return err },
		"frames of text":  func() error { _, _, err := DecodeFrames(t.Context(), text, FrameOptions{}, none); return err },
		"frames of sound": func() error { _, _, err := DecodeFrames(t.Context(), wave, FrameOptions{}, none); return err },
		"half a size": func() error {
			_, _, err := DecodeFrames(t.Context(), silent.Path, FrameOptions{Width: 3}, none)
			return err
		},
		"bad rate": func() error {
			_, _, err := DecodeFrames(t.Context(), silent.Path, FrameOptions{Rate: Rate{-1, 1}}, none)
			return err
		},
		"negative start": func() error {
			_, _, err := DecodeFrames(t.Context(), silent.Path, FrameOptions{Start: -1}, none)
			return err
		},
		"sound of silence": func() error { _, err := DecodeAudio(t.Context(), silent.Path, 48_000, 2); return err },
		"sample rate":      func() error { _, err := DecodeAudio(t.Context(), wave, 1, 2); return err },
		"metadata nowhere": func() error { _, err := ReadMetadata(t.Context(), missing); return err },
		"metadata of no sequence": func() error {
			_, err := ReadMetadata(t.Context(), filepath.Join(t.TempDir(), "none.png"))
			return err
		},
	} {
		if err := call(); !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRate(t *testing.T) {
	for text, want := range map[string]Rate{"24": {24, 1}, "24000/1001": {24000, 1001}, "50/2": {25, 1}} {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "0/0", "24/0", "-1", "23.976", "a/b", "24/"} {
		if got, err := ParseRate(text); !errors.Is(err, ErrBadInput) {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := ntscFilm.SamplesFor(24, 48_000); got != 48_048 {
		t.Errorf("24 frames of film last %d samples", got)
	}
	if got := (Rate{30, 1}).SamplesFor(1<<40, 44_100); got != 1<<40*1470 {
		t.Errorf("a very long clip lasts %d samples", got)
	}
	if ntscFilm.String() != "24000/1001" || (Rate{25, 1}).String() != "25" || (Rate{1, 0}).Reduced() != (Rate{1, 0}) {
		t.Error("rates are written wrongly")
	}
}
