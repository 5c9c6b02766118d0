package gemma

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"
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
}

// Encoder is a text tower. Its weights are loaded with the first prompt.
type Encoder struct {
	config  Config
	model   *graph.Model
	weights int64 // bytes
	largest int64 // elements of the largest weight

	mu    sync.Mutex // guards tower: one prompt runs at a time
	tower *runtime.Lazy
}

// roots are the names that public checkpoints put before the text tower's.
var roots = []string{"", "model", "language_model", "language_model.model", "model.language_model"}

// New reads the configuration and the headers of the weights of a text encoder.
func New(p Params) (*Encoder, error) {
	c, err := LoadConfig(filepath.Join(p.Dir, "config.json"))
	if err != nil {
		return nil, err
	}
	store, err := weights.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	root, err := findRoot(store)
	if err != nil {
		return nil, err
	}
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	if profile.Compute == tensor.F16 {
		profile.Compute = tensor.F32 // Gemma's residuals leave the range of float16
	}
	b := graph.New(graph.Params{Name: "text encoder", Profile: profile, Store: store, Prefix: root, Adapters: p.Adapters, CastOnUse: true})
	c.decoder(b)
	m, err := b.Build()
	if err != nil {
		return nil, err
	}
	e := &Encoder{config: c, model: m, tower: runtime.NewLazy(m, p.Options)}
	e.weights, e.largest = weightBytes(store, root, profile.Compute)
	return e, nil
}

// findRoot returns what stands before the names of the text tower.
func findRoot(store *weights.Store) (string, error) {
	for _, root := range roots {
		name := "embed_tokens.weight"
		if root != "" {
			name = root + "." + name
		}
		if _, ok := store.Lookup(name); ok {
			return root, nil
		}
	}
	return "", engine.Bad("copy or download the model again", "%s holds no text encoder: no tensor is named embed_tokens.weight", store.Dir)
}

// weightBytes counts the tensors of the text tower as they are stored, and
// returns the elements of the largest that is cast to be used.
func weightBytes(store *weights.Store, root string, compute tensor.DType) (sum, largest int64) {
	if root != "" {
		root += "."
	}
	for _, name := range store.Names() {
		t, _ := store.Lookup(name)
		switch {
		case name == root+"embed_tokens.weight":
			sum += t.Length
		case strings.HasPrefix(name, root+"layers."):
			sum += t.Length
			if t.DType != compute {
				largest = max(largest, tensor.Count(t.Shape))
			}
		}
	}
	return sum, largest
}

// Config returns what the model's configuration says.
func (e *Encoder) Config() Config { return e.config }

// States returns the number of hidden states, one more than layers.
func (e *Encoder) States() int64 { return int64(len(e.config.Layers)) + 1 }

// WeightBytes estimates the memory of the loaded weights. They stay in the type
// that they are stored in, mapped from their files.
func (e *Encoder) WeightBytes() int64 { return e.weights }

// EncodeBytes estimates the memory that Encode needs besides the weights, its
// result included, for prompts of at most the given number of tokens, padding
// not counted.
func (e *Encoder) EncodeBytes(batch, tokens int64) int64 {
	c, rows := e.config, batch*tokens
	var widest int64
	for _, l := range c.Layers {
		act := rows * (3*l.Intermediate + 8*c.Width + 6*c.Heads*l.HeadDim)
		if l.HeadDim > e.model.Profile.MaxFusedHead {
			act += 3 * batch * c.Heads * tokens * tokens
		}
		widest = max(widest, act)
	}
	states := e.States() * rows * c.Width
	masks := int64(len(c.kinds())) * batch * tokens * tokens
	return 4 * (widest + 3*states + 2*masks + 5*e.largest)
}

// Close releases the weights. The encoder may be used again.
func (e *Encoder) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tower.Close()
}

