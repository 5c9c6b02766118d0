package text

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedParity holds all six families where it is there; the repository has three.
const sharedParityEnv = "KINORA_PARITY"

func TestParityGoldens(t *testing.T) {
	dir := parityDir
	if shared := os.Getenv(sharedParityEnv); shared != "" {
		dir = shared
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "golden", "tokenizer.safetensors"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d tokenizer goldens in %s, %v", len(files), dir, err)
	}
	for _, file := range files {
		family := filepath.Dir(filepath.Dir(file))
		t.Run(filepath.Base(family), func(t *testing.T) {
			tokenizer, err := LoadTokenizer(filepath.Join(family, "tokenizer"))
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, tokenizer, file)
		})
	}
}

func compareGolden(t *testing.T, tokenizer *Tokenizer, file string) {
	var meta struct {
		MaxLength int               `json:"max_length"`
		Side      string            `json:"padding_side"`
		Texts     map[string]string `json:"texts"`
	}
	golden := readGolden(t, file, &meta)
	if len(meta.Texts) == 0 {
		t.Fatal("the golden has no texts")
	}
	side := map[string]PaddingSide{"left": PadLeft, "right": PadRight}[meta.Side]
	if tokenizer.PaddingSide() != side {
		t.Errorf("the configuration pads on side %v, the golden on %v", tokenizer.PaddingSide(), side)
	}
	for key, text := range meta.Texts {
		ids, mask, err := tokenizer.EncodePadded(text, meta.MaxLength, PadDefault)
		if err != nil || !slices.Equal(ids, golden["out.ids."+key]) || !slices.Equal(mask, golden["out.mask."+key]) {
			t.Errorf("%q\n got %v %v %v\nwant %v %v", text, ids, mask, err, golden["out.ids."+key], golden["out.mask."+key])
		}
	}
}

// readGolden reads the I64 tensors of a safetensors file.
func readGolden(t *testing.T, path string, meta any) map[string][]int64 {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := binary.LittleEndian.Uint64(raw)
	var header map[string]json.RawMessage
	if err := json.Unmarshal(raw[8:8+size], &header); err != nil {
		t.Fatal(err)
	}
	var strs map[string]string
	if err := json.Unmarshal(header["__metadata__"], &strs); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(strs["meta"]), meta); err != nil {
		t.Fatal(err)
	}
	out := map[string][]int64{}
	for name, entry := range header {
		var tensor struct {
			DType   string `json:"dtype"`
			Offsets [2]int `json:"data_offsets"`
		}
		if !strings.HasPrefix(name, "out.") {
			continue
		}
		if err := json.Unmarshal(entry, &tensor); err != nil || tensor.DType != "I64" {
			t.Fatalf("%s: %v %v", name, tensor.DType, err)
		}
		data := raw[8+int(size):]
		for at := tensor.Offsets[0]; at < tensor.Offsets[1]; at += 8 {
			out[name] = append(out[name], int64(binary.LittleEndian.Uint64(data[at:])))
		}
	}
	return out
}
