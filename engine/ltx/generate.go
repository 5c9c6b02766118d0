package ltx

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// Generate makes one clip: the prompt is read, both streams are sampled, the
// sound is decoded; pictures are decoded when the clip is rendered.
func (p *pipeline) Generate(ctx context.Context, r engine.Recipe, h engine.Hooks) (*engine.Clip, error) {
	tell := h.Tell
	if tell == nil {
		tell = func(engine.Event) {}
	}
	clip, err := p.generate(ctx, r, tell)
	return clip, p.explain(ctx, err)
}

func (p *pipeline) generate(ctx context.Context, r engine.Recipe, tell func(engine.Event)) (*engine.Clip, error) {
	began := time.Now()
	if err := p.check(r); err != nil {
		return nil, err
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhasePrompt})
	prompts := []string{r.Prompt}
	guide := sampler.PassesFor(samplerGuidance(r.Video), samplerGuidance(r.Sound).Or(samplerGuidance(r.Video)))
	if guide.Negative {
		prompts = append(prompts, r.Negative)
	}
	opened := p.openAhead(ctx, r)
	text, err := p.read(ctx, prompts...)
	opened()
	if err != nil {
		return nil, err
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhaseSample})
	progress := p.progress(ctx, r, began, tell)
	video, audio, err := p.stages(ctx, r, text, progress)
	if err != nil {
		return nil, err
	}
	clip := &engine.Clip{Width: r.Width, Height: r.Height, Frames: r.Frames, Rate: r.Rate}
	if !r.Silent {
		tell(engine.Event{Event: "phase", Phase: engine.PhaseSound})
		if clip.Sound, err = p.sound(ctx, r, audio.result()); err != nil {
			return nil, err
		}
	}
	latents := slices.Clone(video.result())
	clip.Render = func(ctx context.Context, emit func(*engine.Picture) error) error {
		return p.explain(ctx, p.render(ctx, r, latents, emit))
	}
	return clip, nil
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
	if err := p.pictures(ctx, r, latents, emit); err != nil {
		return err
	}
	t := p.timings(ctx)
	t.Decode = time.Since(began).Seconds() / pixels(r)
	p.keep(t)
	return nil
}

// progress tells each step with the time left, as measured so far, and keeps
// what was measured for the next estimate.
func (p *pipeline) progress(ctx context.Context, r engine.Recipe, began time.Time, tell func(engine.Event)) func(step, steps int) {
	first := time.Now()
	after := p.decodeSeconds(r, p.timings(ctx))
	return func(step, steps int) {
		each := time.Since(first).Seconds() / float64(step)
		tell(engine.Event{
			Event: "step", Phase: engine.PhaseSample, Step: step, Steps: steps,
			Left: each*float64(steps-step) + after, Memory: runtime.ResidentMemory(),
		})
		if step == steps {
			t := p.timings(ctx)
			t.Pass, t.Work, t.Load = each/float64(passes(r)), p.work(r), first.Sub(began).Seconds()
			p.keep(t)
		}
	}
}

// stages runs the one stage of a recipe, or half size and then full size.
func (p *pipeline) stages(ctx context.Context, r engine.Recipe, text []textContext, stepped func(step, steps int)) (video, audio *stream, err error) {
	if !r.TwoStage {
		return p.sample(ctx, stage{recipe: r, text: text, sigmas: r.Sigmas, start: 1, stepped: stepped, schedule: p.scheduleFor(r.Sigmas)})
	}
	half := r
	half.Width, half.Height = r.Width/2, r.Height/2
	refine := sampler.DistilledStage2()
	total := r.Steps + len(refine)
	half, full, err := p.scaleConditions(half, r)
	if err != nil {
		return nil, nil, err
	}
	video, audio, err = p.sample(ctx, stage{
		recipe: half, text: text, sigmas: r.Sigmas, start: 1, schedule: p.scheduleFor(r.Sigmas),
		stepped: func(step, _ int) { stepped(step, total) },
	})
	if err != nil {
		return nil, nil, err
	}
	larger, err := p.upsample(ctx, half, video.result())
	if err != nil {
		return nil, nil, err
	}
	// The second stage follows the prompt without guidance, as it was distilled.
	full.Video, full.Sound = engine.Guidance{Scale: 1, Modality: 1}, engine.Guidance{Scale: 1, Modality: 1}
	return p.sample(ctx, stage{
		recipe: full, text: text[:1], sigmas: refine, start: float32(refine[0]), schedule: p.scheduleFor(refine),
		from:    [2][]float32{larger, slices.Clone(audio.result())},
		stepped: func(step, _ int) { stepped(r.Steps+step, total) },
	})
}

// scheduleFor returns the pack's schedule; noise levels that are listed are
// meant as they are, without any shift.
func (p *pipeline) scheduleFor(sigmas []float64) sampler.Config {
	if len(sigmas) == 0 {
		return p.schedule
	}
	if c := p.schedule.FlowMatch; c != nil {
		listed := c.DistilledConfig()
		listed.Shift = 1
		return sampler.Config{FlowMatch: &listed}
	}
	return p.schedule
}
