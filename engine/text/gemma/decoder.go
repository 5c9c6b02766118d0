package gemma

import (
	"fmt"
	"math"
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// activations are the functions inside the gated layers, by public name.
var activations = map[string]func(*graph.Builder, graph.Value) graph.Value{
	"gelu_pytorch_tanh": (*graph.Builder).GELU,
	"gelu_new":          (*graph.Builder).GELU,
	"silu":              (*graph.Builder).SiLU,
	"swish":             (*graph.Builder).SiLU,
	"relu":              (*graph.Builder).ReLU,
}

// kinds lists the kinds of layers that there are.
func (c Config) kinds() []Kind {
	var out []Kind
	for _, l := range c.Layers {
		if !slices.Contains(out, l.Kind) {
			out = append(out, l.Kind)
		}
	}
	return out
}

// surroundings are the inputs that all layers of one kind share.
type surroundings struct {
	cos, sin graph.Value // [tokens, 1, width/2]
	bias     graph.Value // [batch, 1, tokens, tokens]
	spread   graph.Value // for each query head the head of its keys
	k, v     graph.Value // of the last layer with its own, [batch, tokens, heads·width]
}

// stateName is the output that holds one hidden state.
func stateName(i int) string { return fmt.Sprintf("state.%d", i) }

// decoder declares the graph: inputs input_ids [batch, tokens] and for each kind
// of layers cos, sin and bias; outputs state.0 to state.N [batch, tokens, width].
// The first is the scaled embedding, the last is taken after the final norm.
func (c Config) decoder(b *graph.Builder) {
	ids := b.InputOf("input_ids", tensor.I64, "batch", "tokens")
	around := map[Kind]*surroundings{}
	for _, l := range c.Layers {
		if around[l.Kind] == nil {
			around[l.Kind] = c.surroundings(b, l)
		}
	}
	// The scale takes the type that weights are computed in, as in the public
	// class: √3840 is 61.97 in float32 and 62 in bfloat16.
	x := b.Scale(b.Embedding("embed_tokens", ids, c.Vocabulary, c.Width), math.Sqrt(float64(c.Width)))
	b.Output(stateName(0), x)
	for i, l := range c.Layers {
		x = c.layer(b.AtIndex("layers", i), x, l, around[l.Kind])
		if i < len(c.Layers)-1 {
			b.Output(stateName(i+1), x)
		}
	}
	b.Output(stateName(len(c.Layers)), c.norm(b.At("norm"), x))
}

func (c Config) surroundings(b *graph.Builder, l Layer) *surroundings {
	heads := make([]int64, c.Heads)
	for i := range heads {
		heads[i] = int64(i) / (c.Heads / l.KeyHeads)
	}
	name := string(l.Kind)
	return &surroundings{
		cos:    b.Unsqueeze(b.Input(name+".cos", "tokens", l.HeadDim/2), 1),
		sin:    b.Unsqueeze(b.Input(name+".sin", "tokens", l.HeadDim/2), 1),
		bias:   b.Input(name+".bias", "batch", 1, "tokens", "tokens"),
		spread: b.Constant(tensor.Ints(heads, c.Heads)),
	}
}

// norm is RMSNorm in float32 with a weight that Gemma 3 stores less one.
func (c Config) norm(b *graph.Builder, x graph.Value) graph.Value {
	width, _ := x.Dim(-1).Const()
	weight := b.Weight32("weight", width)
	if c.Generation == 3 {
		weight = b.AddScalar(weight, 1)
	}
	return b.Cast(b.RMSNorm(b.Cast(x, tensor.F32), weight, float32(c.Epsilon)), x.DType)
}

// layer is a decoder layer: norms before and after attention and before and
// after the gated layer, each within its residual.
func (c Config) layer(b *graph.Builder, x graph.Value, l Layer, s *surroundings) graph.Value {
	y := c.attention(b.At("self_attn"), c.norm(b.At("input_layernorm"), x), l, s)
	x = b.Add(x, c.norm(b.At("post_attention_layernorm"), y))
	y = c.gated(b.At("mlp"), c.norm(b.At("pre_feedforward_layernorm"), x), l)
	x = b.Add(x, c.norm(b.At("post_feedforward_layernorm"), y))
	if c.Generation == 4 {
		x = b.Mul(x, b.Weight("layer_scalar", 1))
	}
	return x
}

// gated is down(act(gate(x)) · up(x)) (Shazeer 2020).
func (c Config) gated(b *graph.Builder, x graph.Value, l Layer) graph.Value {
	gate := activations[c.Activation](b, b.Linear("gate_proj", x, l.Intermediate, false))
	return b.Linear("down_proj", b.Mul(gate, b.Linear("up_proj", x, l.Intermediate, false)), c.Width, false)
}

func (c Config) attention(b *graph.Builder, x graph.Value, l Layer, s *surroundings) graph.Value {
	q := split(b, b.Linear("q_proj", x, c.Heads*l.HeadDim, c.Bias), c.Heads)
	q = join(b, rotate(b, c.norm(b.At("q_norm"), q), s))
	if !l.Reuses {
		s.k, s.v = c.keysAndValues(b, x, l, s)
	}
	y := b.Attention(q, s.k, s.v, graph.AttentionParams{Heads: c.Heads, Scale: c.Scale, Bias: s.bias})
	return b.Linear("o_proj", y, c.Width, c.Bias)
}

// keysAndValues returns both with a head for every query head. Gemma 4 norms
// its values, which on some layers are the keys before their norm and rotation.
func (c Config) keysAndValues(b *graph.Builder, x graph.Value, l Layer, s *surroundings) (k, v graph.Value) {
	width := l.KeyHeads * l.HeadDim
	k = split(b, b.Linear("k_proj", x, width, c.Bias), l.KeyHeads)
	v = k
	if !l.KeyIsValue {
		v = split(b, b.Linear("v_proj", x, width, c.Bias), l.KeyHeads)
	}
	if c.Generation == 4 {
		v = b.RMSNorm(v, graph.Value{}, float32(c.Epsilon))
	}
	k = rotate(b, c.norm(b.At("k_norm"), k), s)
	if l.KeyHeads != c.Heads {
		k, v = b.Gather(k, s.spread, 2), b.Gather(v, s.spread, 2)
	}
	return join(b, k), join(b, v)
}

// split turns [batch, tokens, heads·width] into [batch, tokens, heads, width].
func split(b *graph.Builder, x graph.Value, heads int64) graph.Value {
	width, _ := x.Dim(-1).Div(heads)
	return b.Reshape(x, x.Dim(0), x.Dim(1), heads, width)
}

// join undoes split.
func join(b *graph.Builder, x graph.Value) graph.Value {
	return b.Reshape(x, x.Dim(0), x.Dim(1), x.Dim(2).Mul(x.Dim(3)))
}

// rotate turns the pairs (i, i + width/2) of x [batch, tokens, heads, width] by
// their angles.
func rotate(b *graph.Builder, x graph.Value, s *surroundings) graph.Value {
	half := b.Split(x, 3, 2)
	return b.Concat(3,
		b.Sub(b.Mul(half[0], s.cos), b.Mul(half[1], s.sin)),
		b.Add(b.Mul(half[1], s.cos), b.Mul(half[0], s.sin)))
}
