package ltx

import (
	"context"
	"maps"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/audiovae"
	"github.com/kinora-studio/kinora/engine/ltx/connectors"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/ltx/durationhead"
	"github.com/kinora-studio/kinora/engine/ltx/upsampler"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/ltx/vocoder"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text/gemma"
)

// Goldens returns how every golden of the family is run.
func Goldens() parity.Runners {
	all := parity.Runners{
		"pipeline_guided": runPipeline, "pipeline_distilled": runPipeline, "pipeline_i2v": runPipeline,
		"tokenizer": runTokenizer, "scheduler": runScheduler,
	}
	for _, part := range []parity.Runners{
		gemma.Goldens(), connectors.Goldens(), dit.Goldens(), durationhead.Goldens(),
		videovae.Goldens(), audiovae.Goldens(), vocoder.Goldens(), upsampler.Goldens(),
	} {
		maps.Copy(all, part)
	}
	return all
}

// runPipeline makes a whole clip from recorded noise.
func runPipeline(ctx context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	p, err := open(engine.OpenParams{Dir: g.Dir})
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	p.maxTokens = g.Int("max_sequence_length")
	r := recipeOf(g)
	prompts := []string{r.Prompt}
	if sampler.PassesFor(samplerGuidance(r.Video), samplerGuidance(r.Sound)).Negative {
		prompts = append(prompts, r.Negative)
	}
	read, err := p.read(ctx, prompts...)
	if err != nil {
		return nil, err
	}
	s := stage{recipe: r, text: read, sigmas: r.Sigmas, start: 1, schedule: p.scheduleFor(r.Sigmas)}
	s.noise[0] = pack(g.In["noise.0"].F32, int(p.config.InChannels))
	s.noise[1] = audiovae.Pack(g.In["noise.1"]).F32
	video, audio, err := p.sample(ctx, s)
	if err != nil {
		return nil, err
	}
	return p.goldenResults(ctx, g, s, video, audio)
}

// recipeOf reads a golden's arguments, which are those of the public pipeline.
func recipeOf(g *parity.Golden) engine.Recipe {
	guidance := func(prefix string) engine.Guidance {
		return engine.Guidance{
			Scale: g.Number(prefix + "guidance_scale"), STG: g.Number(prefix + "stg_scale"),
			Modality: g.Number(prefix + "modality_scale"), Rescale: g.Number(prefix + "guidance_rescale"),
		}
	}
	r := engine.Recipe{
		Prompt: g.Text("prompt"), Negative: g.Text("negative_prompt"), Width: g.Int("width"), Height: g.Int("height"),
		Frames: g.Int("num_frames"), Rate: engine.Rate{Num: int64(g.Number("frame_rate") * 1000), Den: 1000},
		Steps: g.Int("num_inference_steps"), Video: guidance(""), Sound: guidance("audio_"),
		Sigmas: g.Numbers("sigmas"),
	}
	for _, block := range g.Numbers("spatio_temporal_guidance_blocks") {
		r.Blocks = append(r.Blocks, int(block))
	}
	if image := g.In["image"]; image != nil {
		picture := &engine.Picture{Width: int(image.Shape[1]), Height: int(image.Shape[0]), Pix: image.U8}
		r.Images = []engine.Image{{Strength: 1, Picture: picture}}
	}
	return r
}

func (p *pipeline) goldenResults(ctx context.Context, g *parity.Golden, s stage, video, audio *stream) (map[string]*tensor.Tensor, error) {
	solver, err := s.schedule.NewSolver(s.request(video.base))
	if err != nil {
		return nil, err
	}
	walk := solver.Schedule()
	out := map[string]*tensor.Tensor{
		"out.sigmas":    tensor.Floats(walk.Sigmas, int64(len(walk.Sigmas))),
		"out.timesteps": tensor.Floats(walk.Timesteps, int64(len(walk.Timesteps))),
	}
	latents, frames, err := p.decodeWhole(ctx, s.recipe, video.result())
	if err != nil {
		return nil, err
	}
	out["out.latents"] = latents
	if g.Out["video_frames"] != nil {
		out["out.video_frames"] = threeFrames(frames)
	}
	out["out.audio"], err = p.wave(ctx, audio.result())
	return out, err
}

// threeFrames picks the first, middle and last frame of [1, 3, frames, h, w] in
// [-1, 1], as [1, 3, 3, h, w] in [0, 1].
func threeFrames(x *tensor.Tensor) *tensor.Tensor {
	frames, size := x.Shape[2], x.Shape[3]*x.Shape[4]
	out := tensor.New(1, 3, 3, x.Shape[3], x.Shape[4])
	for i, f := range []int64{0, frames / 2, frames - 1} {
		for c := range int64(3) {
			for j := range size {
				v := x.F32[(c*frames+f)*size+j]
				out.F32[(int64(i)*3+c)*size+j] = min(max(v/2+0.5, 0), 1)
			}
		}
	}
	return out
}
