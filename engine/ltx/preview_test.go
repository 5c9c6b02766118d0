package ltx

import (
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

// openPocket opens the pack that ships.
func openPocket(t *testing.T) *pipeline {
	t.Helper()
	dir := filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(paritytest.Cases(t, "ltx")[0]))), "assets", "pocket")
	p, err := open(engine.OpenParams{Dir: dir, CacheDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func pocketRecipe(t *testing.T, p *pipeline, prompt string, seed uint64) engine.Recipe {
	t.Helper()
	r, err := p.complete(t.Context(), engine.Recipe{Prompt: prompt, Seed: seed, Steps: 4})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// correlation is Pearson's, from -1 to 1.
func correlation[T byte | float32](a, b []T) float64 {
	var n, sa, sb, aa, bb, ab float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		n, sa, sb, aa, bb, ab = n+1, sa+x, sb+y, aa+x*x, bb+y*y, ab+x*y
	}
	return (ab - sa*sb/n) / math.Sqrt((aa-sa*sa/n)*(bb-sb*sb/n))
}

// middle is the frame of a clip that its preview shows.
func middle(p *pipeline, r engine.Recipe) int {
	_, latent := p.middlePart(r)
	return p.midFrame(latent)
}

// finish samples a recipe and returns its last moment, its frames and sound.
func finish(t *testing.T, p *pipeline, r engine.Recipe) (m moment, frames []*engine.Picture, sound *engine.Sound) {
	t.Helper()
	video, audio := run(t, p, r)
	m = moment{streams: [2]*stream{video, audio}, clean: [2][]float32{video.x, audio.x}}
	err := p.render(t.Context(), r, video.result(), func(picture *engine.Picture) error {
		copied := *picture
		copied.Pix = append([]byte(nil), picture.Pix...)
		frames = append(frames, &copied)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sound, err = p.sound(t.Context(), r, audio.result()); err != nil {
		t.Fatal(err)
	}
	p.listen(audio.result(), sound)
	return m, frames, sound
}

// TestPreviewResemblesTheClip compares what both ways show of the last step with
// the clip itself: the pack's own decoders, and the sketch that two other clips
// left.
func TestPreviewResemblesTheClip(t *testing.T) {
	p := openPocket(t)
	p.smallDecoder = 0 // as if the pack were large: clips leave a sketch
	for i, prompt := range []string{
		"a small blue ball rolls to the right on the beach, in daylight",
		"a big green ball drops and bounces on an open court, in daylight, anime style",
	} {
		finish(t, p, pocketRecipe(t, p, prompt, uint64(i)))
	}
	sketch := p.readSketch()
	r := pocketRecipe(t, p, "a big red ball drops and bounces on an open court, in daylight", 3)
	m, frames, sound := finish(t, p, r)
	for name, c := range map[string]struct {
		limit          int64
		picture, sound float64
	}{"decoded": {smallDecoder, 0.97, 0.85}, "sketched": {0, 0.9, 0.6}} {
		p.smallDecoder = c.limit
		v := p.newPreviewer(r, p.newPace(t.Context(), r))
		v.sketch, v.pace.left = sketch, 1e3 // there is time for everything
		look, err := v.look(t.Context(), r, m, false)
		if err != nil || look.Picture == nil || look.Envelope == nil {
			t.Fatalf("%s: %+v, %v", name, look, err)
		}
		want := frames[middle(p, r)]
		want = shrinkBy(want, want.Width/look.Picture.Width)
		if got := correlation(look.Picture.Pix, want.Pix); got < c.picture {
			t.Errorf("%s: the picture has a correlation of %.3f with the clip's", name, got)
		}
		if got := correlation(look.Envelope, soundLoudness(sound, len(look.Envelope))); got < c.sound {
			t.Errorf("%s: the loudness has a correlation of %.3f with the clip's", name, got)
		}
	}
}

// TestPreviewsChangeNothing: a run that is looked at gives the same clip, and
// shows steps in order.
func TestPreviewsChangeNothing(t *testing.T) {
	p := openPocket(t)
	r := pocketRecipe(t, p, "a big red ball drops and bounces on an open court, in daylight", 3)
	plain := makeClip(t, p, r, engine.Hooks{})
	last := 0
	watched := makeClip(t, p, r, engine.Hooks{Preview: func(v engine.Preview) {
		if v.Step <= last || v.Steps != r.Steps || v.Picture == nil && v.Envelope == nil {
			t.Errorf("after step %d came %+v", last, v)
		}
		last = v.Step
	}})
	if plain.sum != watched.sum {
		t.Error("previews changed the clip")
	}
}

// TestPreviewsAreSpared: previews are spread over a run, take no more than their
// share of it, and do not hold up its end.
func TestPreviewsAreSpared(t *testing.T) {
	for name, c := range map[string]struct {
		cost  float64 // seconds of a preview
		left  float64 // of the run
		steps int
		want  []int
	}{
		"cheap":             {cost: 0.001, left: 100, steps: 4, want: []int{1, 2, 3, 4}},
		"cheap, many steps": {cost: 0.001, left: 100, steps: 32, want: []int{1, 5, 9, 13, 17, 21, 25, 29}},
		"two can be spared": {cost: 2.2, left: 100, steps: 16, want: []int{1, 15}},
		"the first can":     {cost: 6, left: 100, steps: 8, want: []int{1}},
		"none can":          {cost: 11, left: 100, steps: 8},
		"not at the end":    {cost: 0.5, left: 100, steps: 2, want: []int{1}},
	} {
		clock := time.Unix(0, 0)
		now := func() time.Time { return clock }
		v := &previewer{pace: &pace{now: now, began: clock, left: c.left}, now: now, picture: decoding{on: true, cost: c.cost}}
		var got []int
		for step := 1; step <= c.steps; step++ {
			each := c.left / float64(c.steps)
			clock = clock.Add(time.Duration(each * float64(time.Second)))
			v.pace.left -= each
			due := v.due(step, c.steps) && v.spares(v.picture, step == c.steps)
			if !due {
				continue
			}
			got, v.shown = append(got, step), step
			began := clock
			err := v.decode(&v.picture, func() error {
				clock = began.Add(time.Duration(c.cost * float64(time.Second)))
				return nil
			})
			if clock = began; err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: shows %v, want %v", name, got, c.want)
		}
	}
}
