package text

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// parityDir holds the tiny checkpoints of the public models.
var parityDir = filepath.Join("..", "..", "testdata", "parity")

// vectorsEnv names a folder with larger sets than the committed ones, made by
// testdata/make_vectors.py; docs/adr tells what was measured with them.
const vectorsEnv = "KINORA_TOKENIZER_VECTORS"

func readGzip(t testing.TB, dir, name string, into any) {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, name+".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	reader, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// shapes returns every tokenizer of testdata.
func shapes(t testing.TB) map[string]*Tokenizer {
	t.Helper()
	var files map[string]json.RawMessage
	readGzip(t, "testdata", "shapes", &files)
	gemma, err := os.ReadFile(filepath.Join(parityDir, "ltx20", "tokenizer", "tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	files["gemma"] = gemma
	out := map[string]*Tokenizer{}
	for name, file := range files {
		tokenizer, err := parse(file, configJSON{Pad: &configToken{addedToken{Content: "<pad>", Special: true}}})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = tokenizer
	}
	return out
}

func readTexts(t testing.TB, dir string) []string {
	t.Helper()
	var texts []string
	readGzip(t, dir, "texts", &texts)
	return texts
}

func TestVectors(t *testing.T) {
	dir := os.Getenv(vectorsEnv)
	if dir == "" {
		dir = "testdata"
	}
	texts := readTexts(t, dir)
	var vectors map[string]map[string]json.RawMessage
	readGzip(t, dir, "vectors", &vectors)
	for name, tokenizer := range shapes(t) {
		// Training a shape again gives another one, so a large set brings its own.
		if own := filepath.Join(dir, name); dir != "testdata" {
			var err error
			if tokenizer, err = LoadTokenizer(own); err != nil {
				t.Fatal(err)
			}
		}
		t.Run(name, func(t *testing.T) {
			var want [][]int64
			if err := json.Unmarshal(vectors[name]["ids"], &want); err != nil || len(want) != len(texts) {
				t.Fatalf("%d vectors for %d texts, %v", len(want), len(texts), err)
			}
			wrong := 0
			for i, text := range texts {
				got, err := tokenizer.Encode(text)
				if err != nil || !slices.Equal(got, want[i]) {
					if wrong++; wrong <= 5 {
						t.Errorf("%+q\n got %v %v\nwant %v", text, got, err, want[i])
					}
				}
			}
			if wrong > 0 {
				t.Errorf("%d of %d texts differ", wrong, len(texts))
			}
		})
	}
}

// TestTruncation compares every length, side of padding and side of truncation.
// Below the number of special tokens the public library wraps around and
// truncates nothing; there we return an error.
func TestTruncation(t *testing.T) {
	texts := readTexts(t, "testdata")[11:14]
	var vectors map[string]map[string]json.RawMessage
	readGzip(t, "testdata", "vectors", &vectors)
	sides := map[string]PaddingSide{"left": PadLeft, "right": PadRight}
	for name, tokenizer := range shapes(t) {
		for key, raw := range vectors[name] {
			var length int
			var side, cut string
			if n, _ := fmt.Sscanf(key, "%d %s %s", &length, &side, &cut); n != 3 {
				continue
			}
			var want [][]int64
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatalf("%s %s: %v", name, key, err)
			}
			tokenizer.config.truncateLeft = cut == "left"
			for i, text := range texts {
				ids, mask, err := tokenizer.EncodePadded(text, length, sides[side])
				if short := length < tokenizer.template.added; short != (err != nil) {
					t.Errorf("%s %s: error is %v", name, key, err)
				} else if !short && (!slices.Equal(ids, want[i]) || len(mask) != len(ids)) {
					t.Errorf("%s %s: got %v, want %v", name, key, ids, want[i])
				}
			}
		}
	}
}
