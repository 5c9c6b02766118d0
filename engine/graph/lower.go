package graph

import (
	"math"
	"slices"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// This file holds what differs between providers: the operations that a Profile
// lowers in more than one way.

// linear is a linear layer at its own place in the tree.
func (b *Builder) linear(at *Builder, x Value, in, out int64, bias bool) Value {
	var shift Value
	if bias {
		shift = at.Weight("bias", out)
	}
	if b.Profile.Int8 && b.Quantised != nil && b.err == nil {
		full := at.full("weight")
		weight, ok := b.Quantised.Lookup(full)
		scale, okScale := b.Quantised.Lookup(full + weights.ScaleSuffix)
		if ok && okScale && sameShape(weight.Shape, []int64{in, out}) && sameShape(scale.Shape, []int64{out}) {
			return at.product8(x, at.external1(b.Quantised, weight), at.external1(b.Quantised, scale), shift, in, out)
		}
	}
	return at.product(x, at.Weight("weight", out, in), shift, in, out)
}

// product8 returns x·W + bias for W [in, out] in 8 bits with a scale for each
// column, and x rounded to 8 bits with a scale for each token (W8A8). Tokens are
// unsigned around 128: that is the pair of types that has fast kernels.
func (b *Builder) product8(x, weight, scale, bias Value, in, out int64) Value {
	rows := N(1)
	for _, d := range x.Shape[:len(x.Shape)-1] {
		rows = rows.Mul(d)
	}
	q, each := b.quantiseTokens(b.Reshape(x, rows, in), rows)
	y := b.contrib("MatMulIntegerToFloat", tensor.F32, Shape{rows, N(out)},
		[]Value{q, weight, b.ScalarOf(1, tensor.F32), scale, b.zero8()})
	if y = b.Mul(y, each); bias.name != "" {
		y = b.Add(y, bias)
	}
	return b.Reshape(y, anys(append(slices.Clone(x.Shape[:len(x.Shape)-1]), N(out)))...)
}

// quantiseTokens rounds x [rows, width] to 8 bits, once where several layers
// read it, and returns the scale of each row [rows, 1] too.
func (b *Builder) quantiseTokens(x Value, rows Dim) (q, each Value) {
	key := "quantised:" + x.name
	if q, ok := b.known[key]; ok {
		return q, b.known[key+":scale"]
	}
	largest := b.op("Max", x.DType, Shape{rows, N(1)}, []Value{b.Max(x, -1), b.Scale(b.Min(x, -1), -1)})
	each = b.Scale(b.Maximum(largest, 1e-30), 1.0/127)
	q = b.op("QuantizeLinear", tensor.U8, x.Shape, []Value{b.Div(x, each), b.ScalarOf(1, tensor.F32), b.zero8()})
	b.known[key], b.known[key+":scale"] = q, each
	return q, each
}

// zero8 is what stands for zero in unsigned 8 bits.
func (b *Builder) zero8() Value {
	const key = "zero8"
	if v, ok := b.known[key]; ok {
		return v
	}
	v := Value{name: key, DType: tensor.U8}
	b.initialisers = append(b.initialisers, inlineTensor(v.name, v.DType, nil, []byte{128}))
	b.known[key] = v
	return v
}

// GELU returns the tanh approximation of x·Φ(x) (Hendrycks and Gimpel 2016).
func (b *Builder) GELU(x Value) Value {
	if b.Profile.FusedGelu && x.DType != tensor.BF16 {
		return b.op("Gelu", x.DType, x.Shape, []Value{x}, textAttr("approximate", "tanh"))
	}
	cube := b.Mul(x, b.Mul(x, x))
	inner := b.Scale(b.Add(x, b.Scale(cube, 0.044715)), math.Sqrt(2/math.Pi))
	return b.Scale(b.Mul(x, b.AddScalar(b.Tanh(inner), 1)), 0.5)
}

// Rotary turns x [batch, tokens, width], cut into groups of neighbouring values,
// by an angle for each pair of values in a group (Su et al. 2021). A pair is
// value i and i + half of its group, or where interleaved values 2i and 2i+1.
// The tables are float32 [tokens, width/2], the same for the whole batch, or
// [batch·tokens, width/2].
func (b *Builder) Rotary(x, cos, sin Value, groups int64, interleaved bool) Value {
	width, ok := x.Dim(-1).Const()
	if b.err != nil {
		return x
	}
	if !ok || len(x.Shape) != 3 || groups < 1 || width%(2*groups) != 0 || !cos.Shape.Equal(sin.Shape) ||
		len(cos.Shape) != 2 || !cos.Dim(1).Equal(N(width/2)) {
		return b.Fail("cannot turn %s in %d groups by tables %s and %s", x.Shape, groups, cos.Shape, sin.Shape)
	}
	rows, tokens := x.Dim(0), x.Dim(1)
	if !cos.Dim(0).Equal(tokens) {
		rows, tokens = N(1), rows.Mul(tokens)
	}
	if !cos.Dim(0).Equal(tokens) {
		return b.Fail("cannot turn %s by tables %s", x.Shape, cos.Shape)
	}
	each := width / groups
	tokens = tokens.Mul(N(groups))
	flat := b.Reshape(b.Cast(x, tensor.F32), rows, tokens, each)
	cos, sin = b.Reshape(cos, tokens, each/2), b.Reshape(sin, tokens, each/2)
	if b.Profile.FusedRotary {
		flat = b.fusedRotary(flat, cos, sin, interleaved)
	} else {
		flat = b.plainRotary(flat, cos, sin, interleaved)
	}
	return b.Cast(b.Reshape(flat, anys(x.Shape)...), x.DType)
}

// fusedRotary takes every group for a token with one head, because ONNX
// Runtime's kernel has one table for all heads.
func (b *Builder) fusedRotary(x, cos, sin Value, interleaved bool) Value {
	pairs := int64(0)
	if interleaved {
		pairs = 1
	}
	return b.contrib("RotaryEmbedding", x.DType, x.Shape, []Value{x, b.ints(0), cos, sin}, intAttr("interleaved", pairs))
}

func (b *Builder) plainRotary(x, cos, sin Value, interleaved bool) Value {
	rows, tokens, half := x.Dim(0), x.Dim(1), cos.Dim(1)
	axis, shape := 2, []any{rows, tokens, 2, half}
	if interleaved {
		axis, shape = 3, []any{rows, tokens, half, 2}
	}
	parts := b.Split(b.Reshape(x, shape...), axis, 2)
	first, second := b.Squeeze(parts[0], axis), b.Squeeze(parts[1], axis)
	turned := b.Concat(axis,
		b.Unsqueeze(b.Sub(b.Mul(first, cos), b.Mul(second, sin)), axis),
		b.Unsqueeze(b.Add(b.Mul(second, cos), b.Mul(first, sin)), axis))
	return b.Reshape(turned, anys(x.Shape)...)
}

// ModulatedRMSNorm is x over its root mean square, times scale, plus shift, with
// scale and shift [batch or 1, tokens or 1, width]; either may be absent.
func (b *Builder) ModulatedRMSNorm(x, scale, shift Value, eps float32) Value {
	var y Value
	if b.Profile.WideNorm || len(scale.Shape) == 1 {
		y = b.RMSNorm(x, scale, eps)
	} else if y = b.RMSNorm(x, Value{}, eps); scale.name != "" {
		y = b.Mul(y, scale)
	}
	if shift.name == "" {
		return y
	}
	return b.Add(y, shift)
}

// ModulatedLayerNorm is x less its mean over its deviation, times scale, plus
// shift, with scale and shift [batch or 1, tokens or 1, width].
func (b *Builder) ModulatedLayerNorm(x, scale, shift Value, eps float32) Value {
	if b.Profile.WideNorm {
		return b.LayerNorm(x, scale, shift, eps)
	}
	return b.Add(b.Mul(b.LayerNorm(x, Value{}, Value{}, eps), scale), shift)
}

// AttentionParams describes scaled dot-product attention.
type AttentionParams struct {
	Heads int64
	Scale float64 // 1/sqrt(head width) where zero
	Bias  Value   // added to the scores, [batch or 1, heads or 1, queries, keys]; may be absent
}

// Attention returns softmax(q·kᵀ·scale + bias)·v for q [batch, queries,
// heads·width], k and v [batch, keys, heads·width] (Vaswani et al. 2017).
//
// The fused kernel of ONNX Runtime needs memory for one tile of scores, where
// the standard's own Attention keeps them all; it takes heads up to a width.
func (b *Builder) Attention(q, k, v Value, p AttentionParams) Value {
	if b.err != nil {
		return q
	}
	width, ok := q.Dim(-1).Div(p.Heads)
	head, known := width.Const()
	if !ok || !known || len(q.Shape) != 3 || len(k.Shape) != 3 || len(v.Shape) != 3 ||
		!k.Dim(-1).Equal(q.Dim(-1)) || !k.Dim(1).Equal(v.Dim(1)) || !k.Dim(0).Equal(q.Dim(0)) {
		return b.Fail("attention of %s, %s and %s with %d heads: the shapes do not match", q.Shape, k.Shape, v.Shape, p.Heads)
	}
	if p.Scale == 0 {
		p.Scale = 1 / math.Sqrt(float64(head))
	}
	if head > b.Profile.MaxFusedHead {
		return b.plainAttention(q, k, v, p)
	}
	inputs := []Value{q, k, v}
	if p.Bias.name != "" {
		inputs = append(inputs, Value{}, Value{}, p.Bias)
	}
	shape := Shape{q.Dim(0), q.Dim(1), v.Dim(-1)}
	return b.contrib("MultiHeadAttention", q.DType, shape, inputs, intAttr("num_heads", p.Heads), floatAttr("scale", float32(p.Scale)))
}

// plainAttention spells attention out, for heads too wide for the fused kernel.
func (b *Builder) plainAttention(q, k, v Value, p AttentionParams) Value {
	qh, kh, vh := b.SplitHeads(q, p.Heads), b.SplitHeads(k, p.Heads), b.SplitHeads(v, p.Heads)
	scores := b.Scale(b.MatMul(qh, b.Transpose(kh, 0, 1, 3, 2)), p.Scale)
	if p.Bias.name != "" {
		scores = b.Add(scores, p.Bias)
	}
	return b.JoinHeads(b.MatMul(b.Softmax(scores), vh))
}

// SplitHeads turns [batch, tokens, heads·width] into [batch, heads, tokens, width].
func (b *Builder) SplitHeads(x Value, heads int64) Value {
	width, ok := x.Dim(-1).Div(heads)
	if b.err == nil && !ok {
		return b.Fail("%s does not make %d heads", x.Shape, heads)
	}
	return b.Transpose(b.Reshape(x, x.Dim(0), x.Dim(1), heads, width), 0, 2, 1, 3)
}

// JoinHeads turns [batch, heads, tokens, width] into [batch, tokens, heads·width].
func (b *Builder) JoinHeads(x Value) Value {
	return b.Reshape(b.Transpose(x, 0, 2, 1, 3), x.Dim(0), x.Dim(2), x.Dim(1).Mul(x.Dim(3)))
}
