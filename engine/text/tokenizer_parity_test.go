package text

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/engine/weights"
)

// sharedParityEnv names a folder with more families than the repository has.
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

// readGolden reads the I64 tensors of a golden and its meta.
func readGolden(t *testing.T, path string, meta any) map[string][]int64 {
	t.Helper()
	store, err := weights.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(store.Metadata()["meta"]), meta); err != nil {
		t.Fatal(err)
	}
	out := map[string][]int64{}
	for _, name := range store.Names() {
		_, data, err := store.Raw(name)
		if err != nil || len(data)%8 != 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(data), err)
		}
		for ; len(data) > 0; data = data[8:] {
			out[name] = append(out[name], int64(binary.LittleEndian.Uint64(data)))
		}
	}
	return out
}
