package ltx

import (
	"context"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// previewShare is how much of a run previews may take.
const previewShare = 0.05

// firstShare is how much of a run its first preview may take: a run that shows
// nothing at all is worse than one that takes a little longer.
const firstShare = 0.1

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

	picture, sound decoding
	shown          int     // the step that was shown last
	spent          float64 // seconds
}

// decoding is one of the pack's own decoders, asked for previews.
type decoding struct {
	on   bool
	cost float64 // seconds that the next preview takes
}

func (p *pipeline) newPreviewer(r engine.Recipe, pace *pace) *previewer {
	v := &previewer{p: p, pace: pace, now: time.Now, sketch: p.readSketch()}
	t := pace.timings
	f, _, _ := p.shape.latents(r.Frames, r.Height, r.Width)
	v.picture = decoding{on: p.componentBytes("vae") <= p.smallDecoder, cost: pace.after / float64(f)}
	v.sound = decoding{
		on:   p.componentBytes("audio_vae") <= p.smallDecoder && t.Hear > 0,
		cost: t.Hear * float64(p.shape.audioTokens(r)),
	}
	return v
}

// stepped shows a step where it is time for it. A preview that fails is none,
// and there will be no other; only the end of the run is passed on.
func (v *previewer) stepped(ctx context.Context, r engine.Recipe, step, steps int, m moment, show func(engine.Preview)) error {
	if !v.due(step, steps) {
		return nil
	}
	look, err := v.look(ctx, r, m, step == steps)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch {
	case err != nil:
		v.picture.on, v.sound.on, v.sketch = false, false, nil
	case look.Picture != nil || look.Envelope != nil:
		v.shown = step
		look.Step, look.Steps = step, steps
		show(look)
	}
	return nil
}

// due reports whether enough steps have gone by.
func (v *previewer) due(step, steps int) bool {
	return v.shown == 0 || step-v.shown >= (steps+previewsWanted-1)/previewsWanted
}

// look makes the preview of a moment, of what can be spared.
func (v *previewer) look(ctx context.Context, r engine.Recipe, m moment, last bool) (look engine.Preview, err error) {
	picture := m.clean[0][:m.streams[0].base*m.streams[0].width]
	sound := m.clean[1][:m.streams[1].base*m.streams[1].width]
	switch {
	case v.spares(v.picture, last):
		// The clip is decoded by the same session, so that opening it is no cost.
		if err := v.p.openDecoder(r); err != nil {
			return look, err
		}
		err = v.decode(&v.picture, func() (err error) {
			look.Picture, err = v.p.middlePicture(ctx, r, picture)
			return err
		})
		if err != nil {
			return look, err
		}
	case v.sketch != nil:
		look.Picture = v.sketch.show(v.p, r, picture)
	}
	switch {
	case r.Silent || r.Track != nil:
	case v.spares(v.sound, last):
		err = v.decode(&v.sound, func() (err error) {
			look.Envelope, err = v.p.envelope(ctx, sound)
			return err
		})
	case v.sketch != nil:
		look.Envelope = v.sketch.hear(sound)
	}
	return look, err
}

// spares reports whether the run has the time for a decoder. Previews are spread
// over the run: the early ones do not take the time of the later ones, and steps of
// one run take about as long as each other.
func (v *previewer) spares(d decoding, last bool) bool {
	if !d.on || last && d.cost > lastLook {
		return false
	}
	total, elapsed := v.pace.total(), v.pace.elapsed()
	if v.spent == 0 && d.cost <= firstShare*max(total, elapsed) {
		return true
	}
	return v.spent+d.cost <= previewShare*max(total/4, elapsed) // the early ones come early
}

// decode measures a decoder.
func (v *previewer) decode(d *decoding, run func() error) error {
	began := v.now()
	err := run()
	d.cost = v.now().Sub(began).Seconds()
	v.spent += d.cost
	return err
}
