package ltx

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// openTiny opens a tiny checkpoint with random weights.
func openTiny(t *testing.T, version string) *pipeline {
	t.Helper()
	p, err := open(engine.OpenParams{Dir: paritytest.Cases(t, version)[0]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	p.maxTokens = 24
	return p
}

// tinyRecipe is complete and takes a second.
func tinyRecipe(t *testing.T, p *pipeline, change func(*engine.Recipe)) engine.Recipe {
	t.Helper()
	r := engine.Recipe{
		Prompt: "a red fox", Width: 64, Height: 64, Frames: 17, Rate: engine.Rate{Num: 24, Den: 1}, Steps: 2, Seed: 7,
		Video: engine.Guidance{Scale: 1, Modality: 1}, Sound: engine.Guidance{Scale: 1, Modality: 1},
	}
	if change != nil {
		change(&r)
	}
	r, err := p.complete(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// run samples a recipe.
func run(t *testing.T, p *pipeline, r engine.Recipe) (video, audio *stream) {
	t.Helper()
	text, err := p.read(t.Context(), r.Prompt, r.Negative)
	if err != nil {
		t.Fatal(err)
	}
	video, audio, err = p.stages(t.Context(), r, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return video, audio
}

// gradient is a picture in which every pixel differs from its neighbours.
func gradient(width, height, shift int) *engine.Picture {
	p := &engine.Picture{Width: width, Height: height, Pix: make([]byte, width*height*3)}
	for i := range width * height {
		p.Pix[3*i], p.Pix[3*i+1], p.Pix[3*i+2] = byte(i%width*3+shift), byte(i/width*4), byte(i*7+shift)
	}
	return p
}

func largest(a, b []float32) float64 {
	worst := 0.0
	for i := range a {
		worst = max(worst, math.Abs(float64(a[i]-b[i])))
	}
	return worst
}

// TestFirstFrameIsKept: a picture of strength 1 leaves the sampler as it came in,
// one of strength 0 does not matter.
func TestFirstFrameIsKept(t *testing.T) {
	p := openTiny(t, "ltx23")
	picture := gradient(64, 64, 0)
	with := func(strength float64) []float32 {
		r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Images = []engine.Image{{Strength: strength, Picture: picture}} })
		video, _ := run(t, p, r)
		return video.result()
	}
	want, err := p.encodePictures(t.Context(), []*engine.Picture{picture}, 64, 64)
	if err != nil {
		t.Fatal(err)
	}
	if off := largest(want, with(1)[:len(want)]); off > 1e-4 {
		t.Errorf("the first frame's latents moved by %g", off)
	}
	free, _ := run(t, p, tinyRecipe(t, p, nil))
	if off := largest(free.result(), with(0)); off > 1e-4 {
		t.Errorf("a picture of strength 0 changed the clip by %g", off)
	}
	if off := largest(with(0.5), with(1)); off < 1e-2 {
		t.Errorf("strengths 0.5 and 1 give the same clip within %g", off)
	}
}

// TestReferencesAreOnlyLookedAt: pictures at later frames and references change
// the clip, and never the number of its tokens.
func TestReferencesAreOnlyLookedAt(t *testing.T) {
	p := openTiny(t, "ltx23")
	plain, _ := run(t, p, tinyRecipe(t, p, nil))
	for name, change := range map[string]func(*engine.Recipe){
		"key frame": func(r *engine.Recipe) {
			r.Images = []engine.Image{{Frame: 9, Strength: 1, Picture: gradient(64, 64, 50)}}
		},
		"last frame": func(r *engine.Recipe) {
			r.Images = []engine.Image{{Frame: -1, Strength: 0.8, Picture: gradient(64, 64, 50)}}
		},
		"reference": func(r *engine.Recipe) {
			r.References = []engine.Reference{{Strength: 1, Pictures: []*engine.Picture{gradient(64, 64, 9), gradient(64, 64, 8)}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := tinyRecipe(t, p, change)
			video, _ := run(t, p, r)
			if got, want := len(video.result()), len(plain.result()); got != want {
				t.Fatalf("the clip has %d values, want %d", got, want)
			}
			if video.tokens() <= video.base {
				t.Error("nothing was appended")
			}
			if off := largest(plain.result(), video.result()); off < 1e-4 {
				t.Errorf("the condition changed nothing (%g)", off)
			}
		})
	}
}

// TestTwoImagesHoldTheirPlaces: the appended token of a key frame carries its own
// time, in the clip's seconds.
func TestKeyframeTime(t *testing.T) {
	p := openTiny(t, "ltx23")
	r := tinyRecipe(t, p, nil)
	coords := p.keyframeCoords(12, r)
	if got := coords.F32[:2]; got[0] != 12.0/24 || got[1] != 13.0/24 {
		t.Errorf("frame 12 at 24 a second lies at %v", got)
	}
}

// TestTwoStage: the second stage has the full size, and keeps what the first
// one began.
func TestTwoStage(t *testing.T) {
	p := openTiny(t, "ltx23")
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Width, r.Height, r.TwoStage = 128, 128, true })
	video, audio := run(t, p, r)
	if want := int(p.shape.videoTokens(r)); video.base != want {
		t.Errorf("the clip has %d tokens, want %d", video.base, want)
	}
	if !tensor.Finite(video.result()) || !tensor.Finite(audio.result()) {
		t.Error("the result is not a number")
	}
}

// TestCancelledAtOnce: a cancelled context ends a run within one evaluation.
func TestCancelledAtOnce(t *testing.T) {
	p := openTiny(t, "ltx20")
	ctx, cancel := context.WithCancel(t.Context())
	steps := 0
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Steps = 50 })
	_, err := p.Generate(ctx, r, engine.Hooks{Tell: func(e engine.Event) {
		if e.Event == "step" {
			steps++
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || steps > 1 {
		t.Errorf("after %d steps the run returned %v", steps, err)
	}
}

// TestSameSeedSameClip: a recipe is reproducible, another seed is another clip.
func TestSameSeedSameClip(t *testing.T) {
	p := openTiny(t, "ltx20")
	clip := func(seed uint64) []float32 {
		video, _ := run(t, p, tinyRecipe(t, p, func(r *engine.Recipe) { r.Seed = seed }))
		return video.result()
	}
	if largest(clip(1), clip(1)) != 0 {
		t.Error("the same seed gave two clips")
	}
	if largest(clip(1), clip(2)) < 0.1 {
		t.Error("two seeds gave one clip")
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct{ n, unit, offset, want int }{
		{48, 8, 1, 49}, {0, 8, 1, 1}, {-5, 8, 1, 1}, {1, 8, 1, 1}, {13, 4, 1, 13}, {500, 32, 0, 512}, {3, 32, 0, 32}, {99999, 32, 0, 8192},
	} {
		if got := nearest(c.n, c.unit, c.offset, maxSide); got != c.want {
			t.Errorf("nearest(%d, %d, %d) = %d, want %d", c.n, c.unit, c.offset, got, c.want)
		}
	}
}

func TestTimingsAreKept(t *testing.T) {
	p := openTiny(t, "ltx20")
	p.params.CacheDir = t.TempDir()
	r := tinyRecipe(t, p, nil)
	if _, err := p.Generate(t.Context(), r, engine.Hooks{}); err != nil {
		t.Fatal(err)
	}
	if got := p.timings(t.Context()); got.Pass <= 0 || got.Speed <= 0 {
		t.Errorf("after a run %s holds %+v", filepath.Base(p.timingsPath()), got)
	}
}

// tone is a sound of one pitch, different in each channel.
func tone(seconds float64) *engine.Sound {
	s := &engine.Sound{Rate: 16000, Channels: 2, Samples: make([]float32, int(seconds*16000)*2)}
	for i := range s.Samples {
		s.Samples[i] = float32(0.5 * math.Sin(float64(i/2)*0.2*float64(1+i%2)))
	}
	return s
}

// TestTrackIsFrozen: an own track leaves the sampler as it came in, drives the
// picture, and is what the clip sounds like.
func TestTrackIsFrozen(t *testing.T) {
	p := openTiny(t, "ltx23")
	p.pack.About.Mel = tinyMel
	sound := tone(1)
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Track = &engine.Track{Sound: sound} })
	video, audio := run(t, p, r)
	want, err := p.encodeSound(t.Context(), sound, audio.base)
	if err != nil {
		t.Fatal(err)
	}
	if off := largest(want, audio.result()); off > 1e-4 {
		t.Errorf("the track's latents moved by %g", off)
	}
	plain, _ := run(t, p, tinyRecipe(t, p, nil))
	if largest(plain.result(), video.result()) < 1e-4 {
		t.Error("the track does not drive the picture")
	}
	heard, err := p.sound(t.Context(), r, audio.result())
	if err != nil {
		t.Fatal(err)
	}
	if off := largest(sound.Samples[:len(heard.Samples)], heard.Samples); off != 0 {
		t.Errorf("the clip sounds different from its track by %g", off)
	}
}

// TestVoiceIsHeardBefore: a reference voice lies at negative times and is
// dropped.
func TestVoiceIsHeardBefore(t *testing.T) {
	p := openTiny(t, "ltx23")
	p.pack.About.Mel = tinyMel
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Voice = &engine.Track{Sound: tone(0.5)} })
	_, audio := run(t, p, r)
	if audio.tokens() <= audio.base || len(audio.result()) != audio.base*audio.width {
		t.Fatalf("%d of %d tokens belong to the clip", audio.base, audio.tokens())
	}
	times := audio.coords.F32[2*audio.base:]
	if last := times[len(times)-1]; last > -voiceGap+1e-6 {
		t.Errorf("the voice ends at %g seconds, inside the clip", last)
	}
}

// TestFootageIsFrozen: sound is made for pictures that stay as they are.
func TestFootageIsFrozen(t *testing.T) {
	p := openTiny(t, "ltx23")
	pictures := make([]*engine.Picture, 20)
	for i := range pictures {
		pictures[i] = gradient(64, 64, 5*i)
	}
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Footage = &engine.Footage{Pictures: pictures} })
	video, audio := run(t, p, r)
	want, err := p.encodePictures(t.Context(), pictures[:17], 64, 64)
	if err != nil {
		t.Fatal(err)
	}
	if off := largest(want, video.result()); off > 1e-4 {
		t.Errorf("the footage's latents moved by %g", off)
	}
	_, plain := run(t, p, tinyRecipe(t, p, nil))
	if largest(plain.result(), audio.result()) < 1e-4 {
		t.Error("the footage does not drive the sound")
	}
}

// tinyMel has the 16 bands of the tiny checkpoints.
var tinyMel = []byte(`{"mels": 16}`)

// TestLengthFollowsThePrompt: a pack that can tell chooses the length, one that
// cannot takes its default.
func TestLengthFollowsThePrompt(t *testing.T) {
	for version, fixed := range map[string]bool{"ltx23": true, "ltx25": false} {
		p := openTiny(t, version)
		r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Frames = 0 })
		if got := r.Frames == p.defaults.Frames; got != fixed {
			t.Errorf("%s: a prompt without a length gets %d frames, the default is %d", version, r.Frames, p.defaults.Frames)
		}
	}
}
