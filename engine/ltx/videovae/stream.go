package videovae

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// runner takes the chunks of a clip through one tile.
type runner struct {
	v     *VAE
	half  *half
	clock *clock
	place place
	extra map[string]*tensor.Tensor // inputs that stay
	kept  memory                    // what layers keep from chunk to chunk
	out   []float32
}

// memory is a set of frames that layers keep, by the names of their inputs. All
// tiles share one set more than there are tiles: a run writes to it, and what it
// has read becomes free for the next.
type memory map[string]*tensor.Tensor

func (v *VAE) runner(h *half, frames int64, e *Extra, at place) (*runner, error) {
	extra, err := v.inputs(h, e, 0, at)
	if err != nil {
		return nil, err
	}
	r := &runner{v: v, half: h, clock: newClock(h.line, frames), place: at, extra: extra, kept: h.memory()}
	return r, nil
}

// memory returns a set for a stream, and an empty one for a clip at once.
func (h *half) memory() memory {
	all := memory{}
	for _, p := range h.model.Inputs {
		if strings.HasPrefix(p.Name, statePrefix) {
			all[p.Name] = tensor.New(p.Shape...)
		}
	}
	return all
}

// run takes frames [frames, channels, height, width] in and returns those that
// are ready, with the number of the first in the clip. They are valid until the
// next run. What the layers keep is written to spare, and the set that they kept
// before takes its place.
func (r *runner) run(ctx context.Context, x *tensor.Tensor, all bool, spare *memory) (first int64, y *tensor.Tensor, err error) {
	m := r.clock.advance(x.Shape[0], all)
	if m.starve {
		return 0, nil, engine.Broken("", "the %s was given too few frames at once", r.half.model.Name)
	}
	in := map[string]*tensor.Tensor{inName: x}
	maps.Copy(in, r.extra)
	maps.Copy(in, m.inputs)
	maps.Copy(in, r.kept)
	y = r.result(m.now.len())
	into := map[string]*tensor.Tensor{outName: y}
	for name, t := range *spare {
		into[nextPrefix+strings.TrimPrefix(name, statePrefix)] = t
	}
	if _, err := r.half.session.RunInto(ctx, in, into); err != nil {
		return 0, nil, err
	}
	r.kept, *spare = *spare, r.kept
	return m.now.start, y, nil
}

// result returns memory for n frames that come out.
func (r *runner) result(n int64) *tensor.Tensor {
	at := slices.IndexFunc(r.half.model.Outputs, func(p graph.Port) bool { return p.Name == outName })
	shape := append([]int64{n}, r.half.model.Outputs[at].Shape[1:]...)
	if size := tensor.Count(shape); int64(cap(r.out)) < size {
		r.out = make([]float32, size)
	}
	return tensor.Floats(r.out[:tensor.Count(shape)], shape...)
}

// DecodeStream decodes latents [1, channels, f, h, w], not normalised, and hands
// every frame to emit as soon as it is ready, in order, as height·width·3 bytes
// of red, green and blue. The bytes are valid until emit returns; an error of
// emit ends the run and is returned.
//
// Chunks of a clip join without seams: the frames are those of a decode at once.
// Memory does not grow with the number of latents. A picture that needs more
// than p.Budget is decoded in overlapping tiles, which fade into each other.
func (v *VAE) DecodeStream(ctx context.Context, latents *tensor.Tensor, p TileParams, emit func(frame int, rgb []byte) error) error {
	if err := v.checkInput(false, latents.Shape); err != nil {
		return err
	}
	if latents.Shape[0] != 1 {
		return engine.Broken("", "a stream decodes one clip, not %d", latents.Shape[0])
	}
	plan, h, err := v.openFor(latents.Shape[2], latents.Shape[3], latents.Shape[4], p)
	if err != nil {
		return err
	}
	defer h.session.Keep(false)
	var runners []*runner
	for _, at := range plan.places() {
		r, err := v.runner(h, plan.frames, &p.Extra, at)
		if err != nil {
			return err
		}
		runners = append(runners, r)
	}
	spare := h.memory()
	sink := &sink{plan: plan, scale: v.decoderStride().space, emit: emit}
	clip := entry(latents, 0)
	for from := int64(0); sink.next < runners[0].clock.total; {
		step := plan.step(runners[0].clock)
		last := plan.whole || runners[0].clock.clone().advance(step, false).now.end >= runners[0].clock.total
		for i, r := range runners {
			h.session.Keep(!last || i+1 < len(runners))
			first, y, err := r.run(ctx, gather(clip, from, step, r.place, h.height, h.width), plan.whole, &spare)
			if err != nil {
				return err
			}
			sink.add(r.place, first, y)
		}
		if err := sink.flush(runners[0].clock.total); err != nil {
			return err
		}
		from += step
	}
	return nil
}

// OpenDecoder opens the session that DecodeStream runs for a clip of frames,
// height and width in latents, and keeps it for a run to come.
func (v *VAE) OpenDecoder(frames, height, width int64, p TileParams) error {
	_, _, err := v.openFor(frames, height, width, p)
	return err
}

func (v *VAE) openFor(frames, height, width int64, p TileParams) (*plan, *half, error) {
	plan, err := v.plan(frames, height, width, p)
	if err != nil {
		return nil, nil, err
	}
	h, err := v.half(plan.shape)
	return plan, h, err
}

// gather copies latents [channels, frames, height, width] to [n, channels, h, w]
// from frame first on, of a tile; behind the clip's end its last one again.
func gather(x *tensor.Tensor, first, n int64, at place, h, w int64) *tensor.Tensor {
	channels, frames, height, width := x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]
	out := tensor.New(n, channels, h, w)
	for f := range n {
		from := min(first+f, frames-1)
		for c := range channels {
			for y := range h {
				source := ((c*frames+from)*height+at.top+y)*width + at.left
				copy(out.F32[((f*channels+c)*h+y)*w:][:w], x.F32[source:][:w])
			}
		}
	}
	return out
}
