package weights

import (
	"cmp"
	"context"
	"encoding/binary"
	"maps"
	"os"
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// CheckFinite looks for infinities and values that are no number in all
// floating-point tensors: what a broken conversion or a bad disk leaves, and
// what would turn every result black. At most sample bytes of each tensor are
// read, half from its start and half from its end; 0 reads all. It returns
// ctx.Err() soon after the context is cancelled.
func (s *Store) CheckFinite(ctx context.Context, sample int64) error {
	inOrder := slices.Collect(maps.Values(s.tensors))
	// In the order of the disk, and each file opened once.
	slices.SortFunc(inOrder, func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Name, b.Name))
	})
	var f *os.File
	defer func() { _ = f.Close() }()
	for _, t := range inOrder {
		if f == nil || f.Name() != t.File {
			_ = f.Close()
			var err error
			if f, err = os.Open(t.File); err != nil {
				return engine.Bad("check the file's permissions", "the weights file %s cannot be opened: %w", t.File, err)
			}
		}
		if err := checkTensor(ctx, f, t, sample); err != nil {
			return err
		}
	}
	return nil
}

// checkTensor reads the parts of one tensor that sample asks for.
func checkTensor(ctx context.Context, f *os.File, t Tensor, sample int64) error {
	mask, ok := exponents[t.DType]
	if !ok {
		return nil
	}
	size := int64(t.DType.Size())
	half := sample / 2 / size * size
	if sample == 0 || 2*half >= t.Length {
		return checkRange(ctx, f, t, mask, 0, t.Length)
	}
	if err := checkRange(ctx, f, t, mask, 0, half); err != nil {
		return err
	}
	return checkRange(ctx, f, t, mask, t.Length-half, t.Length)
}

// exponents are the bits that are all set in an infinity and in what is no
// number. E4M3 has no infinities: all seven bits below the sign mean no number.
var exponents = map[tensor.DType]uint64{
	tensor.F64:    0x7ff0000000000000,
	tensor.F32:    0x7f800000,
	tensor.F16:    0x7c00,
	tensor.BF16:   0x7f80,
	tensor.F8E4M3: 0x7f,
	tensor.F8E5M2: 0x7c,
}

func checkRange(ctx context.Context, f *os.File, t Tensor, mask uint64, from, to int64) error {
	const piece = 1 << 20
	buffer := make([]byte, min(piece, to-from))
	for at := from; at < to; at += piece {
		if err := ctx.Err(); err != nil {
			return err
		}
		part := buffer[:min(piece, to-at)]
		if _, err := f.ReadAt(part, t.Offset+at); err != nil {
			return engine.Bad("copy or download the file again", "the tensor %q in %s cannot be read: %w", t.Name, t.File, err)
		}
		if i := notFinite(part, t.DType.Size(), mask); i >= 0 {
			return engine.Bad("copy or download the file again", "the tensor %q in %s holds a value that is not finite, at position %d",
				t.Name, t.File, at/int64(t.DType.Size())+int64(i))
		}
	}
	return nil
}

// notFinite returns the index of the first value whose masked bits are all set,
// or -1.
func notFinite(raw []byte, size int, mask uint64) int {
	order := binary.LittleEndian
	for i := 0; i+size <= len(raw); i += size {
		var bits uint64
		switch size {
		case 1:
			bits = uint64(raw[i])
		case 2:
			bits = uint64(order.Uint16(raw[i:]))
		case 4:
			bits = uint64(order.Uint32(raw[i:]))
		default:
			bits = order.Uint64(raw[i:])
		}
		if bits&mask == mask {
			return i / size
		}
	}
	return -1
}
