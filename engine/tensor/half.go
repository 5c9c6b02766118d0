package tensor

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/x448/float16"
)

// DecodeFloats widens little-endian elements of a floating-point or small
// integer type to float32. F64 is rounded.
func DecodeFloats(dst []float32, src []byte, from DType) error {
	if len(src) != len(dst)*from.Size() {
		return fmt.Errorf("tensor: %d bytes do not hold %d elements of %s", len(src), len(dst), from)
	}
	switch from {
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	case F64:
		for i := range dst {
			dst[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(src[8*i:])))
		}
	case F16:
		for i := range dst {
			dst[i] = float16.Frombits(binary.LittleEndian.Uint16(src[2*i:])).Float32()
		}
	case BF16:
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:])) << 16)
		}
	case I8:
		for i := range dst {
			dst[i] = float32(int8(src[i]))
		}
	case U8:
		for i := range dst {
			dst[i] = float32(src[i])
		}
	default:
		return fmt.Errorf("tensor: %s cannot be read as numbers", from)
	}
	return nil
}
