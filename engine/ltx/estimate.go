package ltx

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// timings is what was measured on this machine with one pack and provider. It
// is kept between runs, so that the second estimate is better than the first.
type timings struct {
	Speed  float64 `json:"speed"`  // operations a second of a matrix product
	Work   float64 `json:"work"`   // operations of one evaluation that was measured
	Pass   float64 `json:"pass"`   // seconds that it took; 0 before the first
	Load   float64 `json:"load"`   // seconds until the first evaluation
	Decode float64 `json:"decode"` // seconds a pixel of a frame
	Hear   float64 `json:"hear"`   // seconds that decoding a latent of sound to its spectrum takes; 0 before the first
}

// passes counts the evaluations of the transformer in a step.
func passes(r engine.Recipe) int {
	need := sampler.PassesFor(samplerGuidance(r.Video), samplerGuidance(r.Sound).Or(samplerGuidance(r.Video)))
	n := 1
	for _, on := range []bool{need.Negative, need.Perturbed, need.Isolated} {
		if on {
			n++
		}
	}
	return n
}

// work counts the multiplications and additions of one evaluation: every weight
// acts on every token of its stream once, and attention on every pair.
func (p *pipeline) work(r engine.Recipe) float64 {
	c := p.config
	d, a, layers := float64(c.Heads*c.HeadDim), float64(c.AudioHeads*c.AudioHeadDim), float64(c.Layers)
	n, l, t := float64(p.shape.videoTokens(r)), float64(p.shape.audioTokens(r)), float64(p.maxTokens)
	linear := n*(14*d*d+2*d*a) + l*(14*a*a+2*d*a) + t*2*(d*d+a*a) + n*2*a*d + l*2*a*d
	attention := 2 * (n*n*d + l*l*a + n*t*d + l*t*a + 2*n*l*a)
	return 2 * layers * (linear + attention)
}

// seconds estimates a take from what was measured here, or else from how fast
// this machine multiplies; rest of them come after the steps.
func (p *pipeline) seconds(ctx context.Context, r engine.Recipe) (all, rest float64) {
	t := p.timings(ctx)
	each := p.work(r) / max(t.Speed, 1e9) * 1.5 // products are not all there is
	if t.Pass > 0 && t.Work > 0 {
		each = t.Pass * p.work(r) / t.Work
	}
	operations := 0.0
	for _, cost := range p.costs(r) {
		operations += cost
	}
	rest = p.decodeSeconds(r, t)
	return t.Load + each*operations/p.work(r) + rest, rest
}

// decodeSeconds estimates how long the pictures of a clip take.
func (p *pipeline) decodeSeconds(r engine.Recipe, t timings) float64 {
	switch {
	case r.Footage != nil:
		return 0
	case t.Decode > 0:
		return t.Decode * pixels(r)
	}
	return 4e5 / max(t.Speed, 1e9) * pixels(r) // a convolutional decoder takes about that many operations a pixel
}

func pixels(r engine.Recipe) float64 {
	return float64(r.Width) * float64(r.Height) * float64(r.Frames)
}

func (p *pipeline) timingsPath() string {
	if p.params.CacheDir == "" {
		return ""
	}
	name := p.pack.Hash[:16] + "-" + p.profile.Provider
	if p.profile.Int8 {
		name += "-int8"
	}
	return filepath.Join(p.params.CacheDir, "timings", name+".json")
}

// timings reads what was measured; on a machine that has none it multiplies two
// matrices to learn its speed. A file that cannot be read counts as none.
func (p *pipeline) timings(ctx context.Context) timings {
	var t timings
	if path := p.timingsPath(); path != "" {
		if text, err := os.ReadFile(path); err == nil && json.Unmarshal(text, &t) == nil && t.Speed > 0 {
			return t
		}
	}
	t.Speed = p.calibrate(ctx)
	p.keep(t)
	return t
}

// keep stores timings; an estimate is not worth an error.
func (p *pipeline) keep(t timings) {
	path := p.timingsPath()
	if path == "" || os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return
	}
	text, err := json.Marshal(t)
	if err != nil {
		return
	}
	temporary := path + ".new"
	if os.WriteFile(temporary, text, 0o600) == nil {
		_ = os.Rename(temporary, path)
	}
}

// calibrate measures how many operations a second the provider does in a product
// of two 768×768 matrices, which takes a few hundredths of a second.
func (p *pipeline) calibrate(ctx context.Context) float64 {
	const n = 768
	b := graph.New(graph.Params{Name: "calibration", Profile: p.profile})
	b.Output("y", b.MatMul(b.Input("x", n, n), b.Input("z", n, n)))
	m, err := b.Build()
	if err != nil {
		return 0
	}
	s, err := runtime.Open(m, p.options)
	if err != nil {
		return 0
	}
	defer func() { _ = s.Close() }()
	inputs := map[string]*tensor.Tensor{"x": tensor.New(n, n), "z": tensor.New(n, n)}
	best := 0.0
	for range 3 {
		began := time.Now()
		if _, err := s.Run(ctx, inputs); err != nil {
			return 0
		}
		best = max(best, 2*n*n*n/time.Since(began).Seconds())
	}
	return best
}

// memory estimates the peak of a take in bytes: what is resident of the models,
// and the largest of what sampling and decoding need beside it.
func (p *pipeline) memory(r engine.Recipe) int64 {
	c := p.config
	n, l := p.shape.videoTokens(r), p.shape.audioTokens(r)
	wide, narrow := c.Heads*c.HeadDim, c.AudioHeads*c.AudioHeadDim
	// The widest moment of a block: the feed-forward's four-fold width in and
	// out, the residual stream, and queries, keys and values.
	sampling := 4 * (n*wide + l*narrow) * 14
	models := p.modelBytes()
	if p.params.Budget > 0 {
		models = min(models, p.params.Budget)
	}
	return baseMemory + models + max(sampling, p.decodeMemory(r))
}

// baseMemory is what the program and ONNX Runtime take before any model.
const baseMemory = 90 << 20

// room returns the bytes that a take may need, 0 where that is not known: an
// accelerator's memory is known to its driver only.
func (p *pipeline) room() int64 {
	if p.profile.Provider != "cpu" {
		return 0
	}
	return runtime.AvailableMemory()
}
