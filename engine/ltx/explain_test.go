package ltx

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/weights"
)

// TestExplain: a result that is not a number is the fault of the file whose
// weights are none, and of the engine where all of them are.
func TestExplain(t *testing.T) {
	const part, name = "transformer", "transformer_blocks.1.attn1.to_q.weight"
	for value, want := range map[float32]engine.Kind{float32(math.NaN()): engine.BadInput, math.MaxFloat32: engine.Internal} {
		dir := filepath.Join(t.TempDir(), "pack")
		if err := os.CopyFS(dir, os.DirFS(paritytest.Cases(t, "ltx20")[0])); err != nil {
			t.Fatal(err)
		}
		store, err := weights.Open(filepath.Join(dir, part))
		if err != nil {
			t.Fatal(err)
		}
		at, ok := store.Lookup(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		spoil(t, at, value)
		p, err := open(engine.OpenParams{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close() })
		_, err = p.Generate(t.Context(), tinyRecipe(t, p, nil), engine.Hooks{})
		if engine.KindOf(err) != want || strings.Contains(err.Error(), name) != (want == engine.BadInput) {
			t.Errorf("weights of %g: %v", value, err)
		}
	}
}

// spoil fills a 32-bit tensor with one value.
func spoil(t *testing.T, at weights.Tensor, value float32) {
	t.Helper()
	f, err := os.OpenFile(at.File, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 0, at.Length)
	for range at.Length / 4 {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(value))
	}
	if _, err := f.WriteAt(raw, at.Offset); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
