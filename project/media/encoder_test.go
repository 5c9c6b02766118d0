package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	testWidth, testHeight = 256, 64
	testFrames            = 25
)

var ntscFilm = Rate{24000, 1001}

// patches are colours for which a wrong matrix or range is off by far more than
// three levels.
var patches = [][3]byte{
	{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {0, 0, 0}, {128, 128, 128}, {200, 120, 40}, {30, 90, 160},
}

// testFrame is a row of colour patches, with a mark that tells the frames apart.
func testFrame(n int) []byte {
	rgb := make([]byte, testWidth*testHeight*3)
	for y := range testHeight {
		for x := range testWidth {
			color := patches[x*len(patches)/testWidth]
			if y >= testHeight-16 {
				level := byte(16 + n*9)
				color = [3]byte{level, level, level}
			}
			copy(rgb[3*(y*testWidth+x):], color[:])
		}
	}
	return rgb
}

// tone is stereo: 440 Hz left, silence right.
func tone(samples, rate int) []float32 {
	out := make([]float32, 2*samples)
	for i := range samples {
		out[2*i] = float32(0.5 * math.Sin(2*math.Pi*440*float64(i)/float64(rate)))
	}
	return out
}

var nasty = map[string]string{
	"recipe":  `{"prompt":"a \"red\" ball = #1; C:\\clips\\é 🏀🔥","n":[1,2]}` + "\n\r\n\tline; two \\\n=#",
	"comment": "made with Kinora — 日本語",
	"big":     strings.Repeat("x9;=#\\\n\"é🏀", 8_000), // 104 kB
}

func testParams(path string) Params {
	return Params{
		Path: path, Width: testWidth, Height: testHeight, Rate: ntscFilm,
		Sound: &Sound{SampleRate: 48_000, Channels: 2}, Metadata: nasty,
	}
}

func write(t *testing.T, p Params, frames int, samples []float32) {
	t.Helper()
	e, err := NewEncoder(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	for n := range frames {
		if err := e.WriteFrame(testFrame(n)); err != nil {
			t.Fatal(err)
		}
	}
	if p.Sound != nil {
		if err := e.WriteSamples(samples); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Finish(); err != nil {
		t.Fatal(err)
	}
}

// names lists a folder, hidden entries included.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func TestClipsRoundTrip(t *testing.T) {
	tests := []struct {
		ending     string
		video      VideoStream
		audio      string
		tolerance  int
		samplesOff int64
	}{
		{".mp4", VideoStream{Codec: "h264", PixelFormat: "yuv420p", Matrix: "bt709", Range: "tv"}, "aac", 3, 2048},
		{".mov", VideoStream{Codec: "prores", PixelFormat: "yuv422p10le", Matrix: "bt709"}, "pcm_s24le", 3, 0},
		{".mkv", VideoStream{Codec: "ffv1", PixelFormat: "bgr0", Matrix: "gbr"}, "flac", 0, 48},
	}
	for _, test := range tests {
		t.Run(test.ending, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "-clip é"+test.ending)
			length := ntscFilm.SamplesFor(testFrames, 48_000)
			write(t, testParams(path), testFrames, tone(int(length)-3000, 48_000))
			if got := names(t, folder); len(got) != 1 {
				t.Errorf("left behind: %v", got)
			}
			info, err := Probe(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			v := info.Video[0]
			if v.Codec != test.video.Codec || v.PixelFormat != test.video.PixelFormat || v.Matrix != test.video.Matrix {
				t.Errorf("video %+v", v)
			}
			if v.Primaries != "bt709" || v.Transfer != "bt709" || (test.video.Range != "" && v.Range != test.video.Range) {
				t.Errorf("colour tags %+v", v)
			}
			if v.Rate != ntscFilm || v.Frames != testFrames || v.Width != testWidth || v.Height != testHeight {
				t.Errorf("shape %+v", v)
			}
			a := info.Audio[0]
			if a.Codec != test.audio || a.SampleRate != 48_000 || a.Channels != 2 || a.Layout != "stereo" ||
				max(a.Samples-length, length-a.Samples) > test.samplesOff {
				t.Errorf("sound %+v, want %d samples", a, length)
			}
			checkFrames(t, path, test.tolerance)
			checkMetadata(t, path)
		})
	}
}

// checkFrames decodes a clip and compares the middle of every patch.
func checkFrames(t *testing.T, path string, tolerance int) {
	t.Helper()
	n := 0
	_, _, err := DecodeFrames(t.Context(), path, FrameOptions{}, func(rgb []byte) error {
		want := testFrame(n)
		for patch := range patches {
			x := (2*patch + 1) * testWidth / (2 * len(patches))
			for _, y := range []int{20, testHeight - 6} {
				i := 3 * (y*testWidth + x)
				for c := range 3 {
					if off := int(rgb[i+c]) - int(want[i+c]); off > tolerance || off < -tolerance {
						return fmt.Errorf("frame %d, pixel %d,%d: %v, want %v", n, x, y, rgb[i:i+3], want[i:i+3])
					}
				}
			}
		}
		n++
		return nil
	})
	if err != nil || n != testFrames {
		t.Errorf("%d frames: %v", n, err)
	}
}

func checkMetadata(t *testing.T, path string) {
	t.Helper()
	got, err := ReadMetadata(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range nasty {
		if got[key] != want {
			t.Errorf("%s: %.80q, want %.80q", key, got[key], want)
		}
	}
}

func TestSoundSurvives(t *testing.T) {
	want := tone(48_000, 48_000)
	for _, ending := range []string{".wav", ".mov", ".mkv", ".mp4"} {
		path := filepath.Join(t.TempDir(), "tone"+ending)
		p := testParams(path)
		p.Rate = Rate{24, 1}
		frames := 24
		if ending == ".wav" {
			frames = 0
		}
		write(t, p, frames, want)
		got, err := DecodeAudio(t.Context(), path, 48_000, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < len(want) || len(got) > len(want)+4096 {
			t.Fatalf("%s: %d samples, want %d", ending, len(got), len(want))
		}
		var worst float64
		for i := 4000; i < len(want)-4000; i++ {
			worst = max(worst, math.Abs(float64(got[i]-want[i])))
		}
		limit := 2e-7
		if ending == ".mp4" {
			limit = 0.02
		}
		if worst > limit {
			t.Errorf("%s: off by %g", ending, worst)
		}
		checkMetadata(t, path)
	}
}

func TestSequence(t *testing.T) {
	folder := t.TempDir()
	write(t, testParams(filepath.Join(folder, "take.png")), 3, tone(100, 48_000))
	want := []string{"take.wav", "take_00001.png", "take_00002.png", "take_00003.png"}
	if got := names(t, folder); !slices.Equal(got, want) {
		t.Fatalf("files %v, want %v", got, want)
	}
	for n := range 3 {
		picture, err := DecodeImage(t.Context(), filepath.Join(folder, want[n+1]), 0, 0)
		if err != nil || !bytes.Equal(picture.RGB, testFrame(n)) {
			t.Errorf("frame %d differs: %v", n, err)
		}
	}
	for _, name := range []string{"take.png", "take_%05d.png", "take_00002.png", "take.wav"} {
		checkMetadata(t, filepath.Join(folder, name))
	}
	sound, err := DecodeAudio(t.Context(), filepath.Join(folder, "take.wav"), 48_000, 2)
	if wantLength := 2 * ntscFilm.SamplesFor(3, 48_000); err != nil || int64(len(sound)) != wantLength {
		t.Errorf("%d samples, want %d: %v", len(sound), wantLength, err)
	}
	if _, err := NewEncoder(t.Context(), testParams(filepath.Join(folder, "take_%03d.png"))); !errors.Is(err, ErrExists) {
		t.Errorf("a sequence over another: %v", err)
	}
	still := Params{Path: filepath.Join(t.TempDir(), "100%", "still.png"), Width: testWidth, Height: testHeight, Rate: ntscFilm}
	if err := os.Mkdir(filepath.Dir(still.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, still, 1, nil)
	if got := names(t, filepath.Dir(still.Path)); !slices.Equal(got, []string{"still.png"}) {
		t.Errorf("one frame: %v", got)
	}
}

func TestEnlarging(t *testing.T) {
	for _, ending := range []string{".mp4", ".png"} {
		folder := t.TempDir()
		p := testParams(filepath.Join(folder, "big"+ending))
		p.MinHeight, p.Sound = 720, nil
		write(t, p, 2, nil)
		first := filepath.Join(folder, names(t, folder)[0])
		info, err := Probe(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		if v := info.Video[0]; v.Width != 256*12 || v.Height != 64*12 || len(info.Audio) != 0 {
			t.Errorf("%s: %+v", ending, info)
		}
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	for _, ending := range []string{".mp4", ".mov", ".mkv", ".png", ".wav"} {
		folder := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		e, err := NewEncoder(ctx, testParams(filepath.Join(folder, "clip"+ending)))
		if err != nil {
			t.Fatal(err)
		}
		for n := range 10 {
			if ending == ".wav" {
				err = e.WriteSamples(tone(1000, 48_000))
			} else {
				err = e.WriteFrame(testFrame(n))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		cancel()
		// Every call after the cancel says so, and the first waits for the clean-up.
		if err := e.Finish(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Finish after cancel: %v", ending, err)
		}
		if err := e.WriteSamples(nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: write after cancel: %v", ending, err)
		}
		if got := names(t, folder); len(got) != 0 {
			t.Errorf("%s: left behind: %v", ending, got)
		}
	}
}

func TestCloseWithoutFinishLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	e, err := NewEncoder(t.Context(), testParams(filepath.Join(folder, "clip.mp4")))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.WriteFrame(testFrame(0)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, folder); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	e, err := NewEncoder(ctx, testParams(filepath.Join(folder, "clip.mp4")))
	if err == nil {
		err = e.WriteFrame(testFrame(0))
	}
	if got := names(t, folder); !errors.Is(err, context.Canceled) || len(got) != 0 {
		t.Errorf("%v, left behind: %v", err, got)
	}
}

func TestSweep(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{scratchPrefix + "1/x", "clip.kinora", ".other"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(folder, time.Now().Add(-time.Hour)); err != nil || len(names(t, folder)) != 3 {
		t.Errorf("young folders: %v, %v", names(t, folder), err)
	}
	if err := Sweep(folder, time.Now().Add(time.Hour)); err != nil || !slices.Equal(names(t, folder), []string{".other", "clip.kinora"}) {
		t.Errorf("old folders: %v, %v", names(t, folder), err)
	}
	if err := Sweep(filepath.Join(folder, "none"), time.Now()); !errors.Is(err, ErrNotFound) {
		t.Errorf("no folder: %v", err)
	}
}
