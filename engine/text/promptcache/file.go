package promptcache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// magic starts every entry; its last characters are the format's version.
const magic = "kinora prompt 1\n"

// errDamaged: the bytes are not an entry as it was written.
var errDamaged = errors.New("damaged entry")

// encode writes values as magic, the SHA-256 of what follows, and for each value
// in order of names: name, type, rank, extents, and the elements. All numbers are
// little-endian; lengths and extents have 8 bytes.
func encode(values map[string]*tensor.Tensor) ([]byte, error) {
	out := append([]byte(magic), make([]byte, sha256.Size)...)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(values)))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		t := values[name]
		out = binary.LittleEndian.AppendUint64(out, uint64(len(name)))
		out = append(append(out, name...), byte(t.DType()), byte(len(t.Shape)))
		for _, d := range t.Shape {
			out = binary.LittleEndian.AppendUint64(out, uint64(d))
		}
		var err error
		if out, err = t.AppendTo(out); err != nil {
			return nil, fmt.Errorf("promptcache: %q: %w", name, err)
		}
	}
	sum := sha256.Sum256(out[len(magic)+sha256.Size:])
	copy(out[len(magic):], sum[:])
	return out, nil
}

// decode reads what encode wrote, or fails with errDamaged.
func decode(text []byte) (map[string]*tensor.Tensor, error) {
	rest, ok := bytes.CutPrefix(text, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, errDamaged
	}
	if sum := sha256.Sum256(rest[sha256.Size:]); !bytes.Equal(sum[:], rest[:sha256.Size]) {
		return nil, errDamaged
	}
	r := reader{rest: rest[sha256.Size:]}
	out := map[string]*tensor.Tensor{}
	for range r.count(1) {
		name := string(r.take(r.count(1)))
		kind := r.take(2)
		if r.failed {
			break
		}
		out[name] = r.tensor(tensor.DType(kind[0]), int(kind[1]))
	}
	if r.failed || len(r.rest) > 0 {
		return nil, errDamaged
	}
	return out, nil
}

// reader takes an entry apart; after the first lack it returns nothing.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if r.failed || n < 0 || n > len(r.rest) {
		r.failed = true
		return nil
	}
	part := r.rest[:n]
	r.rest = r.rest[n:]
	return part
}

// count reads a number of things of which each takes at least size bytes.
func (r *reader) count(size int) int {
	b := r.take(8)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint64(b)
	if n > uint64(len(r.rest)/size) {
		r.failed = true
		return 0
	}
	return int(n)
}

func (r *reader) tensor(kind tensor.DType, rank int) *tensor.Tensor {
	shape, n := make([]int64, rank), 1
	for i := range shape {
		b := r.take(8)
		if b == nil {
			return nil
		}
		d := binary.LittleEndian.Uint64(b)
		if d > uint64(len(r.rest)) || d > 0 && n > len(r.rest)/int(d) {
			r.failed = true
			return nil
		}
		shape[i], n = int64(d), n*int(d)
	}
	switch kind {
	case tensor.F32:
		data := make([]float32, n)
		if raw := r.take(4 * n); raw != nil && tensor.DecodeFloats(data, raw, tensor.F32) == nil {
			return tensor.Floats(data, shape...)
		}
	case tensor.I64:
		data := make([]int64, n)
		if raw := r.take(8 * n); raw != nil {
			for i := range data {
				data[i] = int64(binary.LittleEndian.Uint64(raw[8*i:]))
			}
			return tensor.Ints(data, shape...)
		}
	}
	r.failed = true
	return nil
}
