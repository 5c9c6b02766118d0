package tensor

import (
	"encoding/binary"
	"fmt"
	"math"
)

// AppendTo appends the elements to raw, little-endian, as weight files and
// graphs hold them. It fails for types other than F32 and I64.
func (t *Tensor) AppendTo(raw []byte) ([]byte, error) {
	switch t.DType() {
	case F32:
		for _, v := range t.F32 {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
	case I64:
		for _, v := range t.I64 {
			raw = binary.LittleEndian.AppendUint64(raw, uint64(v))
		}
	default:
		return raw, fmt.Errorf("tensor: %s is not a type to write", t.DType())
	}
	return raw, nil
}