// Encode returns every hidden state of the prompts, [batch, layers+1, tokens,
// width] in float32: the scaled embedding, the layers' outputs, and in place of
// the last layer's output that of the final norm. Rows of padding are zero.
//
// ids and mask are int64 [batch, tokens]; mask is 1 at tokens and 0 at padding.
// Positions count from 0 with padding included. Columns that are padding in
// every prompt are left out of the computation: no token sees them.
func (e *Encoder) Encode(ctx context.Context, ids, mask *tensor.Tensor) (*tensor.Tensor, error) {
	if err := e.checkPrompt(ids, mask); err != nil {
		return nil, err
	}
	batch, tokens := ids.Shape[0], ids.Shape[1]
	out := tensor.New(batch, e.States(), tokens, e.config.Width)
	first, end := occupied(mask)
	if first == end {
		return out, nil
	}
	inputs := e.inputs(columns(ids, first, end), columns(mask, first, end), first)
	e.mu.Lock()
	defer e.mu.Unlock()
	states, err := e.tower.Run(ctx, inputs)
	if err != nil {
		return nil, err
	}
	for i := range e.States() {
		scatter(out, states[stateName(int(i))], mask, i, first)
	}
	return out, nil
}

func (e *Encoder) checkPrompt(ids, mask *tensor.Tensor) error {
	if ids == nil || mask == nil || len(ids.Shape) != 2 || !slices.Equal(ids.Shape, mask.Shape) || len(ids.I64) == 0 || len(mask.I64) == 0 {
		return engine.Broken("", "the text encoder takes int64 ids and an int64 mask of one shape [batch, tokens]")
	}
	for i, id := range ids.I64 {
		if (id < 0 || id >= e.config.Vocabulary) && !slices.Contains(e.config.Replaced, id) {
			return engine.Bad("use the tokenizer that belongs to this model", "the token %d is outside the text encoder's vocabulary of %d", id, e.config.Vocabulary)
		}
		if m := mask.I64[i]; m != 0 && m != 1 {
			return engine.Broken("", "the text encoder's mask holds %d, not 0 or 1", m)
		}
	}
	return nil
}

// inputs fills the graph's inputs for tokens whose first stands at a position.
func (e *Encoder) inputs(ids, mask *tensor.Tensor, first int64) map[string]*tensor.Tensor {
	for i, id := range ids.I64 {
		if slices.Contains(e.config.Replaced, id) {
			ids.I64[i] = e.config.Padding
		}
	}
	in := map[string]*tensor.Tensor{"input_ids": ids}
	for _, kind := range e.config.kinds() {
		cos, sin := e.config.Ropes[kind].tables(first, ids.Shape[1])
		in[string(kind)+".cos"], in[string(kind)+".sin"] = cos, sin
		in[string(kind)+".bias"] = e.config.bias(kind, mask)
	}
	return in
}

// occupied returns the range of columns that are a token in some prompt.
func occupied(mask *tensor.Tensor) (first, end int64) {
	tokens := mask.Shape[1]
	first = math.MaxInt64
	for i, m := range mask.I64 {
		if m == 1 {
			first, end = min(first, int64(i)%tokens), max(end, int64(i)%tokens+1)
		}
	}
	return min(first, end), end
}

// columns copies a range of columns of t [batch, tokens].
func columns(t *tensor.Tensor, first, end int64) *tensor.Tensor {
	var out []int64
	for b := range t.Shape[0] {
		out = append(out, t.I64[b*t.Shape[1]+first:b*t.Shape[1]+end]...)
	}
	return tensor.Ints(out, t.Shape[0], end-first)
}

// scatter copies a state's rows of tokens to their columns in out. Rows of
// padding are not touched, so that the system need not back them with memory.
func scatter(out, state, mask *tensor.Tensor, index, first int64) {
	states, tokens, width, short := out.Shape[1], out.Shape[2], out.Shape[3], state.Shape[1]
	for b := range out.Shape[0] {
		for t := range short {
			if mask.I64[b*tokens+first+t] == 0 {
				continue
			}
			to := ((b*states+index)*tokens + first + t) * width
			copy(out.F32[to:to+width], state.F32[(b*short+t)*width:])
		}
	}
}
