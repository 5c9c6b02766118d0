package weights

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// pack puts a header and data together as a safetensors file.
func pack(header string, data int) []byte {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(file, header...), make([]byte, data)...)
}

// damagedFiles are files that must be refused, with a part of the sentence.
var damagedFiles = []struct {
	name string
	file []byte
	want string
}{
	{"empty", nil, "no header"},
	{"seven bytes", make([]byte, 7), "no header"},
	{"header longer than the file", pack(`{}`, 0)[:9], "header claims"},
	{"huge header", binary.LittleEndian.AppendUint64(nil, 1<<62), "header claims"},
	{"header beyond int64", binary.LittleEndian.AppendUint64(nil, 1<<63+5), "header claims"},
	{"no JSON", pack(`{"a"`, 0), "not JSON"},
	{"a list", pack(`[]`, 0), "not JSON"},
	{"metadata of numbers", pack(`{"__metadata__":{"a":1}}`, 0), "metadata"},
	{"truncated data", pack(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 15), "claims bytes"},
	{"trailing data", pack(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 17), "describes"},
	{"data of nothing", pack(`{}`, 1), "describes"},
	{"unknown type", pack(`{"a":{"dtype":"Q4","shape":[4],"data_offsets":[0,16]}}`, 16), "Q4"},
	{"type of another size", pack(`{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,16]}}`, 16), "does not fill"},
	{"no type", pack(`{"a":{"shape":[4],"data_offsets":[0,16]}}`, 16), "unknown type"},
	{"no shape", pack(`{"a":{"dtype":"F32","data_offsets":[0,4]}}`, 4), "shape"},
	{"no offsets", pack(`{"a":{"dtype":"F32","shape":[4]}}`, 16), "data_offsets"},
	{"one offset", pack(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[16]}}`, 16), "data_offsets"},
	{"offsets reversed", pack(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}`, 16), "claims bytes"},
	{"negative offset", pack(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}`, 16), "claims bytes"},
	{"fraction", pack(`{"a":{"dtype":"F32","shape":[4.5],"data_offsets":[0,16]}}`, 16), "cannot be read"},
	{"negative extent", pack(`{"a":{"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]}}`, 16), "does not fill"},
	{"overflowing shape", pack(`{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}}`, 0), "does not fill"},
	{"overflow before nothing", pack(`{"a":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}`, 0), "does not fill"},
	{"overlap", pack(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[3],"data_offsets":[3,6]}}`, 6), "share bytes"},
	{"same bytes", pack(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}`, 4), "share bytes"},
	{"gap", pack(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}`, 6), "belong to nothing"},
	{"name twice", pack(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}`, 8), "belong to nothing"},
}

func TestDamagedFilesAreRefused(t *testing.T) {
	for _, c := range damagedFiles {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "model.safetensors")
			if err := os.WriteFile(path, c.file, 0o600); err != nil {
				t.Fatal(err)
			}
			store, err := OpenFile(path)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) || engine.KindOf(err) != engine.BadInput {
				t.Errorf("got %v, which does not name %q and the file", err, c.want)
			}
			if store != nil {
				t.Error("a store came with the fault")
			}
		})
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	loop := filepath.Join(dir, "loop.safetensors")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, loop, filepath.Join(dir, "none.safetensors"), os.DevNull} {
		if _, err := OpenFile(path); engine.KindOf(err) != engine.BadInput {
			t.Errorf("%s gave %v", path, err)
		}
	}
}

// TestMemoryOfAHugeHeader asks that a lie about a header's size costs nothing.
func TestMemoryOfAHugeHeader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.safetensors")
	if err := os.WriteFile(path, binary.LittleEndian.AppendUint64(nil, maxHeader), 0o600); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := OpenFile(path); err == nil {
		t.Fatal("the file was opened")
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("refusing it took %d bytes", grown)
	}
}

// checkTensors asks for what every accepted file promises.
func checkTensors(t *testing.T, f *file, size int64) {
	t.Helper()
	total := int64(0)
	for name, e := range f.tensors {
		if e.Name != name || e.Offset < 8 || e.Length < 0 || e.Offset+e.Length > size {
			t.Fatalf("the tensor %+v lies outside %d bytes", e, size)
		}
		if n := tensor.Count(e.Shape) * int64(e.DType.Size()); n != e.Length {
			t.Fatalf("the tensor %+v has %d bytes", e, n)
		}
		total += e.Length
	}
	if total > size-8 {
		t.Fatalf("%d bytes of tensors in %d", total, size)
	}
}

func FuzzSafetensors(f *testing.F) {
	for _, c := range damagedFiles {
		f.Add(c.file)
	}
	f.Add(pack(`{}`, 0))
	f.Add(pack(`{"__metadata__":{"format":"pt"},"a":{"dtype":"BF16","shape":[2,0,3],"data_offsets":[0,0]},"b":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}   `, 8))
	f.Fuzz(func(t *testing.T, data []byte) {
		header, err := readHeader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		parsed, err := parseHeader("fuzz.safetensors", header, int64(len(data)))
		if err != nil {
			if engine.KindOf(err) != engine.BadInput {
				t.Fatalf("got %v", err)
			}
			return
		}
		checkTensors(t, parsed, int64(len(data)))
	})
}

func FuzzIndex(f *testing.F) {
	for _, text := range []string{
		`{"weight_map":{"a":"x.safetensors"}}`, `{"weight_map":{"a":"x.safetensors","b":"y.safetensors"}}`, `{"weight_map":{}}`,
		`{"weight_map":{"a":"../x.safetensors"}}`, `{"weight_map":{"a":"/etc/passwd"}}`, `{"weight_map":{"a":".."}}`, `{"weight_map":{"a":""}}`,
		`{"weight_map":{"a":"."}}`, `{"weight_map":{"a":"x.safetensors\u0000"}}`, `{"weight_map":[]}`, `[]`, `{`, `{"weight_map":{"b":"x.safetensors"}}`,
	} {
		f.Add(text)
	}
	dir := f.TempDir()
	for _, name := range []string{"a", "b"} {
		header := fmt.Sprintf(`{%q:{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}`, name)
		shard := map[string]string{"a": "x.safetensors", "b": "y.safetensors"}[name]
		if err := os.WriteFile(filepath.Join(dir, shard), pack(header, 4), 0o600); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(dir, "model.safetensors.index.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		store, err := Open(dir)
		if err != nil {
			if engine.KindOf(err) != engine.BadInput {
				t.Fatalf("%s gave %v", text, err)
			}
			return
		}
		for _, name := range store.Names() {
			if at, _ := store.Lookup(name); !strings.HasPrefix(at.File, dir) {
				t.Fatalf("%s led to %s", text, at.File)
			}
		}
	})
}
