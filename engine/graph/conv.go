package graph

// ConvParams describes a convolution over 1 to 3 trailing axes. Absent lists
// mean stride 1, dilation 1 and no padding.
type ConvParams struct {
	Out       int64
	Kernel    []int64
	Stride    []int64
	Dilation  []int64
	Before    []int64 // zero padding in front of each axis
	After     []int64 // and behind it
	OutputPad []int64 // ConvTranspose only
	Groups    int64   // 1 where absent
	Bias      bool
}

func (p ConvParams) filled() ConvParams {
	fill := func(list []int64, v int64) []int64 {
		if list != nil {
			return list
		}
		list = make([]int64, len(p.Kernel))
		for i := range list {
			list[i] = v
		}
		return list
	}
	p.Stride, p.Dilation = fill(p.Stride, 1), fill(p.Dilation, 1)
	p.Before, p.After, p.OutputPad = fill(p.Before, 0), fill(p.After, 0), fill(p.OutputPad, 0)
	p.Groups = max(p.Groups, 1)
	return p
}

func (p ConvParams) attrs() []attr {
	return []attr{
		intsAttr("kernel_shape", p.Kernel...), intsAttr("strides", p.Stride...), intsAttr("dilations", p.Dilation...),
		intsAttr("pads", append(append([]int64{}, p.Before...), p.After...)...), intAttr("group", p.Groups),
	}
}

// channels checks that x is [batch, channels, ...] of the convolution's rank.
func (b *Builder) channels(name string, x Value, p ConvParams) int64 {
	c, ok := x.Dim(1).Const()
	if b.err == nil && (!ok || len(x.Shape) != 2+len(p.Kernel)) {
		b.Fail("%s: a convolution with kernel %v does not fit %s", name, p.Kernel, x.Shape)
	}
	return c
}

// Conv convolves x [batch, in, ...] with name.weight [out, in/groups, kernel...].
func (b *Builder) Conv(name string, x Value, p ConvParams) Value {
	p = p.filled()
	in := b.channels(name, x, p)
	at := b.At(name)
	weight, bias := at.convWeights(p, p.Out, in/p.Groups)
	return at.ConvWith(x, weight, bias, p)
}

// convWeights returns the weight [rows, columns, kernel...] stored at this place
// and its bias, the zero Value where there is none.
func (b *Builder) convWeights(p ConvParams, rows, columns int64) (weight, bias Value) {
	weight = b.Weight("weight", append([]int64{rows, columns}, p.Kernel...)...)
	if p.Bias {
		bias = b.Weight("bias", p.Out)
	}
	return weight, bias
}

// ConvWith convolves with a weight that is already in the graph; a zero bias
// Value means none.
func (b *Builder) ConvWith(x, weight, bias Value, p ConvParams) Value {
	if b.err != nil {
		return x
	}
	p = p.filled()
	shape := append(Shape{}, x.Dim(0), N(p.Out))
	for i, k := range p.Kernel {
		reach := N(p.Before[i] + p.After[i] - p.Dilation[i]*(k-1) - 1)
		shape = append(shape, x.Dim(2+i).Add(reach).floorDiv(p.Stride[i]).Add(N(1)))
	}
	if shape.empty() {
		return b.Fail("a convolution with kernel %v leaves nothing of %s", p.Kernel, x.Shape)
	}
	inputs := []Value{x, weight}
	if bias.name != "" {
		inputs = append(inputs, bias)
	}
	return b.op("Conv", x.DType, shape, inputs, p.attrs()...)
}

// ConvTranspose is the adjoint of Conv, with name.weight [in, out/groups, kernel...].
func (b *Builder) ConvTranspose(name string, x Value, p ConvParams) Value {
	p = p.filled()
	in := b.channels(name, x, p)
	at := b.At(name)
	weight, bias := at.convWeights(p, in, p.Out/p.Groups)
	return at.ConvTransposeWith(x, weight, bias, p)
}

// ConvTransposeWith is ConvTranspose with a weight that is already in the graph.
func (b *Builder) ConvTransposeWith(x, weight, bias Value, p ConvParams) Value {
	if b.err != nil {
		return x
	}
	p = p.filled()
	shape := append(Shape{}, x.Dim(0), N(p.Out))
	for i, k := range p.Kernel {
		extra := N(p.Dilation[i]*(k-1) + p.OutputPad[i] + 1 - p.Before[i] - p.After[i])
		shape = append(shape, x.Dim(2+i).Sub(N(1)).Mul(N(p.Stride[i])).Add(extra))
	}
	if shape.empty() {
		return b.Fail("a transposed convolution with kernel %v leaves nothing of %s", p.Kernel, x.Shape)
	}
	inputs := []Value{x, weight}
	if bias.name != "" {
		inputs = append(inputs, bias)
	}
	return b.op("ConvTranspose", x.DType, shape, inputs, append(p.attrs(), intsAttr("output_padding", p.OutputPad...))...)
}
