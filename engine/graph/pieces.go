package graph

import (
	"fmt"
	"slices"
)

// InPieces applies f to pieces of x along an axis and joins what it returns, so
// that f's temporaries are as many times smaller. f must keep that axis, and
// treat each entry along it by itself. At least pieces² entries are needed when
// the graph runs; the last piece may be smaller than the others.
func (b *Builder) InPieces(x Value, axis, pieces int, f func(Value) Value) Value {
	if pieces <= 1 {
		return f(x)
	}
	if b.err == nil && (axis < 0 || axis >= len(x.Shape)) {
		return b.Fail("cannot cut %s along axis %d", x.Shape, axis)
	}
	if b.err != nil {
		return x
	}
	parts := make([]Value, pieces)
	for i := range parts {
		parts[i] = Value{name: b.fresh("Piece"), DType: x.DType, Shape: slices.Clone(x.Shape)}
		parts[i].Shape[axis] = Sym(fmt.Sprintf("%s.extent", parts[i].name))
	}
	b.push("Split", "", []Value{x}, parts, intAttr("axis", int64(axis)), intAttr("num_outputs", int64(pieces)))
	for i, part := range parts {
		b.note(part)
		parts[i] = f(part)
		if b.err == nil && (len(parts[i].Shape) <= axis || !parts[i].Dim(axis).Equal(part.Dim(axis))) {
			return b.Fail("a piece %s became %s", part.Shape, parts[i].Shape)
		}
	}
	if b.err != nil {
		return x
	}
	shape := slices.Clone(parts[0].Shape)
	shape[axis] = x.Shape[axis]
	return b.op("Concat", parts[0].DType, shape, parts, intAttr("axis", int64(axis)))
}
