package graph

import (
	"fmt"
	"slices"
)

// InPieces applies f to pieces of values along an axis, all cut alike, and joins
// what it returns, so that f's temporaries are as many times smaller. f must
// keep that axis, and treat each entry along it by itself. At least pieces²
// entries are needed when the graph runs; the last piece may be smaller than
// the others.
func (b *Builder) InPieces(axis, pieces int, f func(parts []Value) Value, values ...Value) Value {
	if pieces <= 1 {
		return f(values)
	}
	parts := make([][]Value, pieces)
	var extents []Dim
	for _, v := range values {
		if b.err == nil && (axis < 0 || axis >= len(v.Shape) || !v.Dim(axis).Equal(values[0].Dim(axis))) {
			return b.Fail("cannot cut %s along axis %d", v.Shape, axis)
		}
		if b.err != nil {
			return values[0]
		}
		for i, part := range b.cut(v, axis, pieces, &extents) {
			parts[i] = append(parts[i], part)
		}
	}
	out := make([]Value, pieces)
	for i := range parts {
		out[i] = f(parts[i])
		if b.err == nil && (len(out[i].Shape) <= axis || !out[i].Dim(axis).Equal(extents[i])) {
			return b.Fail("a piece %s became %s", parts[i][0].Shape, out[i].Shape)
		}
	}
	if b.err != nil {
		return values[0]
	}
	shape := slices.Clone(out[0].Shape)
	shape[axis] = values[0].Shape[axis]
	return b.op("Concat", out[0].DType, shape, out, intAttr("axis", int64(axis)))
}

// cut splits v; the extents of its pieces are named by the first value that is
// cut so.
func (b *Builder) cut(v Value, axis, pieces int, extents *[]Dim) []Value {
	parts := make([]Value, pieces)
	for i := range parts {
		parts[i] = Value{name: b.fresh("Piece"), DType: v.DType, Shape: slices.Clone(v.Shape)}
		if len(*extents) < pieces {
			*extents = append(*extents, Sym(fmt.Sprintf("%s.extent", parts[i].name)))
		}
		parts[i].Shape[axis] = (*extents)[i]
	}
	b.push("Split", "", []Value{v}, parts, intAttr("axis", int64(axis)), intAttr("num_outputs", int64(pieces)))
	for _, part := range parts {
		b.note(part)
	}
	return parts
}
