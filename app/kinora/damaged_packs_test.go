package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// TestDamagedPacks: whatever is wrong with a pack is said before a clip is made.
func TestDamagedPacks(t *testing.T) {
	for name, c := range map[string]struct {
		damage     func(t *testing.T, dir string)
		want, hint string
	}{
		"unreadable index": {func(t *testing.T, dir string) {
			path := filepath.Join(dir, "model_index.json")
			remove(t, path)
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}, "cannot be read", "permissions"},
		"index cut off":      {cut("model_index.json"), "model_index.json is damaged: it is not JSON", "again"},
		"nameless index":     {func(t *testing.T, dir string) { put(t, filepath.Join(dir, "model_index.json"), []byte("{}")) }, "it names no pipeline class", "again"},
		"unknown family":     {change("model_index.json", `"LTX2Pipeline"`, `"DreamPipeline"`), `unknown family "DreamPipeline"`, "LTX2Pipeline"},
		"missing part":       {func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "vocoder")) }, `lacks its part "vocoder"`, "again"},
		"missing weights":    {func(t *testing.T, dir string) { remove(t, weightsOf(dir, "vae")) }, "vae holds no weights", ".safetensors"},
		"weights cut off":    {cut("transformer/diffusion_pytorch_model.safetensors"), "diffusion_pytorch_model.safetensors", "again"},
		"empty weights":      {func(t *testing.T, dir string) { put(t, weightsOf(dir, "vae"), nil) }, "is not a complete safetensors file", "again"},
		"weights of letters": {func(t *testing.T, dir string) { put(t, weightsOf(dir, "vae"), []byte(strings.Repeat("letters ", 100))) }, "is not a complete safetensors file", "again"},
		"altered weights":    {alter, "transformer/diffusion_pytorch_model.safetensors of the pack", "again"},
		"wrong shape":        {change("transformer/config.json", `"in_channels": `, `"in_channels": 1`), "transformer", ""},
		"wrong sizes":        {change("transformer/config.json", `"attention_head_dim": `, `"attention_head_dim": 1`), "transformer", ""},
		"config cut off":     {cut("vae/config.json"), "config.json", ""},
		"strange config":     {change("vae/config.json", `"latent_channels": `, `"latent_channels": "many", "x": `), "config.json", ""},
		"absurd config":      {change("transformer/config.json", `"num_layers": `, `"num_layers": 99999999`), "num_layers", ""},
		"unknown tokenizer":  {change("tokenizer/tokenizer.json", `"type": "BPE"`, `"type": "Runes"`), "Runes", ""},
		"tokenizer cut off":  {cut("tokenizer/tokenizer.json"), "tokenizer.json", ""},
		"no tokenizer":       {func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "tokenizer", "tokenizer.json")) }, "tokenizer", ""},
		"unknown schedule":   {change("scheduler/scheduler_config.json", `"FlowMatchEulerDiscreteScheduler"`, `"DreamScheduler"`), "DreamScheduler", ""},
		"absurd length":      {change("kinora.json", `"max_sequence_length": 24`, `"max_sequence_length": 2400000`), "max_sequence_length", "use 1 to"},
		"NaN in weights":     {poison("transformer", math.NaN()), "holds a value that is not finite", "again"},
		"infinite weights":   {poison("vae", math.Inf(1)), "holds a value that is not finite", "again"},
	} {
		t.Run(name, func(t *testing.T) {
			pack, dir := tinyPack(t, "ltx20"), t.TempDir()
			c.damage(t, pack)
			s := render(t, pack, filepath.Join(dir, "clip.mp4"))
			if s.code != exitBadInput || s.out != "" {
				t.Errorf("exit code %d, standard output %q", s.code, s.out)
			}
			sentence(t, s, c.want, c.hint)
			holds(t, dir)
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func weightsOf(dir, part string) string {
	return filepath.Join(dir, part, "diffusion_pytorch_model.safetensors")
}

// cut leaves the first half of a file.
func cut(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		put(t, path, data[:len(data)/2])
	}
}

// change replaces words in a file that must be there.
func change(name, from, to string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), from) {
			t.Fatalf("%s has no %s", name, from)
		}
		put(t, path, []byte(strings.ReplaceAll(string(data), from, to)))
	}
}

// alter lists the right checksums and then turns one bit of the weights.
func alter(t *testing.T, dir string) {
	const name = "transformer/diffusion_pytorch_model.safetensors"
	path := filepath.Join(dir, filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "SHA256SUMS"), fmt.Appendf(nil, "%x  %s\n", sha256.Sum256(data), name))
	data[len(data)-4] ^= 1
	put(t, path, data)
}

// poison puts a value into a large tensor.
func poison(part string, value float64) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		eachLarge(t, weightsOf(dir, part), func(values []float32) { values[len(values)/2] = float32(value) })
	}
}

// eachLarge changes the large 32-bit tensors of a safetensors file.
func eachLarge(t *testing.T, path string, change func([]float32)) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	store, err := weights.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, name := range store.Names() {
		at, _ := store.Lookup(name)
		if at.DType != tensor.F32 || at.Length < 1024 {
			continue
		}
		found = true
		values := make([]float32, at.Length/4)
		raw := data[at.Offset : at.Offset+at.Length]
		if _, err := binary.Decode(raw, binary.LittleEndian, values); err != nil {
			t.Fatal(err)
		}
		change(values)
		if _, err := binary.Encode(raw, binary.LittleEndian, values); err != nil {
			t.Fatal(err)
		}
	}
	if !found {
		t.Fatalf("%s has no large tensor", path)
	}
	put(t, path, data)
}
