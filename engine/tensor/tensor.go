// Package tensor holds dense arrays in host memory and the element types that
// weights and graphs use.
//
// Arrays are in row-major (C) order. A Tensor is not safe for writing from two
// goroutines at once.
package tensor

import (
	"fmt"
	"slices"
	"strings"
)

// Tensor is a dense array. Exactly one of the data slices is set; its length is
// the product of Shape.
type Tensor struct {
	Shape []int64
	F32   []float32
	I64   []int64
	U8    []uint8
	Bool  []bool
}

// New returns a float32 tensor of zeros.
func New(shape ...int64) *Tensor {
	return &Tensor{Shape: shape, F32: make([]float32, Count(shape))}
}

// Floats wraps data, whose length must be the product of shape.
func Floats(data []float32, shape ...int64) *Tensor {
	mustFit(len(data), shape)
	return &Tensor{Shape: shape, F32: data}
}

// Ints wraps data, whose length must be the product of shape.
func Ints(data []int64, shape ...int64) *Tensor {
	mustFit(len(data), shape)
	return &Tensor{Shape: shape, I64: data}
}

// Bytes wraps data, whose length must be the product of shape.
func Bytes(data []uint8, shape ...int64) *Tensor {
	mustFit(len(data), shape)
	return &Tensor{Shape: shape, U8: data}
}

// mustFit panics: a length that disagrees with its shape is a defect of the
// caller, never of a file, whose shapes are checked where it is read.
func mustFit(n int, shape []int64) {
	if int64(n) != Count(shape) {
		panic(fmt.Sprintf("tensor: %d elements do not fill the shape %v", n, shape))
	}
}

// Count returns the number of elements of a shape; 1 for a scalar.
func Count(shape []int64) int64 {
	n := int64(1)
	for _, d := range shape {
		n *= d
	}
	return n
}

// Len returns the number of elements.
func (t *Tensor) Len() int64 { return Count(t.Shape) }

// DType returns the element type.
func (t *Tensor) DType() DType {
	switch {
	case t.F32 != nil:
		return F32
	case t.I64 != nil:
		return I64
	case t.U8 != nil:
		return U8
	case t.Bool != nil:
		return Bool
	}
	return F32 // an empty array
}

// Reshape returns a view with another shape of the same number of elements.
func (t *Tensor) Reshape(shape ...int64) *Tensor {
	mustFit(int(t.Len()), shape)
	view := *t
	view.Shape = shape
	return &view
}

// Clone returns a deep copy.
func (t *Tensor) Clone() *Tensor {
	return &Tensor{
		Shape: slices.Clone(t.Shape), F32: slices.Clone(t.F32), I64: slices.Clone(t.I64),
		U8: slices.Clone(t.U8), Bool: slices.Clone(t.Bool),
	}
}

// Finite reports whether all values are numbers, none of them infinite.
func Finite(values []float32) bool {
	for _, v := range values {
		if v-v != 0 { // infinities, and what is no number
			return false
		}
	}
	return true
}

// ShapeString writes a shape as [2, 24, 32].
func ShapeString(shape []int64) string {
	parts := make([]string, len(shape))
	for i, d := range shape {
		parts[i] = fmt.Sprint(d)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
