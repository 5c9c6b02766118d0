package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/durationhead"
)

// suggestedFrames asks a pack that can tell (2.5) how long the shot of a prompt
// should be, and returns the pack's default for any other.
func (p *pipeline) suggestedFrames(ctx context.Context, r engine.Recipe) (int, error) {
	if !p.pack.Has("duration_head") || p.pack.About.Defaults.Frames > 0 {
		return p.defaults.Frames, nil
	}
	text, err := p.read(ctx, r.Prompt)
	if err != nil {
		return 0, err
	}
	open := func(dir string) (*durationhead.Head, error) {
		return durationhead.New(durationhead.Params{Dir: dir, Options: p.options})
	}
	frames := 0
	err = with(p, "duration_head", open, func(h *durationhead.Head) error {
		seconds, err := h.Seconds(ctx, text[0].video, text[0].audio)
		if err != nil {
			return err
		}
		frames = durationhead.DefaultWindow().Frames(float64(seconds.F32[0]), r.Rate.Float(), p.shape.temporal)
		return nil
	})
	return frames, err
}
