package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// evaluator adapts a transformer to what the denoiser calls. What stays the same
// for a clip is prepared once for each prompt.
func evaluator(t *dit.Transformer) model {
	prepared := map[*tensor.Tensor]*dit.Clip{}
	return func(ctx context.Context, video, audio *stream, timestep float32, p pass) (v, a []float32, err error) {
		clip, ok := prepared[p.text.video]
		if !ok {
			clip, err = t.Prepare(dit.ClipParams{
				Text: p.text.video, AudioText: p.text.audio, TextMask: p.text.mask, AudioTextMask: p.text.mask,
				VideoCoords: video.coords, AudioCoords: audio.coords,
			})
			if err != nil {
				return nil, nil, err
			}
			prepared[p.text.video] = clip
		}
		x, y, err := t.Run(ctx, dit.Inputs{
			Clip: clip, Video: video.tensor(), Audio: audio.tensor(),
			Timestep: video.timesteps(timestep), AudioTimestep: audio.timesteps(timestep),
			Sigma: tensor.Floats([]float32{timestep}, 1), CrossTimestep: true,
			Isolate: p.isolated, SkipBlocks: p.perturb,
		})
		if err != nil {
			return nil, nil, err
		}
		return x.F32, y.F32, nil
	}
}

// stage is one walk from noise to clean latents at one size.
type stage struct {
	recipe   engine.Recipe
	text     []textContext // the prompt's, and the negative's where guidance asks for it
	sigmas   []float64     // in place of the pack's schedule
	start    float32       // noise level that the walk begins with
	from     [2][]float32  // clean tokens that it refines; nil where it begins from noise
	noise    [2][]float32  // in place of the recipe's own; for goldens
	schedule sampler.Config
	journal  *journal // what the run has done so far; nil for goldens
	before   int      // steps of the stages before this one
}

// sample runs one stage and returns both streams.
func (p *pipeline) sample(ctx context.Context, s stage) (video, audio *stream, err error) {
	r := s.recipe
	video, audio, err = p.streams(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	for i, st := range []*stream{video, audio} {
		noise := s.noise[i]
		if noise == nil {
			noise = st.noise(r.Seed, uint64(i))
		}
		st.start(s.from[i], noise, s.start)
	}
	request := s.request(video.base)
	done := max(0, s.journal.done()-s.before)
	if done == request.Steps {
		return video, audio, s.journal.restore(video, audio)
	}
	d := denoiser{
		video: video, audio: audio, positive: s.text[0], blocks: r.Blocks, done: done,
		guide:  [2]sampler.Guidance{samplerGuidance(r.Video), samplerGuidance(r.Sound).Or(samplerGuidance(r.Video))},
		solver: func() (sampler.Solver, error) { return s.schedule.NewSolver(request) },
	}
	if len(s.text) > 1 {
		d.negative = s.text[1]
	}
	if done > 0 {
		d.resume = func(solvers [2]sampler.Solver) error { return s.journal.goOn(done, d.video, d.audio, solvers) }
	}
	if s.journal != nil {
		d.stepped = func(ctx context.Context, m moment) error { return s.journal.stepped(ctx, r, s.before+m.step, m) }
	}
	err = with(p, "transformer", p.openTransformer, func(t *dit.Transformer) error {
		d.run = evaluator(t)
		return d.walk(ctx)
	})
	return video, audio, err
}

// request is what the stage asks of its schedule.
func (s stage) request(tokens int) sampler.Request {
	sigmas := s.sigmas
	if sigmas == nil {
		sigmas = evenly(s.recipe.Steps)
	}
	return sampler.Request{Steps: len(sigmas), Tokens: tokens, Sigmas: sigmas}
}

// evenly is the public pipeline's own list of noise levels, 1 to 1/steps, before
// the schedule shifts it.
func evenly(steps int) []float64 {
	out := make([]float64, steps)
	for i := range out {
		out[i] = 1
		if steps > 1 {
			out[i] = 1 + (1/float64(steps)-1)*float64(i)/float64(steps-1)
		}
	}
	return out
}

func (p *pipeline) openTransformer(dir string) (*dit.Transformer, error) {
	return dit.Open(dit.Params{Dir: dir, Options: p.options, Adapters: p.adapters})
}
