// Package weightstest writes small safetensors files for tests.
package weightstest

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// Entry is one tensor to write: its type's name, shape and bytes.
type Entry struct {
	DType string
	Shape []int64
	Raw   []byte
}

// Floats makes the entry of float32 values, or of int64 ones.
func Floats(t *tensor.Tensor) Entry {
	raw, err := t.AppendTo(nil)
	if err != nil {
		panic(err)
	}
	return Entry{DType: t.DType().String(), Shape: t.Shape, Raw: raw}
}

// Write makes a safetensors file; pad bytes of an extra first tensor move the
// others to an odd offset.
func Write(t testing.TB, path string, entries map[string]Entry, pad int) {
	t.Helper()
	header, data := map[string]any{}, make([]byte, pad)
	if pad > 0 {
		header["pad"] = map[string]any{"dtype": "U8", "shape": []int{pad}, "data_offsets": []int{0, pad}}
	}
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		e := entries[name]
		header[name] = map[string]any{"dtype": e.DType, "shape": append([]int64{}, e.Shape...), "data_offsets": []int{len(data), len(data) + len(e.Raw)}}
		data = append(data, e.Raw...)
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	file = append(append(file, text...), data...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
}
