package tensor_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/x448/float16"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// TestAppendTo writes after what is there and reads the same again.
func TestAppendTo(t *testing.T) {
	want := []float32{0, -1.5, math.MaxFloat32, float32(math.Inf(1))}
	raw, err := tensor.Floats(want, 2, 2).AppendTo([]byte("x"))
	if err != nil || !bytes.HasPrefix(raw, []byte("x")) {
		t.Fatal(raw, err)
	}
	got := make([]float32, 4)
	if err := tensor.DecodeFloats(got, raw[1:], tensor.F32); err != nil || !slices.Equal(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
	raw, err = tensor.Ints([]int64{-2}, 1).AppendTo(nil)
	if err != nil || int64(binary.LittleEndian.Uint64(raw)) != -2 || len(raw) != 8 {
		t.Errorf("wrote %v, %v", raw, err)
	}
	if _, err := tensor.Bytes([]byte{1}, 1).AppendTo(nil); err == nil {
		t.Error("bytes were written")
	}
}

// TestDecodeFloats reads one and a half in every type that holds it.
func TestDecodeFloats(t *testing.T) {
	little := binary.LittleEndian
	for kind, raw := range map[tensor.DType][]byte{
		tensor.F64:  little.AppendUint64(nil, math.Float64bits(1.5)),
		tensor.F32:  little.AppendUint32(nil, math.Float32bits(1.5)),
		tensor.F16:  little.AppendUint16(nil, float16.Fromfloat32(1.5).Bits()),
		tensor.BF16: little.AppendUint16(nil, uint16(math.Float32bits(1.5)>>16)),
	} {
		var got [1]float32
		if err := tensor.DecodeFloats(got[:], raw, kind); err != nil || got[0] != 1.5 {
			t.Errorf("%s: %v, %v", kind, got, err)
		}
		if err := tensor.DecodeFloats(got[:], raw[1:], kind); err == nil {
			t.Errorf("%s: a byte too few was read", kind)
		}
	}
	var got [2]float32
	for kind, want := range map[tensor.DType]float32{tensor.I8: -3, tensor.U8: 253} {
		if err := tensor.DecodeFloats(got[:], []byte{253, 0}, kind); err != nil || got[0] != want {
			t.Errorf("%s: %v, %v", kind, got, err)
		}
	}
	if err := tensor.DecodeFloats(got[:], []byte{0, 0}, tensor.Bool); err == nil {
		t.Error("truth values were read as numbers")
	}
}

func TestTypes(t *testing.T) {
	for d := tensor.F64; d <= tensor.Bool; d++ {
		if same, ok := tensor.ParseDType(d.String()); !ok || same != d || d.Size() < 1 {
			t.Errorf("%s is read as %s, %v", d, same, ok)
		}
	}
	if _, ok := tensor.ParseDType("invalid"); ok {
		t.Error("the zero value has a name")
	}
}

func TestFinite(t *testing.T) {
	if !tensor.Finite(nil) || !tensor.Finite([]float32{0, -math.MaxFloat32, math.SmallestNonzeroFloat32}) {
		t.Error("numbers are none")
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if tensor.Finite([]float32{1, float32(v)}) {
			t.Errorf("%v is a number", v)
		}
	}
}

func TestClone(t *testing.T) {
	a := tensor.Floats([]float32{1, 2}, 2)
	b := a.Clone().Reshape(2, 1)
	b.F32[0], b.Shape[0] = 9, 1
	if a.F32[0] != 1 || a.Shape[0] != 2 || tensor.ShapeString(a.Shape) != "[2]" || tensor.New().Len() != 1 {
		t.Errorf("the original became %v", a)
	}
}
