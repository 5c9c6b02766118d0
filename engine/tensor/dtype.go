package tensor

// DType is an element type.
type DType uint8

// The element types of the safetensors format that graphs can use.
const (
	Invalid DType = iota
	F64
	F32
	F16
	BF16
	F8E4M3
	F8E5M2
	I64
	I32
	I16
	I8
	U8
	Bool
)

type dtypeInfo struct {
	name string // as in safetensors
	size int    // bytes
	onnx int32  // TensorProto.DataType
}

var dtypes = [...]dtypeInfo{
	Invalid: {"invalid", 0, 0},
	F64:     {"F64", 8, 11},
	F32:     {"F32", 4, 1},
	F16:     {"F16", 2, 10},
	BF16:    {"BF16", 2, 16},
	F8E4M3:  {"F8_E4M3", 1, 17},
	F8E5M2:  {"F8_E5M2", 1, 19},
	I64:     {"I64", 8, 7},
	I32:     {"I32", 4, 6},
	I16:     {"I16", 2, 5},
	I8:      {"I8", 1, 3},
	U8:      {"U8", 1, 2},
	Bool:    {"BOOL", 1, 9},
}

// ParseDType returns the type with a safetensors name, and false for an unknown one.
func ParseDType(name string) (DType, bool) {
	for d, info := range dtypes {
		if info.name == name && DType(d) != Invalid {
			return DType(d), true
		}
	}
	return Invalid, false
}

func (d DType) String() string { return dtypes[d].name }

// Size returns the bytes of one element.
func (d DType) Size() int { return dtypes[d].size }

// ONNX returns the type's number in ONNX' TensorProto.DataType.
func (d DType) ONNX() int32 { return dtypes[d].onnx }

// IsFloat reports whether the type is a floating-point one.
func (d DType) IsFloat() bool { return d >= F64 && d <= F8E5M2 }
