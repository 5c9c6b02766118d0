package ltx

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// Generate makes one clip: the prompt is read, both streams are sampled, the
// sound is decoded; pictures are decoded when the clip is rendered.
func (p *pipeline) Generate(ctx context.Context, r engine.Recipe, h engine.Hooks) (*engine.Clip, error) {
	clip, err := p.generate(ctx, r, h)
	return clip, p.explain(ctx, err)
}

func (p *pipeline) generate(ctx context.Context, r engine.Recipe, h engine.Hooks) (*engine.Clip, error) {
	if err := p.ready(ctx); err != nil {
		return nil, err
	}
	if err := p.check(r); err != nil {
		return nil, err
	}
	j, err := p.newJournal(ctx, r, h)
	if err != nil {
		return nil, err
	}
	tell := j.hooks.Tell
	var text []textContext
	if j.done() < j.steps {
		tell(engine.Event{Event: "phase", Phase: engine.PhasePrompt})
		if text, err = p.readFor(ctx, r); err != nil {
			return nil, err
		}
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhaseSample})
	j.pace.sampling()
	video, audio, err := p.stages(ctx, r, text, j)
	if err != nil {
		return nil, err
	}
	clip := &engine.Clip{Width: r.Width, Height: r.Height, Frames: r.Frames, Rate: r.Rate}
	if !r.Silent {
		tell(engine.Event{Event: "phase", Phase: engine.PhaseSound})
		if clip.Sound, err = p.sound(ctx, r, audio.result()); err != nil {
			return nil, err
		}
		if r.Track == nil {
			p.listen(audio.result(), clip.Sound)
		}
	}
	latents := slices.Clone(video.result())
	clip.Render = func(ctx context.Context, emit func(*engine.Picture) error) error {
		return p.explain(ctx, p.render(ctx, r, latents, emit))
	}
	return clip, nil
}

// readFor reads the prompts of a recipe, and opens the transformer meanwhile.
func (p *pipeline) readFor(ctx context.Context, r engine.Recipe) ([]textContext, error) {
	prompts := []string{r.Prompt}
	guide := sampler.PassesFor(samplerGuidance(r.Video), samplerGuidance(r.Sound).Or(samplerGuidance(r.Video)))
	if guide.Negative {
		prompts = append(prompts, r.Negative)
	}
	opened := p.openAhead(ctx, r)
	defer opened()
	return p.read(ctx, prompts...)
}

// render hands out the pictures of a clip: footage as it came in, or else what
// the latents show. How long decoding took is kept for the next estimate.
func (p *pipeline) render(ctx context.Context, r engine.Recipe, latents []float32, emit func(*engine.Picture) error) error {
	if r.Footage != nil {
		for _, picture := range fill(r.Footage.Pictures, r.Frames) {
			if err := errors.Join(ctx.Err(), emit(picture)); err != nil {
				return err
			}
		}
		return nil
	}
	began := time.Now()
	shown := 0
	seen, done := p.watch(r, latents, func(picture *engine.Picture) error {
		shown++
		return emit(picture)
	})
	nothing := func() bool { return shown == 0 }
	if err := p.decoded(ctx, nothing, func() error { return p.pictures(ctx, r, latents, seen) }); err != nil {
		return err
	}
	done()
	t := p.timings(ctx)
	t.Decode = time.Since(began).Seconds() / pixels(r)
	if p.hearing > 0 {
		t.Hear = p.hearing
	}
	p.keep(t)
	return nil
}
