// Package weights reads model folders as people have them: safetensors files,
// sharded or not, in the diffusers layout. It never copies a tensor that a graph
// can refer to by file, offset and length.
//
// A Store is read-only after Open and safe for concurrent use.
package weights

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// maxHeader bounds the JSON header, as the public reader does.
const maxHeader = 100 << 20

// Tensor says where the bytes of one tensor are.
type Tensor struct {
	Name   string
	DType  tensor.DType
	Shape  []int64
	File   string // absolute, all symbolic links resolved
	Offset int64  // of the first byte in File
	Length int64  // in bytes
}

// file is one parsed safetensors file.
type file struct {
	path    string
	tensors map[string]Tensor
	meta    map[string]string
}

type headerEntry struct {
	DType   string  `json:"dtype"`
	Shape   []int64 `json:"shape"`
	Offsets []int64 `json:"data_offsets"`
}

// readFile parses the header of one safetensors file and checks it against the
// file's size: little-endian u64 length, that many bytes of JSON, then data.
func readFile(path string) (*file, error) {
	real, err := resolve(path)
	if err != nil {
		return nil, err
	}
	// Looked at before it is opened: opening a pipe would wait for its writer.
	if info, err := os.Stat(real); err == nil && !info.Mode().IsRegular() {
		return nil, engine.Bad("give a .safetensors file", "%s is a folder or a device", path)
	}
	f, err := os.Open(real)
	if err != nil {
		return nil, engine.Bad("check the file's permissions", "the weights file %s cannot be opened: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, engine.Bad("check the file's permissions", "the weights file %s cannot be read: %w", path, err)
	}
	header, err := readHeader(f, info.Size())
	if err != nil {
		return nil, engine.Bad("copy or download the file again", "%s is not a complete safetensors file: %w", path, err)
	}
	return parseHeader(real, header, info.Size())
}

// resolve returns the absolute path of a file, all symbolic links followed.
func resolve(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return "", engine.Bad("check that the model folder is complete", "the weights file %s cannot be opened: %w", path, err)
	}
	return real, nil
}

func readHeader(r io.Reader, size int64) ([]byte, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, fmt.Errorf("it has %d bytes and no header", size)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader || int64(n)+8 > size {
		return nil, fmt.Errorf("its header claims %d bytes of a file of %d", n, size)
	}
	header := make([]byte, n)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, err
	}
	return header, nil
}

func parseHeader(path string, header []byte, size int64) (*file, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		return nil, damaged(path, "its header is not JSON: %v", err)
	}
	out := &file{path: path, tensors: make(map[string]Tensor, len(raw))}
	base := int64(8 + len(header))
	for name, text := range raw {
		if name == "__metadata__" {
			if err := json.Unmarshal(text, &out.meta); err != nil {
				return nil, damaged(path, "its metadata is not a map of strings: %v", err)
			}
			continue
		}
		t, err := parseEntry(path, name, text, base, size)
		if err != nil {
			return nil, err
		}
		out.tensors[name] = t
	}
	return out, out.checkCover(base, size)
}

// checkCover asks that the tensors fill the file from base to size without gaps
// and without sharing bytes, as the format does.
func (f *file) checkCover(base, size int64) error {
	inOrder := slices.SortedFunc(maps.Values(f.tensors), func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Length, b.Length), cmp.Compare(a.Name, b.Name))
	})
	end, previous := base, "the header"
	for _, t := range inOrder {
		switch {
		case t.Offset < end:
			return damaged(f.path, "the tensors %q and %q share bytes", previous, t.Name)
		case t.Offset > end:
			return damaged(f.path, "%d bytes before the tensor %q belong to nothing", t.Offset-end, t.Name)
		}
		end, previous = t.Offset+t.Length, t.Name
	}
	if end != size {
		return damaged(f.path, "it has %d bytes, but its header describes %d", size, end)
	}
	return nil
}

func parseEntry(path, name string, text json.RawMessage, base, size int64) (Tensor, error) {
	var e headerEntry
	if err := json.Unmarshal(text, &e); err != nil {
		return Tensor{}, damaged(path, "the entry of %q cannot be read: %v", name, err)
	}
	dtype, known := tensor.ParseDType(e.DType)
	if !known {
		return Tensor{}, engine.Bad("convert the checkpoint to F32, F16 or BF16",
			"the tensor %q in %s has the unknown type %q", name, path, e.DType)
	}
	if len(e.Offsets) != 2 || e.Shape == nil {
		return Tensor{}, damaged(path, "the entry of %q has no shape or no data_offsets", name)
	}
	begin, end := e.Offsets[0], e.Offsets[1]
	if begin < 0 || end < begin || end > size-base {
		return Tensor{}, damaged(path, "the tensor %q claims bytes %d to %d of %d", name, begin, end, size-base)
	}
	if n, ok := byteCount(e.Shape, dtype); !ok || n != end-begin {
		return Tensor{}, damaged(path, "the tensor %q of shape %s and type %s does not fill its %d bytes",
			name, tensor.ShapeString(e.Shape), dtype, end-begin)
	}
	return Tensor{Name: name, DType: dtype, Shape: e.Shape, File: path, Offset: base + begin, Length: end - begin}, nil
}

// byteCount returns the bytes of a shape, and false where a dimension is
// negative or the product leaves int64.
func byteCount(shape []int64, dtype tensor.DType) (int64, bool) {
	n := int64(dtype.Size())
	for _, d := range shape {
		if d < 0 || (d > 0 && n > (1<<62)/d) {
			return 0, false
		}
		n *= d
	}
	return n, true
}

func damaged(path, format string, args ...any) error {
	return engine.Bad("copy or download the file again", "the weights file %s is damaged: %s", path, fmt.Sprintf(format, args...))
}
