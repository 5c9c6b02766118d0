package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// smallTransformer is the size up to which a transformer is opened while the
// prompt is read. Beside a larger one the time of opening is nothing, and the
// text encoder's memory is wanted back first.
const smallTransformer = 256 << 20

// openAhead opens the transformer as the first step of a clip from words takes
// it, which keeps one core busy while the prompt keeps another. The returned
// function waits for the end; what failed is found again by the first step.
func (p *pipeline) openAhead(ctx context.Context, r engine.Recipe) (wait func()) {
	conditioned := len(r.Images)+len(r.References) > 0 || r.Track != nil || r.Voice != nil || r.Footage != nil
	if conditioned || r.TwoStage || p.params.Budget > 0 || p.componentBytes("transformer") > smallTransformer {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = with(p, "transformer", p.openTransformer, func(t *dit.Transformer) error { return p.prepareFor(ctx, t, r) })
	}()
	return func() { <-done }
}

// prepareFor opens what a step of a recipe runs. Only which inputs there are
// decides that, and how many tokens, so zeros stand for the prompt.
func (p *pipeline) prepareFor(ctx context.Context, t *dit.Transformer, r engine.Recipe) error {
	video, audio, err := p.streams(ctx, r)
	if err != nil {
		return err
	}
	width, audioWidth := t.Config.TextWidths()
	clip, err := t.Prepare(dit.ClipParams{
		Text: tensor.New(1, int64(p.maxTokens), width), AudioText: tensor.New(1, int64(p.maxTokens), audioWidth),
		VideoCoords: video.coords, AudioCoords: audio.coords,
	})
	if err != nil {
		return err
	}
	level := tensor.Floats([]float32{1}, 1)
	return t.Prefetch(ctx, dit.Inputs{
		Clip: clip, Video: video.tensor(), Audio: audio.tensor(), Timestep: level, Sigma: level, CrossTimestep: true,
	})
}
