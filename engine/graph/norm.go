package graph

// RMSNorm divides by the root of the mean square along the last axis and
// multiplies by weight, where there is one (Zhang and Sennrich 2019).
func (b *Builder) RMSNorm(x, weight Value, eps float32) Value {
	weight = b.normWeight("RMSNorm", x, weight)
	if b.err != nil {
		return x
	}
	return b.op("SimplifiedLayerNormalization", x.DType, x.Shape, []Value{x, weight},
		intAttr("axis", -1), floatAttr("epsilon", eps), intAttr("stash_type", 1))
}

// normWeight returns the weight of a norm along the last axis, ones where there
// is none.
func (b *Builder) normWeight(kind string, x, weight Value) Value {
	if b.err != nil {
		return weight
	}
	n, ok := x.Dim(-1).Const()
	switch {
	case !ok:
		return b.Fail("%s of %s: the width is not known", kind, x.Shape)
	case weight.name == "":
		return b.Ones(n)
	}
	return weight
}

// ChannelRMSNorm divides by the root of the mean square along axis 1, without
// weights.
func (b *Builder) ChannelRMSNorm(x Value, eps float64) Value {
	mean := b.Mean(b.Mul(x, x), 1)
	return b.Div(x, b.Sqrt(b.AddScalar(mean, eps)))
}

// LayerNorm normalises mean and variance along the last axis; weight and bias
// may be absent (zero Values).
func (b *Builder) LayerNorm(x, weight, bias Value, eps float32) Value {
	weight = b.normWeight("LayerNorm", x, weight)
	if b.err != nil {
		return x
	}
	inputs := []Value{x, weight}
	if bias.name != "" {
		inputs = append(inputs, bias)
	}
	return b.op("LayerNormalization", x.DType, x.Shape, inputs, intAttr("axis", -1), floatAttr("epsilon", eps))
}

// GroupNorm normalises groups of channels over all positions of
// x [batch, channels, ...] and applies weight and bias [channels] (Wu and He 2018).
func (b *Builder) GroupNorm(x, weight, bias Value, groups int64, eps float32) Value {
	if b.err != nil {
		return x
	}
	channels, ok := x.Dim(1).Const()
	if !ok || groups < 1 || channels%groups != 0 {
		return b.Fail("GroupNorm of %s: the channels do not make %d groups", x.Shape, groups)
	}
	each, _ := x.Shape[1:].Count().Div(groups)
	flat := b.Reshape(x, x.Dim(0), groups, each)
	zeros := b.Scale(b.Ones(groups), 0)
	flat = b.op("InstanceNormalization", x.DType, flat.Shape, []Value{flat, b.Ones(groups), zeros}, floatAttr("epsilon", eps))
	y := b.Reshape(flat, anys(x.Shape)...)
	spread := make([]any, len(x.Shape)-1)
	for i := range spread {
		spread[i] = 1
	}
	spread[0] = channels
	return b.Add(b.Mul(y, b.Reshape(weight, spread...)), b.Reshape(bias, spread...))
}
