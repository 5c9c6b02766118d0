package connectors

import (
	"errors"
	"slices"
	"sync"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says what to open.
type Params struct {
	Dir      string // the component's folder, with config.json and weights
	Options  runtime.Options
	Adapters []graph.Adapter
	Taps     func(name string) bool // intermediate values to keep in Text.Taps; may be nil
}

// Connectors is the component. Its weights are loaded with the first prompt.
type Connectors struct {
	config    Config
	params    Params
	registers [2]*tensor.Tensor
	weights   int64 // bytes
	largest   int64 // elements of the largest weight that is cast to be used

	mu     sync.Mutex       // guards graphs: one prompt runs at a time
	graphs [3]*runtime.Lazy // the projections, the video and the audio connector
}

// New reads the configuration and the headers of the weights.
func New(p Params) (*Connectors, error) {
	config, err := ReadConfig(p.Dir)
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
	c := &Connectors{config: config, params: p}
	video, audio := config.video(), config.audio()
	for i, describe := range []func(*graph.Builder){
		config.projections,
		func(b *graph.Builder) { config.connector(b, video) },
		func(b *graph.Builder) { config.connector(b, audio) },
	} {
		b := graph.New(graph.Params{Name: "text connectors", Profile: profile, Store: store, Adapters: p.Adapters, Taps: p.Taps, CastOnUse: true})
		describe(b)
		m, err := b.Build()
		if err != nil {
			return nil, err
		}
		c.graphs[i] = runtime.NewLazy(m, p.Options)
	}
	for i, s := range []stream{video, audio} {
		if c.registers[i], err = s.loadRegisters(store); err != nil {
			return nil, err
		}
	}
	for _, name := range store.Names() {
		t, _ := store.Lookup(name)
		c.weights += t.Length
		if t.DType != profile.Compute {
			c.largest = max(c.largest, tensor.Count(t.Shape))
		}
	}
	return c, nil
}

func (s stream) loadRegisters(store *weights.Store) (*tensor.Tensor, error) {
	if s.registers == nil {
		return nil, nil
	}
	name := s.name + "_connector.learnable_registers"
	t, err := store.Floats(name)
	if err != nil {
		return nil, err
	}
	if want := []int64{*s.registers, s.width()}; !slices.Equal(t.Shape, want) {
		return nil, engine.Bad("the weights and config.json of this model do not belong together; copy or download it again",
			"the tensor %q in %s has the shape %s, but the configuration asks for %s", name, store.Dir, tensor.ShapeString(t.Shape), tensor.ShapeString(want))
	}
	return t, nil
}

// Config returns what the component's configuration says.
func (c *Connectors) Config() Config { return c.config }

// WeightBytes estimates the memory of the loaded weights. They stay in the type
// that they are stored in, mapped from their files.
func (c *Connectors) WeightBytes() int64 { return c.weights }

// RunBytes estimates the memory that Run needs besides the weights and its
// inputs, its result included, for prompts of a length of which at most valid
// tokens are not padding.
func (c *Connectors) RunBytes(batch, tokens, valid int64) int64 {
	var widest, results int64
	for _, s := range []stream{c.config.video(), c.config.audio()} {
		act := batch * tokens * 16 * s.width()
		if s.registers == nil {
			act += 2 * batch * tokens * tokens
		}
		widest, results = max(widest, act), results+3*batch*tokens*s.width()
	}
	return 4 * (widest + results + 3*batch*valid*c.config.CaptionChannels*c.config.States + 2*c.largest)
}

// Close releases the weights. The component may be used again.
func (c *Connectors) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var failed error
	for _, g := range c.graphs {
		failed = errors.Join(failed, g.Close())
	}
	return failed
}
