package ltx

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// made is what came out of a run: sums over pictures and sound, and what it told
// and kept.
type made struct {
	sum    [32]byte
	steps  []engine.Event
	states []*engine.State
}

// makeClip runs a recipe to its last frame.
func makeClip(t *testing.T, p *pipeline, r engine.Recipe, h engine.Hooks) made {
	t.Helper()
	var m made
	h.Tell = func(e engine.Event) {
		if e.Event == "step" {
			m.steps = append(m.steps, e)
		}
	}
	h.Keep = func(s *engine.State) error {
		m.states = append(m.states, s)
		return nil
	}
	clip, err := p.Generate(t.Context(), r, h)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%x", clip.Sound.Samples)
	err = clip.Render(t.Context(), func(picture *engine.Picture) error {
		_, _ = sum.Write(picture.Pix)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum.Sum(m.sum[:0])
	return m
}

// unipc is the schedule of a pack that is sampled in several orders.
func unipc() sampler.Config {
	c := sampler.DefaultUniPCConfig()
	c.PredictionType, c.FlowSigmas, c.FlowShift = "flow_prediction", true, 3
	return sampler.Config{UniPC: &c}
}

// resumable are recipes of every kind that a run can be gone on with.
var resumable = map[string]struct {
	unipc  bool
	change func(*engine.Recipe)
}{
	"one stage": {change: func(r *engine.Recipe) { r.Steps = 4 }},
	"UniPC":     {unipc: true, change: func(r *engine.Recipe) { r.Steps, r.Video.Scale, r.Sound.Scale = 5, 3, 4 }},
	"conditions": {unipc: true, change: func(r *engine.Recipe) {
		r.Steps = 3
		r.Images = []engine.Image{{Strength: 0.8, Picture: gradient(64, 64, 0)}, {Frame: 9, Strength: 1, Picture: gradient(64, 64, 50)}}
		r.References = []engine.Reference{{Strength: 1, Pictures: []*engine.Picture{gradient(64, 64, 9)}}}
	}},
	"two stages": {change: func(r *engine.Recipe) {
		r.Steps, r.Width, r.Height, r.TwoStage = 2, 128, 128, true
		r.Images = []engine.Image{{Strength: 1, Picture: gradient(128, 128, 0)}}
	}},
	"two stages by UniPC": {unipc: true, change: func(r *engine.Recipe) { r.Steps, r.Width, r.Height, r.TwoStage = 3, 128, 128, true }},
}

// TestResume goes on from the first, a middle and the last step, in a pipeline that knows nothing of the
// run before, and gets the same clip bit by bit.
func TestResume(t *testing.T) {
	for name, c := range resumable {
		t.Run(name, func(t *testing.T) {
			p, again := openTiny(t, "ltx23"), openTiny(t, "ltx23")
			if c.unipc {
				p.schedule, again.schedule = unipc(), unipc()
			}
			r := tinyRecipe(t, p, c.change)
			whole := makeClip(t, p, r, engine.Hooks{})
			steps := len(whole.states)
			if got := whole.states[steps-1]; got.Step != steps || got.Steps != steps {
				t.Fatalf("the last of %d states is of step %d of %d", steps, got.Step, got.Steps)
			}
			for _, state := range []*engine.State{whole.states[0], whole.states[steps/2], whole.states[steps-1]} {
				before := maps.Clone(state.Tensors)
				for n, part := range before {
					before[n] = slices.Clone(part)
				}
				rest := makeClip(t, again, r, engine.Hooks{Resume: state})
				if rest.sum != whole.sum {
					t.Errorf("from step %d of %d comes another clip", state.Step, steps)
				}
				if len(rest.states) != steps-state.Step || len(rest.steps) != len(rest.states) {
					t.Fatalf("from step %d of %d: %d states, %d steps told", state.Step, steps, len(rest.states), len(rest.steps))
				}
				for i, e := range rest.steps {
					if e.Step != state.Step+1+i || e.Steps != steps || math.IsNaN(e.Left) || e.Left < 0 {
						t.Errorf("after step %d came %+v", state.Step, e)
					}
				}
				if !maps.EqualFunc(before, state.Tensors, slices.Equal) {
					t.Errorf("going on from step %d changed its state", state.Step)
				}
			}
		})
	}
}

func TestResumeRefusesOtherStates(t *testing.T) {
	p := openTiny(t, "ltx20")
	p.schedule = unipc()
	r := tinyRecipe(t, p, func(r *engine.Recipe) { r.Steps = 4 })
	states := makeClip(t, p, r, engine.Hooks{}).states
	for name, c := range map[string]struct {
		change func(s *engine.State, r *engine.Recipe)
		want   string
	}{
		"another seed":   {func(_ *engine.State, r *engine.Recipe) { r.Seed++ }, "another recipe"},
		"another length": {func(_ *engine.State, r *engine.Recipe) { r.Frames = 25 }, "another recipe"},
		"no step":        {func(s *engine.State, _ *engine.Recipe) { s.Step = 0 }, "after step 0 of 4"},
		"a step behind":  {func(s *engine.State, _ *engine.Recipe) { s.Step = 5 }, "after step 5 of 4"},
		"other steps":    {func(s *engine.State, _ *engine.Recipe) { s.Steps = 9 }, "of 9"},
		"fewer latents":  {func(s *engine.State, _ *engine.Recipe) { s.Tensors["video"] = s.Tensors["video"][1:] }, "values of video"},
		"no sound":       {func(s *engine.State, _ *engine.Recipe) { delete(s.Tensors, "audio") }, "0 values of audio"},
		"no history":     {func(s *engine.State, _ *engine.Recipe) { delete(s.Tensors, "video.history.1") }, "history of 1"},
		"odd history":    {func(s *engine.State, _ *engine.Recipe) { s.Tensors["audio.history.0"] = nil }, "history of 0 values"},
		"no number": {func(s *engine.State, _ *engine.Recipe) {
			s.Tensors["video"] = slices.Repeat([]float32{float32(math.NaN())}, len(s.Tensors["video"]))
		}, "no number"},
	} {
		s, other := *states[1], r
		s.Tensors = maps.Clone(s.Tensors)
		c.change(&s, &other)
		_, err := p.Generate(t.Context(), other, engine.Hooks{Resume: &s})
		if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKeepEndsARun: what cannot be kept ends the run at that step.
func TestKeepEndsARun(t *testing.T) {
	p := openTiny(t, "ltx20")
	full := errors.New("the disk is full")
	kept, told := 0, 0
	_, err := p.Generate(t.Context(), tinyRecipe(t, p, func(r *engine.Recipe) { r.Steps = 5 }), engine.Hooks{
		Keep: func(*engine.State) error {
			if kept++; kept == 2 {
				return full
			}
			return nil
		},
		Tell: func(e engine.Event) {
			if e.Event == "step" {
				told++
			}
		},
	})
	if !errors.Is(err, full) || kept != 2 || told != 1 {
		t.Errorf("%d states, %d steps told, %v", kept, told, err)
	}
}
