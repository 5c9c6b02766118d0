package packs_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

// copyPack copies a tiny checkpoint, without its goldens.
func copyPack(t *testing.T) string {
	t.Helper()
	from, to := paritytest.Cases(t, "ltx20")[0], filepath.Join(t.TempDir(), "tiny")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(to, "golden")); err != nil {
		t.Fatal(err)
	}
	return to
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpen(t *testing.T) {
	dir := copyPack(t)
	write(t, filepath.Join(dir, "kinora.json"), `{"name": "Tiny", "defaults": {"steps": 8, "fps": "24/1"}}`)
	p, err := packs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if p.About.Name != "Tiny" || p.About.Defaults.Steps != 8 || p.Class != "LTX2Pipeline" || p.Bytes == 0 {
		t.Errorf("the pack reads as %+v", p)
	}
	if !p.Has("transformer") || !p.Has("latent_upsampler") || p.Has("duration_head") {
		t.Errorf("the parts are %v", p.Components)
	}
}

// TestHash: the identity follows every file that decides a result, and no other.
func TestHash(t *testing.T) {
	hash := func(dir string) string {
		p, err := packs.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		return p.Hash
	}
	a, b := copyPack(t), copyPack(t)
	before := hash(a)
	if before != hash(b) {
		t.Error("two copies differ")
	}
	write(t, filepath.Join(a, "README.md"), "words")
	if hash(a) != before {
		t.Error("a text beside the pack changed its identity")
	}
	config := filepath.Join(a, "vae", "config.json")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	write(t, config, strings.Replace(string(text), `"scaling_factor": 1.0`, `"scaling_factor": 1.5`, 1))
	if hash(a) == before {
		t.Error("a changed configuration kept the identity")
	}
}

func TestVerify(t *testing.T) {
	dir := copyPack(t)
	p, err := packs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(t.Context(), nil); err != nil {
		t.Errorf("a pack without checksums: %v", err)
	}
	config := filepath.Join(dir, "vae", "config.json")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	write(t, filepath.Join(dir, "SHA256SUMS"), hex.EncodeToString(sum[:])+"  vae/config.json\n")
	if err := p.Verify(t.Context(), nil); err != nil {
		t.Errorf("an intact pack: %v", err)
	}
	write(t, config, string(text)+" ")
	expect(t, p.Verify(t.Context(), nil), "altered", "vae/config.json")
	if err := os.Remove(config); err != nil {
		t.Fatal(err)
	}
	expect(t, p.Verify(t.Context(), nil), "lacks the file")
	write(t, filepath.Join(dir, "SHA256SUMS"), hex.EncodeToString(sum[:])+"  ../outside\n")
	expect(t, p.Verify(t.Context(), nil), "SHA256SUMS", "damaged")
}

func expect(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil || engine.KindOf(err) != engine.BadInput {
		t.Errorf("got %v, want bad input", err)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not mention %q", err, w)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string)
		words  []string
	}{
		"no folder": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, []string{"does not exist"}},
		"no index": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "model_index.json")); err != nil {
				t.Fatal(err)
			}
		}, []string{"model_index.json"}},
		"index is not JSON": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "model_index.json"), "{") }, []string{"damaged"}},
		"part outside": {func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "model_index.json"), `{"_class_name": "LTX2Pipeline", "../vae": ["diffusers", "X"]}`)
		}, []string{"outside"}},
		"part missing": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "vae")); err != nil {
				t.Fatal(err)
			}
		}, []string{"lacks", `"vae"`}},
		"bad description": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "kinora.json"), `{"name": 3}`) }, []string{"kinora.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := copyPack(t)
			c.damage(t, dir)
			_, err := packs.Open(dir)
			expect(t, err, c.words...)
		})
	}
}
