package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// context of the model's text side, for one prompt.
type textContext struct {
	video, audio *tensor.Tensor // [1, tokens, width]
	mask         *tensor.Tensor // int64 [1, tokens]; nil where every token counts
}

// pass is one evaluation of the transformer.
type pass struct {
	text     textContext
	isolated bool  // picture and sound do not see each other
	perturb  []int // blocks whose self-attention is skipped
}

// model evaluates the transformer at a timestep and returns the velocities of
// both streams.
type model func(ctx context.Context, video, audio *stream, timestep float32, p pass) (v, a []float32, err error)

// denoiser walks both streams from noise to a clean latent.
type denoiser struct {
	run      model
	video    *stream
	audio    *stream
	guide    [2]sampler.Guidance // picture, sound
	positive textContext
	negative textContext // used where a guidance asks for it
	blocks   []int
	solver   func() (sampler.Solver, error)      // one for each stream, since some keep state
	done     int                                 // steps that were taken before
	resume   func([2]sampler.Solver) error       // puts back what they left; nil where there were none
	stepped  func(context.Context, moment) error // may be nil
}

// moment is where a walk is after a step. What it points to changes with the
// next one.
type moment struct {
	step    int // of this walk, counted from 1
	streams [2]*stream
	solvers [2]sampler.Solver
	clean   [2][]float32 // the clean latents that the step foresaw, of all tokens
}

// walk runs all steps. It returns ctx.Err() within one evaluation of the model
// after the context is cancelled.
func (d *denoiser) walk(ctx context.Context) error {
	video, err := d.solver()
	if err != nil {
		return engine.Bad("change the steps or sigmas", "the schedule cannot be used: %w", err)
	}
	audio, err := d.solver()
	if err != nil {
		return err
	}
	solvers := [2]sampler.Solver{video, audio}
	if d.resume != nil {
		if err := d.resume(solvers); err != nil {
			return err
		}
	}
	for i := d.done; i < video.Schedule().Steps(); i++ {
		if err := d.step(ctx, i, solvers); err != nil {
			return err
		}
	}
	return nil
}

// step moves both streams from noise level i to the next.
func (d *denoiser) step(ctx context.Context, i int, solvers [2]sampler.Solver) error {
	schedule := solvers[0].Schedule()
	v, a, err := d.predict(ctx, schedule.Sigmas[i], schedule.Timesteps[i])
	if err != nil {
		return err
	}
	m := moment{step: i + 1, streams: [2]*stream{d.video, d.audio}, solvers: solvers, clean: [2][]float32{v, a}}
	for k, s := range m.streams {
		velocity := make([]float32, len(s.x))
		sampler.ToVelocity(velocity, s.x, m.clean[k], schedule.Sigmas[i])
		if err := solvers[k].Step(i, s.x, velocity); err != nil {
			return err
		}
		if !tensor.Finite(s.x) {
			return engine.Broken("use another provider", "the result of step %d cannot be used: %w", i+1, engine.ErrNotFinite)
		}
	}
	if d.stepped != nil {
		return d.stepped(ctx, m)
	}
	return nil
}

// predict returns the guided clean latents of both streams.
func (d *denoiser) predict(ctx context.Context, sigma, t float32) (video, audio []float32, err error) {
	var pv, pa sampler.Predictions
	evaluate := func(p pass, v, a *[]float32) {
		if err != nil {
			return
		}
		if *v, *a, err = d.run(ctx, d.video, d.audio, t, p); err != nil {
			return
		}
		sampler.ToDenoised(*v, d.video.x, *v, sigma)
		sampler.ToDenoised(*a, d.audio.x, *a, sigma)
	}
	need := sampler.PassesFor(d.guide[:]...)
	evaluate(pass{text: d.positive}, &pv.Cond, &pa.Cond)
	if need.Negative {
		evaluate(pass{text: d.negative}, &pv.Negative, &pa.Negative)
	}
	if need.Perturbed {
		evaluate(pass{text: d.positive, perturb: d.blocks}, &pv.Perturbed, &pa.Perturbed)
	}
	if need.Isolated {
		evaluate(pass{text: d.positive, isolated: true}, &pv.Isolated, &pa.Isolated)
	}
	if err != nil {
		return nil, nil, err
	}
	video, audio = make([]float32, len(pv.Cond)), make([]float32, len(pa.Cond))
	sampler.Guide(video, d.guide[0], pv)
	sampler.Guide(audio, d.guide[1], pa)
	d.video.settle(video)
	d.audio.settle(audio)
	return video, audio, nil
}
