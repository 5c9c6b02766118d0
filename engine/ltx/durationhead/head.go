package durationhead

import (
	"context"
	"errors"
	"sync"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says what to open.
type Params struct {
	Dir     string // the component's folder, with config.json and weights
	Options runtime.Options
}

// Head is the component.
type Head struct {
	config  Config
	weights int64

	mu     sync.Mutex // guards graphs: one prompt runs at a time
	graphs map[streams]*runtime.Lazy
}

// streams says which of the two connectors' results are given.
type streams struct{ video, audio bool }

// New reads the configuration and the headers of the weights.
func New(p Params) (*Head, error) {
	c, err := ReadConfig(p.Dir)
	if err != nil {
		return nil, err
	}
	store, err := weights.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	h := &Head{config: c, graphs: map[streams]*runtime.Lazy{}}
	for _, s := range []streams{{video: true, audio: true}, {video: true}, {audio: true}} {
		b := graph.New(graph.Params{Name: "duration head", Profile: profile, Store: store})
		c.describe(b, s)
		m, err := b.Build()
		if err != nil {
			return nil, err
		}
		h.graphs[s] = runtime.NewLazy(m, p.Options)
	}
	h.weights = store.BytesAs(profile.Compute)
	return h, nil
}

// describe declares the graph: inputs video and audio [batch, tokens, width],
// output seconds [batch]. Learnt queries attend to the tokens of both streams,
// which learnt vectors tell apart; a small network turns what they gather into
// the logarithm of the length.
func (c Config) describe(b *graph.Builder, s streams) {
	var groups []graph.Value
	if s.video {
		video := b.Input("video", "batch", "video tokens", c.VideoWidth)
		groups = append(groups, b.Add(b.Linear("video_input_proj", video, c.Width, true), b.Weight("video_modality_emb", c.Width)))
	}
	if s.audio {
		audio := b.Input("audio", "batch", "audio tokens", c.AudioWidth)
		groups = append(groups, b.Add(b.Linear("audio_input_proj", audio, c.Width, true), b.Weight("audio_modality_emb", c.Width)))
	}
	pooled := c.pool(b.At("attention_pooler"), b.Concat(1, groups...))
	hidden := b.GELU(b.Linear("mlp_hidden", b.Reshape(pooled, "batch", c.Queries*c.Width), c.HiddenWidth, true))
	b.Output("seconds", b.Exp(b.Squeeze(b.Linear("mlp_out", hidden, 1, true), 1)))
}

// pool lets the queries attend to tokens [batch, tokens, width].
func (c Config) pool(b *graph.Builder, tokens graph.Value) graph.Value {
	q := b.Unsqueeze(b.Linear("to_q", b.Weight("query_tokens", c.Queries, c.Width), c.Width, true), 0)
	q = b.Expand(q, tokens.Dim(0), c.Queries, c.Width)
	k, v := b.Linear("to_k", tokens, c.Width, true), b.Linear("to_v", tokens, c.Width, true)
	return b.Linear("to_out", b.Attention(q, k, v, graph.AttentionParams{Heads: c.Heads}), c.Width, true)
}

// WeightBytes estimates the memory of the loaded weights.
func (h *Head) WeightBytes() int64 { return h.weights }

// Close releases the weights. The head may be used again.
func (h *Head) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var failed error
	for _, g := range h.graphs {
		failed = errors.Join(failed, g.Close())
	}
	return failed
}

// Seconds predicts the length of each shot, [batch], from the results of the
// video connector [batch, tokens, width] and of the audio connector; one of
// them may be nil.
func (h *Head) Seconds(ctx context.Context, video, audio *tensor.Tensor) (*tensor.Tensor, error) {
	inputs, s := map[string]*tensor.Tensor{}, streams{video != nil, audio != nil}
	if s.video {
		inputs["video"] = video
	}
	if s.audio {
		inputs["audio"] = audio
	}
	if len(inputs) == 0 {
		return nil, engine.Broken("", "the duration head was given neither video nor audio tokens")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	out, err := h.graphs[s].Run(ctx, inputs)
	if err != nil {
		return nil, err
	}
	return out["seconds"], nil
}
