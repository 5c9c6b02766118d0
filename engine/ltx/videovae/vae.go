package videovae

import (
	"context"
	"errors"
	"maps"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says which autoencoder to open and how to run it.
type Params struct {
	Dir     string // the component's folder
	Options runtime.Options
	Taps    func(name string) bool // intermediate values of a whole decode or encode to return; nil for none
}

// VAE is an AutoencoderKLLTX2Video. Sessions are opened for the sizes that are
// asked for, and the last few are kept.
type VAE struct {
	Config
	*Statistics
	params   Params
	profile  graph.Profile
	store    *weights.Store
	timeUnit float32 // what decode timesteps are multiplied by
	open     []*half // most recently used first
	unit     *half   // a small decoder that is only described, for estimates
}

// Open reads the configuration and finds the weights; it opens no session yet.
func Open(p Params) (*VAE, error) {
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	v := &VAE{params: p, profile: profile}
	if v.Config, err = ReadConfig(p.Dir); err != nil {
		return nil, err
	}
	if v.store, err = weights.Open(p.Dir); err != nil {
		return nil, err
	}
	if v.Statistics, err = readStatistics(&v.Config, v.store); err != nil {
		return nil, err
	}
	if v.TimestepConditioning {
		unit, err := v.store.Floats("decoder.timestep_scale_multiplier")
		if err != nil {
			return nil, err
		}
		if len(unit.F32) != 1 {
			return nil, engine.Bad("copy or download the model again", "decoder.timestep_scale_multiplier in %s is not one number", p.Dir)
		}
		v.timeUnit = unit.F32[0]
	}
	return v, nil
}

// Close releases all sessions.
func (v *VAE) Close() error {
	var all []error
	for _, h := range v.open {
		all = append(all, h.session.Close())
	}
	v.open = nil
	return errors.Join(all...)
}

// WeightBytes returns the size of both halves' weights in their files.
func (v *VAE) WeightBytes() int64 { return v.store.Bytes() }

// Extra is what a decoder may take beside latents. The public configurations
// need none of it.
type Extra struct {
	// Timestep of each batch entry, for timestep_conditioning; 0 where absent.
	Timestep []float32
	// Noise returns standard Gaussian values for layer i of decoder_inject_noise,
	// [height, width]. Where it is nil, Seed decides.
	Noise func(i int, height, width int64) []float32
	Seed  uint64
}

// noiseStream is where the decoder's layers begin among the streams of a seed.
const noiseStream = 1 << 32

func (e *Extra) noise(i int, height, width int64) []float32 {
	if e.Noise != nil {
		return e.Noise(i, height, width)
	}
	return sampler.Noise(e.Seed, noiseStream+uint64(i), int(height*width))
}

// place is where a tile lies in a picture, in latents.
type place struct{ top, left, height, width int64 }

// inputs are those of a decoder that do not depend on the frames. Noise belongs
// to the whole picture, of which a tile sees its part.
func (v *VAE) inputs(h *half, e *Extra, entry int, at place) (map[string]*tensor.Tensor, error) {
	in := map[string]*tensor.Tensor{}
	if h.encodes {
		return in, nil
	}
	if v.TimestepConditioning {
		t := float32(0)
		if len(e.Timestep) > 0 {
			t = e.Timestep[min(entry, len(e.Timestep)-1)]
		}
		in[stepsName] = tensor.Floats(sinusoid(t*v.timeUnit), 1, sinusoids)
	}
	for i, n := range h.noises {
		scale := n.height / h.height
		height, width := at.height*scale, at.width*scale
		values := e.noise(i, height, width)
		if int64(len(values)) != height*width {
			return nil, engine.Broken("", "noise %d of the video decoder has %d values, not %d by %d", i, len(values), height, width)
		}
		in[n.name] = rectangle(tensor.Floats(values, 1, 1, height, width), at.top*scale, at.left*scale, n.height, n.width)
	}
	return in, nil
}

// Decode turns latents [batch, channels, f, h, w], not normalised, into pixels
// [batch, 3, frames, height, width] of about -1 to 1. The result holds a whole
// clip; DecodeStream does not.
func (v *VAE) Decode(ctx context.Context, latents *tensor.Tensor, e Extra) (*tensor.Tensor, error) {
	out, err := v.whole(ctx, false, latents, e)
	if err != nil {
		return nil, err
	}
	return out[outName], nil
}

// Encode turns pixels [batch, 3, frames, height, width] of -1 to 1 into latents
// [batch, channels, f, h, w], not normalised: the mean of the posterior.
func (v *VAE) Encode(ctx context.Context, pixels *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := v.whole(ctx, true, pixels, Extra{})
	if err != nil {
		return nil, err
	}
	return out[outName], nil
}

// whole runs every batch entry at once and returns the result and the taps.
func (v *VAE) whole(ctx context.Context, encodes bool, x *tensor.Tensor, e Extra) (map[string]*tensor.Tensor, error) {
	if err := v.checkInput(encodes, x.Shape); err != nil {
		return nil, err
	}
	h, err := v.half(shape{encodes: encodes, height: x.Shape[3], width: x.Shape[4]})
	if err != nil {
		return nil, err
	}
	batch := x.Shape[0]
	var parts []map[string]*tensor.Tensor
	for i := range batch {
		in, err := v.inputs(h, &e, int(i), place{height: h.height, width: h.width})
		if err != nil {
			return nil, err
		}
		out, err := v.single(ctx, h, entry(x, i), in)
		if err != nil {
			return nil, err
		}
		parts = append(parts, out)
	}
	return stack(parts), nil
}

// single runs one clip [channels, frames, height, width] at once.
func (v *VAE) single(ctx context.Context, h *half, x *tensor.Tensor, in map[string]*tensor.Tensor) (map[string]*tensor.Tensor, error) {
	clock := newClock(h.line, x.Shape[1])
	if clock.ragged {
		return nil, v.raggedFault(x.Shape[1])
	}
	maps.Copy(in, clock.advance(x.Shape[1], true).inputs)
	in[inName] = swap(x)
	out, err := h.session.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	y := swap(out[outName])
	out[outName] = y.Reshape(append([]int64{1}, y.Shape...)...)
	return out, nil
}

func (v *VAE) checkInput(encodes bool, s []int64) error {
	channels, name, what := v.LatentChannels, "decoder", "latents"
	if encodes {
		channels, name, what = v.InChannels, "encoder", "pixels"
	}
	if len(s) != 5 || s[1] != channels || tensor.Count(s) <= 0 {
		return engine.Bad("", "the video %s takes %s [batch, %d, frames, height, width], not %s", name, what, channels, tensor.ShapeString(s))
	}
	if encodes && (!v.divides(s[3]) || !v.divides(s[4])) {
		return engine.Bad("choose a width and height that are multiples of it",
			"pictures of %d by %d do not divide by %d", s[4], s[3], v.encoderStride().space)
	}
	return nil
}
