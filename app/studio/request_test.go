package studio

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

func TestParseImage(t *testing.T) {
	odd := filepath.Join(t.TempDir(), "odd@2")
	if err := os.WriteFile(odd, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		path  string
		frame int
		bad   bool
	}{
		"a.png":     {"a.png", 0, false},
		"a.png@12":  {"a.png", 12, false},
		"a.png@-1":  {"a.png", -1, false},
		"a@b.png@3": {"a@b.png", 3, false},
		"@3":        {"@3", 0, false},
		odd:         {odd, 0, false}, // a file of that name
		odd + "@5":  {odd, 5, false},
		"a.png@":    {bad: true},
		"a.png@1.5": {bad: true},
		"a.png@end": {bad: true},
	} {
		got, err := ParseImage(text)
		if want.bad != (err != nil) || err == nil && (got.Path != want.path || got.Frame != want.frame || got.Strength != 1) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

func TestParseAdapter(t *testing.T) {
	for text, want := range map[string]struct {
		path     string
		strength float64
		bad      bool
	}{
		"a.safetensors":            {"a.safetensors", 1, false},
		"a.safetensors:0.5":        {"a.safetensors", 0.5, false},
		"a.safetensors:-2":         {"a.safetensors", -2, false},
		`C:\a.safetensors`:         {`C:\a.safetensors`, 1, false},
		`C:\a.safetensors:0.25`:    {`C:\a.safetensors`, 0.25, false},
		"a.safetensors:11":         {bad: true},
		"a.safetensors:NaN":        {bad: true},
		"a.safetensors:strong":     {bad: true},
		"a.safetensors:":           {bad: true},
		"dir:with/a.safetensors:1": {"dir:with/a.safetensors", 1, false},
	} {
		got, err := ParseAdapter(text)
		if want.bad != (err != nil) || err == nil && (got.Path != want.path || got.Strength != want.strength) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]Size{"768x512": {768, 512}, "768X512": {768, 512}, "768×512": {768, 512}, "0x-1": {0, -1}} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "768", "768x", "x512", "768x512x3", "7.5x5", "768 x 512", "99999999999999999999x1"} {
		if got, err := ParseSize(text); engine.KindOf(err) != engine.BadInput {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestSecondsBecomeFrames(t *testing.T) {
	info := engine.Info{FrameUnit: 8, Defaults: engine.Recipe{Rate: engine.Rate{Num: 24, Den: 1}}}
	for seconds, want := range map[float64]int{1e-9: 1, 0.04: 1, 0.375: 9, 1: 25, 2: 49, 5: 121, 10.04: 241, 600: 14401} {
		if got, err := (RenderRequest{}).framesFor(seconds, info); err != nil || got != want {
			t.Errorf("%g s: %d frames, want %d (%v)", seconds, got, want, err)
		}
	}
	ntsc := RenderRequest{Rate: engine.Rate{Num: 30000, Den: 1001}}
	if got, err := ntsc.framesFor(1, info); err != nil || got != 33 {
		t.Errorf("1 s at 29.97: %d, %v", got, err)
	}
	for _, seconds := range []float64{0, -1, math.NaN(), math.Inf(1), 601} {
		if _, err := (RenderRequest{}).framesFor(seconds, info); engine.KindOf(err) != engine.BadInput {
			t.Errorf("%g s: %v", seconds, err)
		}
	}
}

func TestTakePath(t *testing.T) {
	for want, got := range map[string]string{
		"clip.mp4":          takePath("clip.mp4", 0, 1),
		"clip_T02.mp4":      takePath("clip.mp4", 1, 2),
		"a.b/clip_T100.mov": takePath("a.b/clip.mov", 99, 1000),
		"f_%04d_T01.png":    takePath("f_%04d.png", 0, 2),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct{ asked, height, want int }{{0, 96, 8}, {0, 64, 12}, {0, 359, 3}, {0, 360, 1}, {0, 1080, 1}, {1, 96, 1}, {3, 1080, 3}} {
		if got := (RenderRequest{Scale: c.asked}).scaleFor(c.height); got != c.want {
			t.Errorf("scale %d of %d lines: %d, want %d", c.asked, c.height, got, c.want)
		}
	}
}

// TestFits: memory comes before disk, and each says what to do.
func TestFits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clip.mp4")
	if err := fits(engine.Plan{Disk: 1 << 10}, path); err != nil {
		t.Error(err)
	}
	for name, plan := range map[string]engine.Plan{
		"disk":    {Disk: 1 << 60},
		"memory":  {Disk: 1 << 60, Reason: "it needs more"},
		"nearest": {Reason: "it needs more", Nearest: &engine.Recipe{Width: 64, Height: 32, Frames: 9}},
	} {
		err := fits(plan, path)
		var fault *engine.Fault
		if !errors.As(err, &fault) || fault.Kind != engine.NoRoom || fault.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDiskGrowsWithTheClip: every format, and more for more takes.
func TestDiskGrowsWithTheClip(t *testing.T) {
	r := engine.Recipe{Width: 1280, Height: 704, Frames: 121, Rate: engine.Rate{Num: 24, Den: 1}, Scale: 1}
	last := int64(0)
	for _, path := range []string{"a.wav", "a.mp4", "a.mov", "a.mkv", "a.png"} {
		got := RenderRequest{Output: path, Takes: 1}.disk(r)
		if got <= last || got > 1<<30 {
			t.Errorf("%s: %d bytes after %d", path, got, last)
		}
		last = got
		if more := (RenderRequest{Output: path, Takes: 5}).disk(r); more != 3*got {
			t.Errorf("%s: five takes need %d bytes, one %d", path, more, got)
		}
	}
}

// TestAsFault: every layer's errors have a kind, and keep what they say.
func TestAsFault(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		kind engine.Kind
	}{
		"bad file":  {&media.Error{Kind: media.ErrBadInput, What: "w", Hint: "h"}, engine.BadInput},
		"full disk": {&media.Error{Kind: media.ErrDiskFull, What: "w", Hint: "h"}, engine.NoRoom},
		"no ffmpeg": {&media.Error{Kind: media.ErrInternal, Reason: media.ErrNoFFmpeg, What: "w", Hint: "h"}, engine.BadInput},
		"ffmpeg":    {&media.Error{Kind: media.ErrInternal, What: "w", Hint: "h"}, engine.Internal},
	} {
		var fault *engine.Fault
		if err := AsFault(c.err); !errors.As(err, &fault) || fault.Kind != c.kind || fault.What != "w" || fault.Hint != "h" || !errors.Is(err, c.err) {
			t.Errorf("%s: %+v", name, fault)
		}
	}
	if AsFault(nil) != nil {
		t.Error("no error became one")
	}
	_, notFolder := os.Open(filepath.Join(os.Args[0], "below a file"))
	_, notFile := os.ReadFile(t.TempDir())
	for _, err := range []error{notFolder, notFile} {
		var fault *engine.Fault
		if !errors.As(AsFault(err), &fault) || fault.Kind != engine.BadInput || fault.Hint == "" {
			t.Errorf("%v: %+v", err, fault)
		}
	}
}
