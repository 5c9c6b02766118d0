package graph

import (
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// End as the end of a slice means to the end.
const End = math.MaxInt64

// Reshape returns x with other extents of the same count. Extents that are
// known only by name are read from the values that carry them. The same reshape
// of the same value is made once.
func (b *Builder) Reshape(x Value, extents ...any) Value {
	shape := Dims(extents...)
	if b.err == nil && !x.Shape.Count().Equal(shape.Count()) {
		return b.Fail("cannot reshape %s to %s", x.Shape, shape)
	}
	key := "reshape:" + x.name + ":" + shape.String()
	if v, ok := b.known[key]; ok {
		return v
	}
	v := b.op("Reshape", x.DType, shape, []Value{x, b.shapeValue(x, shape)})
	if b.err == nil {
		b.known[key] = v
	}
	return v
}

// shapeValue is a shape as a tensor: constants, 0 for an extent that stays, one
// -1, and only where that does not suffice a computation.
func (b *Builder) shapeValue(x Value, shape Shape) Value {
	out, unknown := make([]int64, len(shape)), -1
	for i, d := range shape {
		n, ok := d.Const()
		switch {
		case ok:
			out[i] = n
		case i < len(x.Shape) && d.Equal(x.Shape[i]):
			out[i] = 0
		case unknown < 0:
			out[i], unknown = -1, i
		default:
			return b.runtimeShape(shape)
		}
	}
	return b.ints(out...)
}

// runtimeShape computes a shape while the graph runs.
func (b *Builder) runtimeShape(shape Shape) Value {
	key := "shape:" + shape.String()
	if v, ok := b.known[key]; ok {
		return v
	}
	parts := make([]Value, len(shape))
	for i, d := range shape {
		parts[i] = b.size(d)
	}
	v := b.Concat(0, parts...)
	b.known[key] = v
	return v
}

// size computes one extent as an int64 vector of one element.
func (b *Builder) size(d Dim) Value {
	if n, ok := d.Const(); ok {
		return b.ints(n)
	}
	var sum Value
	for i, t := range d.terms {
		part := b.productOf(t)
		if i == 0 {
			sum = part
			continue
		}
		sum = b.Add(sum, part)
	}
	return sum
}

func (b *Builder) productOf(t term) Value {
	if t.syms == "" {
		return b.ints(t.coef)
	}
	var part Value
	for i, sym := range strings.Split(t.syms, "*") {
		if i == 0 {
			part = b.symbol(sym)
			continue
		}
		part = b.Mul(part, b.symbol(sym))
	}
	if t.coef != 1 {
		part = b.Mul(part, b.ints(t.coef))
	}
	return part
}

func (b *Builder) symbol(sym string) Value {
	key := "size:" + sym
	if v, ok := b.known[key]; ok {
		return v
	}
	from, ok := b.sources[sym]
	if !ok {
		return b.Fail("no value carries the size %q", sym)
	}
	v := b.op("Shape", tensor.I64, Dims(1), []Value{{name: from.value}}, intAttr("start", from.axis), intAttr("end", from.axis+1))
	b.known[key] = v
	return v
}

// Transpose permutes the extents: result extent i is x's extent perm[i].
func (b *Builder) Transpose(x Value, perm ...int64) Value {
	shape := make(Shape, len(perm))
	seen := map[int64]bool{}
	for i, p := range perm {
		if p < 0 || int(p) >= len(x.Shape) || seen[p] || len(perm) != len(x.Shape) {
			return b.Fail("cannot transpose %s by %v", x.Shape, perm)
		}
		seen[p] = true
		shape[i] = x.Shape[p]
	}
	return b.op("Transpose", x.DType, shape, []Value{x}, intsAttr("perm", perm...))
}

// Concat joins values along an axis.
func (b *Builder) Concat(axis int, values ...Value) Value {
	if len(values) == 1 || b.err != nil {
		return values[0]
	}
	shape := slices.Clone(values[0].Shape)
	if axis < 0 {
		axis += len(shape)
	}
	if axis < 0 || axis >= len(shape) {
		return b.Fail("cannot join %s along axis %d", values[0].Shape, axis)
	}
	for _, v := range values[1:] {
		if b.err == nil && (len(v.Shape) != len(shape) || v.DType != values[0].DType) {
			return b.Fail("cannot join %s and %s", values[0].Shape, v.Shape)
		}
		for i := range v.Shape {
			if i == axis {
				shape[i] = shape[i].Add(v.Shape[i])
			} else if b.err == nil && !v.Shape[i].Equal(shape[i]) {
				return b.Fail("cannot join %s and %s along axis %d", values[0].Shape, v.Shape, axis)
			}
		}
	}
	return b.op("Concat", values[0].DType, shape, slices.Clone(values), intAttr("axis", int64(axis)))
}

// Slice returns x[start:end] along an axis. A negative start or end counts from
// the end; End means all the rest.
func (b *Builder) Slice(x Value, axis int, start, end int64) Value {
	if axis < 0 {
		axis += len(x.Shape)
	}
	if b.err == nil && (axis < 0 || axis >= len(x.Shape)) {
		return b.Fail("cannot slice %s along axis %d", x.Shape, axis)
	}
	if b.err != nil {
		return x
	}
	shape := slices.Clone(x.Shape)
	from, to := bound(x.Shape[axis], start), bound(x.Shape[axis], end)
	shape[axis] = to.Sub(from)
	if n, ok := shape[axis].Const(); ok && n < 0 {
		return b.Fail("cannot slice %s along axis %d from %d to %d", x.Shape, axis, start, end)
	}
	return b.op("Slice", x.DType, shape, []Value{x, b.ints(start), b.ints(end), b.ints(int64(axis))})
}

func bound(extent Dim, at int64) Dim {
	switch {
	case at == End:
		return extent
	case at < 0:
		from := extent.Add(N(at))
		if n, ok := from.Const(); ok {
			return N(max(0, n))
		}
		return from
	}
	if n, ok := extent.Const(); ok {
		return N(min(at, n))
	}
	return N(at)
}

// Split cuts x along an axis into parts of equal extent.
func (b *Builder) Split(x Value, axis, parts int) []Value {
	out := make([]Value, parts)
	size, ok := x.Dim(axis).Div(int64(parts))
	n, known := size.Const()
	if b.err == nil && (!ok || !known) {
		b.Fail("cannot cut %s along axis %d into %d", x.Shape, axis, parts)
	}
	if b.err != nil {
		for i := range out {
			out[i] = x
		}
		return out
	}
	shape := slices.Clone(x.Shape)
	if axis < 0 {
		axis += len(shape)
	}
	shape[axis] = N(n)
	for i := range out {
		out[i] = Value{name: b.fresh("Split"), DType: x.DType, Shape: shape}
	}
	b.push("Split", "", []Value{x}, out, intAttr("axis", int64(axis)), intAttr("num_outputs", int64(parts)))
	return out
}

// Expand repeats extents of one to the given shape.
func (b *Builder) Expand(x Value, extents ...any) Value {
	shape := Dims(extents...)
	if out, ok := broadcast(x.Shape, shape); b.err == nil && (!ok || !out.Equal(shape)) {
		return b.Fail("cannot expand %s to %s", x.Shape, shape)
	}
	return b.op("Expand", x.DType, shape, []Value{x, b.runtimeShape(shape)})
}

// Unsqueeze inserts an extent of one at an axis of the result.
func (b *Builder) Unsqueeze(x Value, axis int) Value {
	if b.err != nil {
		return x
	}
	if axis < 0 || axis > len(x.Shape) {
		return b.Fail("cannot insert axis %d into %s", axis, x.Shape)
	}
	shape := slices.Insert(slices.Clone(x.Shape), axis, N(1))
	return b.op("Unsqueeze", x.DType, shape, []Value{x, b.ints(int64(axis))})
}

// Squeeze removes an extent of one.
func (b *Builder) Squeeze(x Value, axis int) Value {
	if axis < 0 {
		axis += len(x.Shape)
	}
	if b.err == nil && !x.Dim(axis).Equal(N(1)) {
		return b.Fail("axis %d of %s is not one", axis, x.Shape)
	}
	if b.err != nil {
		return x
	}
	shape := slices.Delete(slices.Clone(x.Shape), axis, axis+1)
	return b.op("Squeeze", x.DType, shape, []Value{x, b.ints(int64(axis))})
}

// Gather picks entries of x along an axis by int64 indices.
func (b *Builder) Gather(x, indices Value, axis int) Value {
	if b.err == nil && (indices.DType != tensor.I64 || axis < 0 || axis >= len(x.Shape)) {
		return b.Fail("cannot gather from %s along axis %d", x.Shape, axis)
	}
	if b.err != nil {
		return x
	}
	shape := slices.Concat(x.Shape[:axis], indices.Shape, x.Shape[axis+1:])
	return b.op("Gather", x.DType, shape, []Value{x, indices}, intAttr("axis", int64(axis)))
}

// PadMode says what a border is filled with.
type PadMode string

// The modes of Pad.
const (
	PadZero    PadMode = "constant"
	PadEdge    PadMode = "edge"    // repeats the outermost entry
	PadReflect PadMode = "reflect" // mirrors without repeating the outermost entry
)

// Pad adds before[i] entries in front of and after[i] behind axis i.
func (b *Builder) Pad(x Value, mode PadMode, before, after []int64) Value {
	if b.err == nil && (len(before) != len(x.Shape) || len(after) != len(x.Shape)) {
		return b.Fail("cannot pad %s by %v and %v", x.Shape, before, after)
	}
	if b.err != nil {
		return x
	}
	shape := make(Shape, len(x.Shape))
	none := true
	for i := range shape {
		shape[i] = x.Shape[i].Add(N(before[i] + after[i]))
		none = none && before[i] == 0 && after[i] == 0
	}
	if none {
		return x
	}
	return b.op("Pad", x.DType, shape, []Value{x, b.ints(slices.Concat(before, after)...)}, textAttr("mode", string(mode)))
}

// ResizeNearest multiplies each extent by a whole factor, repeating entries.
func (b *Builder) ResizeNearest(x Value, factors ...int64) Value {
	if b.err == nil && len(factors) != len(x.Shape) {
		return b.Fail("cannot resize %s by %v", x.Shape, factors)
	}
	shape, scales := make(Shape, len(factors)), tensor.New(int64(len(factors)))
	for i, f := range factors {
		shape[i], scales.F32[i] = x.Dim(i).Mul(N(f)), float32(f)
	}
	by := (&Builder{state: b.state, path: b.path}).float32s(scales)
	return b.op("Resize", x.DType, shape, []Value{x, {}, by}, textAttr("mode", "nearest"),
		textAttr("coordinate_transformation_mode", "asymmetric"), textAttr("nearest_mode", "floor"))
}

// float32s is a constant that stays float32 in every profile.
func (b *Builder) float32s(t *tensor.Tensor) Value {
	keep := b.Profile.Compute
	b.Profile.Compute = tensor.F32
	defer func() { b.Profile.Compute = keep }()
	return b.Constant(t)
}
