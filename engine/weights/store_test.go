package weights_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func entry(values ...float32) weightstest.Entry {
	return weightstest.Floats(tensor.Floats(values, int64(len(values))))
}

type shards map[string]map[string]weightstest.Entry

// folder makes a component folder of shards and, unless it is empty, an index.
func folder(t *testing.T, files shards, index string) string {
	t.Helper()
	dir := t.TempDir()
	for name, entries := range files {
		weightstest.Write(t, filepath.Join(dir, name), entries, 0)
	}
	if index != "" {
		if err := os.WriteFile(filepath.Join(dir, "model.safetensors.index.json"), []byte(index), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestShards(t *testing.T) {
	two := shards{"m-1.safetensors": {"a": entry(1)}, "m-2.safetensors": {"b": entry(2, 3)}}
	for name, c := range map[string]struct {
		files shards
		index string
		want  string // of the fault; empty where it opens
	}{
		"index":              {two, `{"metadata":{"total_size":12},"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}`, ""},
		"no index":           {two, "", ""},
		"shard missing":      {two, `{"weight_map":{"a":"m-1.safetensors","b":"m-3.safetensors"}}`, "m-3.safetensors"},
		"tensor missing":     {two, `{"weight_map":{"a":"m-1.safetensors","c":"m-2.safetensors"}}`, `"c"`},
		"in the other shard": {two, `{"weight_map":{"a":"m-2.safetensors","b":"m-2.safetensors"}}`, `"a"`},
		"swapped":            {two, `{"weight_map":{"a":"m-2.safetensors","b":"m-1.safetensors"}}`, `"b"`},
		"outside":            {two, `{"weight_map":{"a":"../m-1.safetensors"}}`, "outside"},
		"absolute":           {two, `{"weight_map":{"a":"/m-1.safetensors"}}`, "outside"},
		"no name":            {two, `{"weight_map":{"a":""}}`, "outside"},
		"folder itself":      {two, `{"weight_map":{"a":"."}}`, "folder"},
		"no map":             {two, `{"weights":{}}`, "weight_map"},
		"not JSON":           {two, `{`, "weight_map"},
		"twice":              {shards{"m-1.safetensors": {"a": entry(1)}, "m-2.safetensors": {"a": entry(1)}}, "", "both"},
		"twice with index": {
			shards{"m-1.safetensors": {"a": entry(1), "c": entry(1)}, "m-2.safetensors": {"b": entry(1), "c": entry(1)}},
			`{"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}`, "both",
		},
		"nothing": {nil, "", "no weights"},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := weights.Open(folder(t, c.files, c.index))
			if c.want != "" {
				if err == nil || store != nil || !strings.Contains(err.Error(), c.want) || engine.KindOf(err) != engine.BadInput {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(store.Names(), []string{"a", "b"}) || store.Bytes() != 12 || store.BytesAs(tensor.BF16) != 6 {
				t.Errorf("it has %v in %d bytes", store.Names(), store.Bytes())
			}
			if b, err := store.Floats("b"); err != nil || !slices.Equal(b.F32, []float32{2, 3}) {
				t.Errorf("b is %v %v", b, err)
			}
		})
	}
	if _, err := weights.Open(filepath.Join(t.TempDir(), "none")); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a missing folder gave %v", err)
	}
}

// TestLinksAndStrays opens a folder as the public model cache has it, on a drive
// where macOS has left its own files.
func TestLinksAndStrays(t *testing.T) {
	dir := t.TempDir()
	weightstest.Write(t, filepath.Join(dir, "blobs", "c0ffee"), map[string]weightstest.Entry{"a": entry(1)}, 3)
	part := filepath.Join(dir, "snapshots", "vae")
	if err := os.MkdirAll(part, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../blobs/c0ffee", filepath.Join(part, "m.safetensors")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(part, "._m.safetensors"), []byte("stray"), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := weights.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := store.Lookup("a")
	if filepath.Base(a.File) != "c0ffee" {
		t.Errorf("a lies in %+v", a)
	}
	if err := os.Remove(filepath.Join(dir, "blobs", "c0ffee")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Floats("a"); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a file that has gone gave %v", err)
	}
	if _, err := weights.Open(part); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a link to nothing gave %v", err)
	}
}

func TestTypes(t *testing.T) {
	half := func(bits ...uint16) (raw []byte) {
		for _, b := range bits {
			raw = binary.LittleEndian.AppendUint16(raw, b)
		}
		return raw
	}
	dir := folder(t, shards{"m.safetensors": {
		"f32":  entry(1.5, -2),
		"f64":  {DType: "F64", Shape: []int64{1}, Raw: binary.LittleEndian.AppendUint64(nil, math.Float64bits(-3.25))},
		"f16":  {DType: "F16", Shape: []int64{2}, Raw: half(0x3e00, 0xc000)},
		"bf16": {DType: "BF16", Shape: []int64{2}, Raw: half(0x3fc0, 0xc000)},
		"i8":   {DType: "I8", Shape: []int64{1}, Raw: []byte{0xff}},
		"u8":   {DType: "U8", Shape: []int64{1}, Raw: []byte{0xff}},
		"i64":  {DType: "I64", Shape: []int64{1}, Raw: binary.LittleEndian.AppendUint64(nil, math.MaxUint64)},
		"f8":   {DType: "F8_E4M3", Shape: []int64{1}, Raw: []byte{0}},
		"none": {DType: "F32", Shape: []int64{0, 4}},
	}}, "")
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]float32{
		"f32": {1.5, -2}, "f64": {-3.25}, "f16": {1.5, -2}, "bf16": {1.5, -2}, "i8": {-1}, "u8": {255}, "none": {},
	} {
		if got, err := store.Floats(name); err != nil || !slices.Equal(got.F32, want) {
			t.Errorf("%s is %v %v", name, got, err)
		}
	}
	if got, err := store.Host("i64"); err != nil || got.I64[0] != -1 {
		t.Errorf("i64 is %v %v", got, err)
	}
	for _, name := range []string{"f8", "absent"} {
		if _, err := store.Floats(name); engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), name) {
			t.Errorf("%s gave %v", name, err)
		}
	}
}

