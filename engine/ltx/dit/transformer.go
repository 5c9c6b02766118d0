package dit

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says what to open.
type Params struct {
	Dir      string // the component folder: config.json and weights
	Options  runtime.Options
	Adapters []graph.Adapter
	Taps     func(name string) bool // intermediate values to keep, for parity; may be nil
}

// keepOpen is the number of variants that stay open where they share mapped
// weights: a guided step alternates between three, and a clip with conditions
// has another set. On a device each has weights of its own, and one stays.
const keepOpen = 4

func (t *Transformer) keep() int {
	if t.profile.Provider == "cpu" {
		return keepOpen
	}
	return 1
}

// castLimit is the size of weights from which a second copy in the type that is
// computed in would not fit beside them: they are cast whenever they are used.
const castLimit = 1 << 30

// Transformer evaluates one model.
type Transformer struct {
	Config  Config
	params  Params
	profile graph.Profile
	store   *weights.Store

	mu    sync.Mutex // guards what follows
	open  *list.List // of *opened, most recently used in front
	byKey map[string]*list.Element
	small *weights.Store // the large matrices in 8 bits, where the profile wants them
}

type opened struct {
	key     string
	session *runtime.Session
	users   int
	stale   bool // to be closed by its last user
}

// Open reads a component folder. Weights are not read before the first Run.
func Open(p Params) (*Transformer, error) {
	c, err := ReadConfig(p.Dir)
	if err != nil {
		return nil, err
	}
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	store, err := weights.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	return &Transformer{
		Config: c, params: p, profile: profile, store: store, open: list.New(), byKey: map[string]*list.Element{},
	}, nil
}

// WeightBytes returns the size of the weights as stored.
func (t *Transformer) WeightBytes() int64 { return t.store.Bytes() }

// Close releases all variants. No Run may be under way.
func (t *Transformer) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var first error
	for at := t.open.Front(); at != nil; at = t.open.Front() {
		entry := t.forget(at)
		first = errors.Join(first, entry.session.Close())
	}
	return first
}

func (t *Transformer) forget(at *list.Element) *opened {
	entry := t.open.Remove(at).(*opened)
	delete(t.byKey, entry.key)
	return entry
}

// acquire returns the session of a variant, opening it where it is not open;
// release must be called after its run.
func (t *Transformer) acquire(ctx context.Context, v variant) (entry *opened, release func() error, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := fmt.Sprintf("%+v", v)
	at, ok := t.byKey[key]
	if !ok {
		session, err := t.session(ctx, v)
		if err != nil {
			return nil, nil, err
		}
		at = t.open.PushFront(&opened{key: key, session: session})
		t.byKey[key] = at
	}
	t.open.MoveToFront(at)
	entry = at.Value.(*opened)
	entry.users++
	if err := t.trim(); err != nil {
		return nil, nil, err
	}
	return entry, func() error { return t.release(entry) }, nil
}

// trim closes the variants that were unused for longest.
func (t *Transformer) trim() error {
	var first error
	for t.open.Len() > t.keep() {
		entry := t.forget(t.open.Back())
		if entry.stale = entry.users > 0; !entry.stale {
			first = errors.Join(first, entry.session.Close())
		}
	}
	return first
}

func (t *Transformer) release(entry *opened) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	entry.users--
	if entry.stale && entry.users == 0 {
		return entry.session.Close()
	}
	return nil
}

func (t *Transformer) session(ctx context.Context, v variant) (*runtime.Session, error) {
	if names := large(t.store); t.profile.Int8 && t.small == nil && len(names) > 0 {
		small, err := weights.Quantise(ctx, weights.QuantParams{Store: t.store, Names: names, Dir: t.params.Options.CacheDir})
		if err != nil {
			return nil, err
		}
		t.small = small
	}
	m, err := t.model(v)
	if err != nil {
		return nil, err
	}
	return runtime.Open(m, t.params.Options)
}

// model describes the graph of a variant.
func (t *Transformer) model(v variant) (*graph.Model, error) {
	b := graph.New(graph.Params{
		Name: "transformer", Profile: t.profile, Store: t.store, Quantised: t.small, Adapters: t.params.Adapters,
		Taps: t.params.Taps, CastOnUse: t.store.Bytes() > castLimit,
	})
	n := &network{&t.Config, v}
	n.build(b)
	return b.Build()
}

// Prefetch opens what Run would open for these inputs, whose values do not
// matter, and keeps it for a Run to come.
func (t *Transformer) Prefetch(ctx context.Context, in Inputs) error {
	v, _, err := t.bind(in)
	if err != nil {
		return err
	}
	_, release, err := t.acquire(ctx, v)
	if err != nil {
		return err
	}
	return release()
}

// Run evaluates the transformer once and returns the velocities of both
// streams, video [batch, tokens, out_channels] and audio [batch, tokens,
// audio_out_channels]. It returns ctx.Err() soon after the context is cancelled.
func (t *Transformer) Run(ctx context.Context, in Inputs) (video, audio *tensor.Tensor, err error) {
	out, err := t.run(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	return out["video_out"], out["audio_out"], nil
}

func (t *Transformer) run(ctx context.Context, in Inputs) (out map[string]*tensor.Tensor, err error) {
	v, named, err := t.bind(in)
	if err != nil {
		return nil, err
	}
	entry, release, err := t.acquire(ctx, v)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	return entry.session.Run(ctx, pick(entry.session.Model().Inputs, named))
}

// pick returns those of the named inputs that a graph takes.
func pick(ports []graph.Port, named map[string]*tensor.Tensor) map[string]*tensor.Tensor {
	used := make(map[string]*tensor.Tensor, len(ports))
	for _, p := range ports {
		used[p.Name] = named[p.Name]
	}
	return used
}
