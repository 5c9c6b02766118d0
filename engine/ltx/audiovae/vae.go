package audiovae

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/ltx/internal/pieces"
	"github.com/kinora-studio/kinora/engine/ltx/internal/statistics"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says which audio VAE to open.
type Params struct {
	Dir     string // the component folder
	Options runtime.Options
}

// VAE is an audio VAE, ready to encode and decode. Its sessions are opened when
// first used.
type VAE struct {
	Config          Config
	dir             string
	options         runtime.Options
	profile         graph.Profile
	store           *weights.Store
	mean, deviation []float32
	encoder         half
	decoder         half
	piece           int64 // latents at once
	taps            func(string) bool
	tapped          map[string]*tensor.Tensor
}

// half is the session of one direction, made for one number of bands.
type half struct {
	bands   int64
	session *runtime.Session
}

// Open reads the configuration and the headers of the weights, and the latents'
// mean and deviation.
func Open(p Params) (*VAE, error) {
	config, err := ReadConfig(p.Dir)
	if err != nil {
		return nil, err
	}
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	// A few million parameters: half precision would save nothing and be heard.
	profile.Compute = tensor.F32
	store, err := weights.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	v := &VAE{Config: config, dir: p.Dir, options: p.Options, profile: profile, store: store, piece: pieceLatents}
	v.mean, v.deviation, err = statistics.Read(store, config.BaseChannels, "base_channels")
	return v, err
}

// WeightBytes returns the size of all weights in their files.
func (v *VAE) WeightBytes() int64 { return v.store.Bytes() }

// Close releases both sessions.
func (v *VAE) Close() error {
	return errors.Join(v.encoder.session.Close(), v.decoder.session.Close())
}

// Encode maps mel [batch, in_channels, frames, bands] to the mean of its latents
// [batch, channels, length, bands/4]; with the shipped causal models length is
// ceil(frames/4).
func (v *VAE) Encode(ctx context.Context, mel *tensor.Tensor) (*tensor.Tensor, error) {
	if err := v.fits("sound pictures", mel, v.Config.InChannels); err != nil {
		return nil, err
	}
	frames, bands := mel.Shape[2], mel.Shape[3]
	length := v.Config.latentLength(frames)
	if length == 0 {
		return nil, engine.Bad("use a longer sound", "%d mel frames are too few for one latent", frames)
	}
	var out *tensor.Tensor
	for _, s := range v.Config.plan(length, v.piece) {
		low, high := v.Config.factor()*s.Low, frames
		if s.High < length {
			high = v.Config.firstFrame(s.High)
		}
		z, err := v.run(ctx, &v.encoder, "encoder", bands, pieces.Rows(mel, low, high))
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = tensor.New(z.Shape[0], z.Shape[1], length, z.Shape[3])
		}
		pieces.Paste(out, s.From, z, s.From-s.Low, s.To-s.Low)
	}
	return out, nil
}

// Decode maps latents [batch, latent_channels, length, bands], not normalised,
// to mel [batch, output_channels, 4·length-3, mel_bins].
func (v *VAE) Decode(ctx context.Context, z *tensor.Tensor) (*tensor.Tensor, error) {
	if err := v.fits("sound latents", z, v.Config.LatentChannels); err != nil {
		return nil, err
	}
	length, bands := z.Shape[2], z.Shape[3]
	// The public class counts on three levels, whatever ch_mult says, and crops
	// or fills up with zeros what others give.
	frames, bins := max(1, 4*length-3), bands
	if v.Config.MelBins != nil {
		bins = *v.Config.MelBins
	}
	out := tensor.New(z.Shape[0], v.Config.OutputChannels, frames, bins)
	for _, s := range v.Config.plan(length, v.piece) {
		mel, err := v.run(ctx, &v.decoder, "decoder", bands, pieces.Rows(z, s.Low, s.High))
		if err != nil {
			return nil, err
		}
		offset := v.Config.factor() * s.Low
		pieces.Paste(out, v.Config.firstFrame(s.From), mel, v.Config.firstFrame(s.From)-offset, v.Config.firstFrame(s.To)-offset)
	}
	return out, nil
}

func (v *VAE) fits(what string, t *tensor.Tensor, channels int64) error {
	if len(t.Shape) != 4 || t.Shape[1] != channels || t.Len() == 0 || t.F32 == nil {
		return engine.Bad("use parts of one model", "%s %s do not fit %s, which takes [batch, %d, time, bands]",
			what, tensor.ShapeString(t.Shape), v.dir, channels)
	}
	return nil
}

// run runs one direction, opening its session where there is none for so many
// bands.
func (v *VAE) run(ctx context.Context, h *half, name string, bands int64, x *tensor.Tensor) (*tensor.Tensor, error) {
	if h.session == nil || h.bands != bands {
		if err := h.session.Close(); err != nil {
			return nil, err
		}
		session, err := v.open(name, bands)
		if err != nil {
			return nil, err
		}
		h.session, h.bands = session, bands
	}
	out, err := h.session.Run(ctx, map[string]*tensor.Tensor{"x": x})
	if err != nil {
		return nil, err
	}
	v.tapped = out
	return out["y"], nil
}

func (v *VAE) open(name string, bands int64) (*runtime.Session, error) {
	n := net{v.Config}
	b := graph.New(graph.Params{Name: "audio VAE", Profile: v.profile, Store: v.store, Taps: v.taps})
	if name == "encoder" {
		b.Output("y", n.encoder(b.At(name), b.Input("x", "batch", n.InChannels, "time", bands)))
	} else {
		b.Output("y", n.decoder(b.At(name), b.Input("x", "batch", n.LatentChannels, "time", bands)))
	}
	m, err := b.Build()
	if err != nil {
		return nil, err
	}
	return runtime.Open(m, v.options)
}