func TestCheckFinite(t *testing.T) {
	bad := map[string][]byte{
		"F64":     binary.LittleEndian.AppendUint64(nil, math.Float64bits(math.Inf(-1))),
		"F32":     binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(math.NaN()))),
		"F16":     {0x00, 0xfc},
		"BF16":    {0xc0, 0x7f},
		"F8_E4M3": {0xff},
		"F8_E5M2": {0x7d},
	}
	for kind, value := range bad {
		const count, at = 300_000, 200_000
		raw := make([]byte, count*len(value))
		path := filepath.Join(t.TempDir(), "m.safetensors")
		open := func() *weights.Store {
			weightstest.Write(t, path, map[string]weightstest.Entry{
				"good": entry(1), "weight": {DType: kind, Shape: []int64{count}, Raw: raw}, "ids": {DType: "I64", Shape: []int64{1}, Raw: bytesOf(0xff, 8)},
			}, 0)
			store, err := weights.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return store
		}
		if err := open().CheckFinite(t.Context(), 0); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		copy(raw[at*len(value):], value)
		err := open().CheckFinite(t.Context(), 0)
		if err == nil || !strings.Contains(err.Error(), `"weight"`) || !strings.Contains(err.Error(), fmt.Sprint(at)) {
			t.Errorf("%s: got %v", kind, err)
		}
		if err := open().CheckFinite(t.Context(), 4096); err != nil {
			t.Errorf("%s: the sample reached the middle: %v", kind, err)
		}
		copy(raw[(count-1)*len(value):], value)
		if err := open().CheckFinite(t.Context(), 4096); err == nil {
			t.Errorf("%s: the sample missed the end", kind)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := open().CheckFinite(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a cancelled check gave %v", kind, err)
		}
	}
}

func bytesOf(b byte, n int) []byte { return slices.Repeat([]byte{b}, n) }
