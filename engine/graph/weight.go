package graph

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/x448/float16"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// inlineLimit is the size up to which a tensor is copied into the model: shape
// inference may want to see it, and a mapping of its own would cost more.
const inlineLimit = 1024

// Has reports whether the store has a tensor below this place.
func (b *Builder) Has(name string) bool {
	if b.Store == nil {
		return false
	}
	_, ok := b.Store.Lookup(b.full(name))
	return ok
}

// full returns a tensor's name in the store.
func (b *Builder) full(name string) string { return join(b.Prefix, join(b.path, name)) }

// Weight returns a tensor of the store in the compute type. The stored shape
// must be the one given.
func (b *Builder) Weight(name string, shape ...int64) Value {
	return b.storedAs(name, shape, b.Profile.Compute)
}

// Weight32 returns a tensor of the store in float32.
func (b *Builder) Weight32(name string, shape ...int64) Value {
	return b.storedAs(name, shape, tensor.F32)
}

func (b *Builder) stored(name string, shape []int64) Value {
	t, ok := b.find(name, shape)
	if !ok {
		return Value{DType: b.Profile.Compute, Shape: constShape(shape)}
	}
	return b.external1(b.Store, t)
}

// find looks a tensor up and checks its shape.
func (b *Builder) find(name string, shape []int64) (t weights.Tensor, ok bool) {
	if b.err != nil {
		return t, false
	}
	full := b.full(name)
	if b.Store == nil {
		b.Fail("there is no store to read %q from", full)
		return t, false
	}
	if t, ok = b.Store.Lookup(full); !ok {
		b.err = engine.Bad("copy or download the model again; a part of another version may have slipped in",
			"the %s in %s has no tensor %q", b.Name, b.Store.Dir, full)
		return t, false
	}
	if !sameShape(t.Shape, shape) {
		b.err = engine.Bad("the weights and config.json of this model do not belong together; copy or download it again",
			"the tensor %q in %s has the shape %s, but the configuration asks for %s",
			full, t.File, tensor.ShapeString(t.Shape), tensor.ShapeString(shape))
		return t, false
	}
	return t, true
}

// storedAs adds a stored tensor in the type that is wanted. A small one is
// widened here: for hundreds of biases, a conversion in the graph costs more
// than it saves.
func (b *Builder) storedAs(name string, shape []int64, want tensor.DType) Value {
	full := b.full(name)
	key := "widened:" + full
	if v, ok := b.known[key]; ok && want == tensor.F32 && v.Shape.Equal(constShape(shape)) {
		return v
	}
	if b.err == nil && b.Store != nil && want == tensor.F32 {
		t, ok := b.Store.Lookup(full)
		if ok && t.Length <= inlineLimit && (t.DType == tensor.F16 || t.DType == tensor.BF16) && sameShape(t.Shape, shape) {
			host, err := b.Store.Floats(full)
			if err != nil {
				b.err = err
				return Value{DType: want, Shape: constShape(shape)}
			}
			b.known[key] = (&Builder{state: b.state}).float32s(host)
			return b.known[key]
		}
	}
	return b.Cast(b.stored(name, shape), want)
}

// external1 adds a stored tensor once and returns it in its stored type.
func (b *Builder) external1(store *weights.Store, t weights.Tensor) Value {
	key := "weight:" + t.File + ":" + t.Name + tensor.ShapeString(t.Shape)
	if v, ok := b.known[key]; ok {
		return v
	}
	v := Value{name: fmt.Sprintf("w%d/%s", len(b.known), t.Name), DType: t.DType, Shape: constShape(t.Shape)}
	if t.Length <= inlineLimit {
		_, raw, err := store.Raw(t.Name)
		if err != nil {
			b.err = err
			return v
		}
		b.initialisers = append(b.initialisers, inlineTensor(v.name, t.DType, t.Shape, raw))
	} else {
		b.external = append(b.external, external{v.name, t})
	}
	b.known[key] = v
	return v
}

func sameShape(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func constShape(shape []int64) Shape {
	out := make(Shape, len(shape))
	for i, d := range shape {
		out[i] = N(d)
	}
	return out
}

// Scalar returns a constant in the compute type.
func (b *Builder) Scalar(v float64) Value { return b.ScalarOf(v, b.Profile.Compute) }

// ScalarOf returns a constant of a floating-point type.
func (b *Builder) ScalarOf(v float64, dtype tensor.DType) Value {
	key := fmt.Sprintf("scalar:%v:%s", v, dtype)
	if known, ok := b.known[key]; ok {
		return known
	}
	out := Value{name: fmt.Sprintf("c%d", len(b.known)), DType: dtype}
	var raw []byte
	switch dtype {
	case tensor.F16:
		raw = binary.LittleEndian.AppendUint16(nil, float16.Fromfloat32(float32(v)).Bits())
	case tensor.BF16:
		raw = binary.LittleEndian.AppendUint16(nil, roundBF16(float32(v)))
	case tensor.F32:
		raw = binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(v)))
	default:
		return b.Fail("%s is not a type for a constant", dtype)
	}
	b.initialisers = append(b.initialisers, inlineTensor(out.name, dtype, nil, raw))
	b.known[key] = out
	return out
}

// roundBF16 rounds to the nearest bfloat16, ties to even.
func roundBF16(v float32) uint16 {
	bits := math.Float32bits(v)
	return uint16((bits + 0x7fff + (bits>>16)&1) >> 16)
}

// Constant puts host data into the graph: floats in the compute type, integers
// as int64.
func (b *Builder) Constant(t *tensor.Tensor) Value {
	out := Value{name: b.fresh("Constant"), DType: t.DType(), Shape: constShape(t.Shape)}
	raw, err := t.AppendTo(nil)
	if err != nil {
		return b.Fail("%s is not a type for a constant", t.DType())
	}
	b.initialisers = append(b.initialisers, inlineTensor(out.name, out.DType, t.Shape, raw))
	if out.DType == tensor.F32 {
		return b.Cast(out, b.Profile.Compute)
	}
	return out
}

// Ones returns a constant vector of n ones in the compute type.
func (b *Builder) Ones(n int64) Value {
	key := fmt.Sprintf("ones:%d", n)
	if v, ok := b.known[key]; ok {
		return v
	}
	t := tensor.New(n)
	for i := range t.F32 {
		t.F32[i] = 1
	}
	v := (&Builder{state: b.state}).Constant(t)
	b.known[key] = v
	return v
}

// ints returns a constant int64 vector.
func (b *Builder) ints(values ...int64) Value {
	key := fmt.Sprintf("ints:%v", values)
	if v, ok := b.known[key]; ok {
		return v
	}
	v := (&Builder{state: b.state}).Constant(tensor.Ints(values, int64(len(values))))
	b.known[key] = v
	return v
}
