package graph

import "github.com/kinora-studio/kinora/engine/tensor"

// Cast returns v in another type; v itself where it has it already.
func (b *Builder) Cast(v Value, to tensor.DType) Value {
	if v.DType == to || b.err != nil {
		v.DType = to
		return v
	}
	out := Value{name: b.fresh("Cast"), DType: to, Shape: v.Shape}
	b.push("Cast", "", []Value{v}, []Value{out}, intAttr("to", int64(to.ONNX())))
	return out
}

func (b *Builder) binary(kind string, x, y Value) Value {
	shape, ok := broadcast(x.Shape, y.Shape)
	if b.err == nil && !ok {
		return b.Fail("%s of %s and %s: the shapes do not match", kind, x.Shape, y.Shape)
	}
	if b.err == nil && x.DType != y.DType {
		return b.Fail("%s of %s and %s: the types differ", kind, x.DType, y.DType)
	}
	return b.op(kind, x.DType, shape, []Value{x, y})
}

// Add returns x + y, broadcast.
func (b *Builder) Add(x, y Value) Value { return b.binary("Add", x, y) }

// Sub returns x - y, broadcast.
func (b *Builder) Sub(x, y Value) Value { return b.binary("Sub", x, y) }

// Mul returns x * y, broadcast.
func (b *Builder) Mul(x, y Value) Value { return b.binary("Mul", x, y) }

// Div returns x / y, broadcast.
func (b *Builder) Div(x, y Value) Value { return b.binary("Div", x, y) }

// Pow returns x to the power y, broadcast.
func (b *Builder) Pow(x, y Value) Value { return b.binary("Pow", x, y) }

// AddScalar returns x + c.
func (b *Builder) AddScalar(x Value, c float64) Value { return b.Add(x, b.ScalarOf(c, x.DType)) }

// Scale returns x * c.
func (b *Builder) Scale(x Value, c float64) Value { return b.Mul(x, b.ScalarOf(c, x.DType)) }

func (b *Builder) unary(kind string, x Value, attrs ...attr) Value {
	return b.op(kind, x.DType, x.Shape, []Value{x}, attrs...)
}

// Sigmoid returns 1 / (1 + exp(-x)).
func (b *Builder) Sigmoid(x Value) Value { return b.unary("Sigmoid", x) }

// Tanh returns the hyperbolic tangent.
func (b *Builder) Tanh(x Value) Value { return b.unary("Tanh", x) }

// Exp returns e to the power x.
func (b *Builder) Exp(x Value) Value { return b.unary("Exp", x) }

// Log returns the natural logarithm.
func (b *Builder) Log(x Value) Value { return b.unary("Log", x) }

// Sqrt returns the square root.
func (b *Builder) Sqrt(x Value) Value { return b.unary("Sqrt", x) }

// Sin returns the sine.
func (b *Builder) Sin(x Value) Value { return b.unary("Sin", x) }

// Abs returns the magnitude.
func (b *Builder) Abs(x Value) Value { return b.unary("Abs", x) }

// Reciprocal returns 1 / x.
func (b *Builder) Reciprocal(x Value) Value { return b.unary("Reciprocal", x) }

// ReLU returns max(x, 0).
func (b *Builder) ReLU(x Value) Value { return b.unary("Relu", x) }

// LeakyReLU returns x where positive and slope*x elsewhere.
func (b *Builder) LeakyReLU(x Value, slope float32) Value {
	return b.unary("LeakyRelu", x, floatAttr("alpha", slope))
}

// SiLU returns x * sigmoid(x).
func (b *Builder) SiLU(x Value) Value { return b.Mul(x, b.Sigmoid(x)) }

// Clip bounds x to [lo, hi].
func (b *Builder) Clip(x Value, lo, hi float64) Value {
	return b.op("Clip", x.DType, x.Shape, []Value{x, b.ScalarOf(lo, x.DType), b.ScalarOf(hi, x.DType)})
}

// Maximum returns the larger of x and c.
func (b *Builder) Maximum(x Value, c float64) Value {
	return b.op("Max", x.DType, x.Shape, []Value{x, b.ScalarOf(c, x.DType)})
}

// Where returns x where cond holds and y elsewhere, broadcast.
func (b *Builder) Where(cond, x, y Value) Value {
	shape, ok := broadcast(x.Shape, y.Shape)
	if ok {
		shape, ok = broadcast(cond.Shape, shape)
	}
	if b.err == nil && (!ok || x.DType != y.DType || cond.DType != tensor.Bool) {
		return b.Fail("Where of %s, %s and %s: the shapes or types do not match", cond.Shape, x.Shape, y.Shape)
	}
	return b.op("Where", x.DType, shape, []Value{cond, x, y})
}
