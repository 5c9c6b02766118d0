package ltx

import (
	"context"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// previewShare is how much of a run previews may take.
const previewShare = 0.05

// previewsWanted is about how many previews a run shows: more are not seen.
const previewsWanted = 8

// lastLook is the longest that a preview of the last step may take, in seconds:
// behind it the clip itself is about to come.
const lastLook = 0.25

// smallDecoder is the size of weights up to which a decoder is asked for a
// preview. What a larger one would show is guessed from what it showed before,
// see sketch.
const smallDecoder = 64 << 20

// previewer shows what is forming, from the clean latents that a step foresees.
type previewer struct {
	p      *pipeline
	pace   *pace
	now    func() time.Time
	sketch *sketch // nil until a clip of the pack was decoded

	decodes, hears bool // by the pack's own decoders
	shown          int  // the step that was shown last
	spent          float64
	cost           float64 // of the next preview, in seconds
}

func (p *pipeline) newPreviewer(r engine.Recipe, pace *pace) *previewer {
	v := &previewer{
		p: p, pace: pace, now: time.Now,
		decodes: p.componentBytes("vae") <= p.smallDecoder, hears: p.componentBytes("audio_vae") <= p.smallDecoder,
	}
	if !v.decodes || !v.hears {
		v.sketch = p.readSketch()
	}
	v.hears = v.hears && !r.Silent && r.Track == nil
	if v.decodes { // its share of all pictures, and as much again for opening the decoder
		v.cost = 2 * pace.after * float64(v.p.framesAround()) / float64(r.Frames)
	}
	return v
}

// stepped shows a step where it is time for it. A preview that fails is none,
// and there will be no other; only the end of the run is passed on.
func (v *previewer) stepped(ctx context.Context, r engine.Recipe, step, steps int, m moment, show func(engine.Preview)) error {
	if !v.due(step, steps) {
		return nil
	}
	began := v.now()
	look, err := v.look(ctx, r, m)
	v.cost = v.now().Sub(began).Seconds()
	v.spent += v.cost
	v.shown = step
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.decodes, v.hears, v.sketch = false, false, nil
		return nil
	}
	if look.Picture == nil && look.Envelope == nil {
		return nil
	}
	look.Step, look.Steps = step, steps
	show(look)
	return nil
}

// due reports whether a step is shown: every few steps, and no more than the
// run can spare.
func (v *previewer) due(step, steps int) bool {
	if !v.decodes && !v.hears && v.sketch == nil {
		return false
	}
	if v.shown > 0 && step-v.shown < (steps+previewsWanted-1)/previewsWanted {
		return false
	}
	if step == steps && v.cost > lastLook {
		return false
	}
	return v.spent+v.cost <= previewShare*v.pace.total()
}

// look makes the preview of a moment.
func (v *previewer) look(ctx context.Context, r engine.Recipe, m moment) (look engine.Preview, err error) {
	picture := m.clean[0][:m.streams[0].base*m.streams[0].width]
	sound := m.clean[1][:m.streams[1].base*m.streams[1].width]
	switch {
	case v.decodes:
		if look.Picture, err = v.p.middlePicture(ctx, r, picture); err != nil {
			return look, err
		}
	case v.sketch != nil:
		look.Picture = v.sketch.show(v.p, r, picture)
	}
	switch {
	case v.hears:
		look.Envelope, err = v.p.envelope(ctx, sound)
	case v.sketch != nil && !r.Silent:
		look.Envelope = v.sketch.hear(sound)
	}
	return look, err
}
