package graph

import "slices"

// reduce joins the entries along axes and keeps these with extent one.
func (b *Builder) reduce(kind string, x Value, axes []int) Value {
	shape := slices.Clone(x.Shape)
	picked := make([]int64, len(axes))
	for i, a := range axes {
		if a < 0 {
			a += len(x.Shape)
		}
		if a < 0 || a >= len(x.Shape) {
			return b.Fail("cannot reduce %s along %v", x.Shape, axes)
		}
		picked[i], shape[a] = int64(a), N(1)
	}
	return b.op(kind, x.DType, shape, []Value{x, b.ints(picked...)}, intAttr("keepdims", 1))
}

// Mean averages over axes and keeps them with extent one.
func (b *Builder) Mean(x Value, axes ...int) Value { return b.reduce("ReduceMean", x, axes) }

// Sum adds over axes and keeps them with extent one.
func (b *Builder) Sum(x Value, axes ...int) Value { return b.reduce("ReduceSum", x, axes) }

// Max returns the largest over axes and keeps them with extent one.
func (b *Builder) Max(x Value, axes ...int) Value { return b.reduce("ReduceMax", x, axes) }

// Min returns the smallest over axes and keeps them with extent one.
func (b *Builder) Min(x Value, axes ...int) Value { return b.reduce("ReduceMin", x, axes) }

// Softmax normalises exponentials along the last axis.
func (b *Builder) Softmax(x Value) Value {
	return b.op("Softmax", x.DType, x.Shape, []Value{x}, intAttr("axis", -1))
}
