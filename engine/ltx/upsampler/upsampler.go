package upsampler

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says which upsampler to open and how to run it.
type Params struct {
	Dir     string // the component's folder
	Options runtime.Options
	Taps    func(name string) bool // intermediate values to return; nil for none
}

// Upsampler is an LTX2LatentUpsamplerModel. The session of the last size is kept.
type Upsampler struct {
	Config
	params  Params
	profile graph.Profile
	store   *weights.Store
	size    [2]int64 // height and width that session is for
	session *runtime.Session
}

// Open reads the configuration and finds the weights; it opens no session yet.
func Open(p Params) (*Upsampler, error) {
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	u := &Upsampler{params: p, profile: profile}
	if u.Config, err = ReadConfig(p.Dir); err != nil {
		return nil, err
	}
	u.store, err = weights.Open(p.Dir)
	return u, err
}

// Close releases the session.
func (u *Upsampler) Close() error {
	s := u.session
	u.session = nil
	return s.Close()
}

// WeightBytes returns the memory that the weights take: those of a narrower type
// are widened.
func (u *Upsampler) WeightBytes() int64 { return u.store.BytesAs(u.profile.Compute) }

// Run enlarges latents [batch, channels, frames, height, width], not normalised.
// Spatially the result has twice the height and width, or what
// rational_spatial_scale says; in time 2·frames - 1.
func (u *Upsampler) Run(ctx context.Context, latents *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := u.run(ctx, latents)
	if err != nil {
		return nil, err
	}
	return out["y"], nil
}

func (u *Upsampler) run(ctx context.Context, x *tensor.Tensor) (map[string]*tensor.Tensor, error) {
	if len(x.Shape) != 5 || x.Shape[1] != u.InChannels || x.Len() == 0 {
		return nil, engine.Bad("", "the latent upsampler takes latents [batch, %d, frames, height, width], not %s",
			u.InChannels, tensor.ShapeString(x.Shape))
	}
	if err := u.prepare(x.Shape[3], x.Shape[4]); err != nil {
		return nil, err
	}
	clip := tensor.Count(x.Shape[1:])
	all := map[string]*tensor.Tensor{}
	for i := range x.Shape[0] {
		in := tensor.Floats(x.F32[i*clip:(i+1)*clip], x.Shape[1:]...)
		out, err := u.session.Run(ctx, map[string]*tensor.Tensor{"x": in})
		if err != nil {
			return nil, err
		}
		out["y"] = out["y"].Reshape(append([]int64{1}, out["y"].Shape...)...)
		for name, t := range out {
			if all[name] == nil {
				all[name] = tensor.Floats(nil, append([]int64{0}, t.Shape[1:]...)...)
			}
			all[name].F32 = append(all[name].F32, t.F32...)
			all[name].Shape[0] += t.Shape[0]
		}
	}
	return all, nil
}

// prepare opens the session of a size where it is not open.
func (u *Upsampler) prepare(height, width int64) error {
	if u.session != nil && u.size == [2]int64{height, width} {
		return nil
	}
	b := graph.New(graph.Params{Name: "latent upsampler", Profile: u.profile, Store: u.store, Taps: u.params.Taps})
	net{u.Config}.forward(b, height, width)
	m, err := b.Build()
	if err != nil {
		return err
	}
	if err := u.Close(); err != nil {
		return err
	}
	u.session, err = runtime.Open(m, u.params.Options)
	u.size = [2]int64{height, width}
	return err
}
