package videovae

import (
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// shape is what a session is opened for. Height and width are of what goes in:
// latents for a decoder, pixels for an encoder. The number of frames is free.
type shape struct {
	encodes       bool
	stream        bool
	height, width int64
}

// half is the encoder or decoder for one size, loaded.
type half struct {
	shape
	line    *timeline
	noises  []noise
	model   *graph.Model
	session *runtime.Session
}

// kept is how many sessions stay open: a clip's decoder, and the encoder of its
// conditions.
const kept = 2

// half returns a session for a shape, opening it where it is not at hand.
func (v *VAE) half(s shape) (*half, error) {
	for i, h := range v.open {
		if h.shape == s {
			v.open = append([]*half{h}, slices.Delete(v.open, i, i+1)...)
			return h, nil
		}
	}
	h, err := v.describe(s)
	if err != nil {
		return nil, err
	}
	for len(v.open) >= kept {
		last := v.open[len(v.open)-1]
		v.open = v.open[:len(v.open)-1]
		if err := last.session.Close(); err != nil {
			return nil, err
		}
	}
	if h.session, err = runtime.Open(h.model, v.params.Options); err != nil {
		return nil, err
	}
	v.open = append([]*half{h}, v.open...)
	return h, nil
}

// describe builds the graph of a shape without loading it.
func (v *VAE) describe(s shape) (*half, error) {
	name, padding, causal := "video decoder", v.DecoderPadding, v.DecoderCausal
	if s.encodes {
		name, padding, causal = "video encoder", v.EncoderPadding, v.EncoderCausal
	}
	if padding == padReflect && !s.encodes && min(s.height, s.width) < 2 {
		return nil, engine.Bad("use a larger picture or larger tiles", "reflect padding cannot decode %d by %d latents", s.height, s.width)
	}
	taps := v.params.Taps
	if s.stream {
		taps = nil
	}
	n := &net{
		b:    graph.New(graph.Params{Name: name, Profile: v.profile, Store: v.store, Taps: taps}),
		line: &timeline{}, causal: causal, stream: s.stream, padding: padding, eps: v.ResnetNormEps,
	}
	if s.encodes {
		n.encoder(&v.Config, s.height, s.width)
	} else {
		n.decoder(&v.Config, s.height, s.width)
	}
	m, err := n.b.Build()
	if err != nil {
		return nil, err
	}
	return &half{shape: s, line: n.line, noises: n.noises, model: m}, nil
}

// unitDecoder describes a stream's decoder of a small picture, from which the
// needs of others follow by their areas.
func (v *VAE) unitDecoder() (*half, error) {
	var err error
	if v.unit == nil {
		v.unit, err = v.describe(shape{stream: true, height: 4, width: 4})
	}
	return v.unit, err
}
