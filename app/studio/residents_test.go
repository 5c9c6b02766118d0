package studio

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

const pocket = "../../assets/pocket"

// TestResidents: a pack stays open for the next job while there is room, and
// what was unused for longest leaves first.
func TestResidents(t *testing.T) {
	RegisterFamilies()
	free := int64(1 << 40)
	r := residents{free: func() int64 { return free }}
	t.Cleanup(func() { _ = r.release() })
	get := func(change func(*engine.OpenParams)) engine.Pipeline {
		t.Helper()
		p := engine.OpenParams{Dir: pocket, Provider: "cpu", CacheDir: t.TempDir()}
		if change != nil {
			change(&p)
		}
		pipeline, err := r.get(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return pipeline
	}
	two := func(p *engine.OpenParams) { p.Threads = 2 }
	three := func(p *engine.OpenParams) { p.Threads = 3 }

	first := get(nil)
	size := first.Info().WeightBytes
	if get(nil) != first {
		t.Error("a resident pack was opened twice")
	}
	if get(func(p *engine.OpenParams) { p.Int8 = true }) == first || get(two) == first || len(r.open) != 3 {
		t.Errorf("%d packs are open", len(r.open))
	}
	// Too little is free for a fourth: all others leave before it comes.
	free = size - 1
	get(three)
	if len(r.open) != 1 {
		t.Errorf("%d packs are open where none but the last fits", len(r.open))
	}
	// Nobody knows what is free: one at a time.
	free = 0
	get(two)
	if len(r.open) != 1 {
		t.Errorf("%d packs are open where nothing is known", len(r.open))
	}
	// A budget for two: the one unused for longest leaves.
	r.limit(2*size + 1)
	a, b := get(two), get(three)
	if get(two) != a {
		t.Error("the first of two was closed")
	}
	get(nil)
	if len(r.open) != 2 || get(two) != a || get(three) == b {
		t.Errorf("%d packs are open, the wrong ones", len(r.open))
	}
	// A smaller budget opens anew, since a pipeline keeps to its own.
	r.limit(size)
	if get(two) == a || len(r.open) != 1 {
		t.Errorf("%d packs are open", len(r.open))
	}
	if err := r.release(); err != nil || len(r.open) != 0 {
		t.Errorf("%d packs are open after release: %v", len(r.open), err)
	}
}

// TestResidentsSeeChanges: a pack that was changed on disk is opened anew.
func TestResidentsSeeChanges(t *testing.T) {
	RegisterFamilies()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(pocket)); err != nil {
		t.Fatal(err)
	}
	r := residents{free: func() int64 { return 1 << 40 }}
	t.Cleanup(func() { _ = r.release() })
	p := engine.OpenParams{Dir: dir, Provider: "cpu"}
	first, err := r.get(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "SHA256SUMS")); err != nil { // which would refuse the change
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "kinora.json"), []byte(`{"name":"Other","mel":{"mels":64}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := r.get(t.Context(), p)
	if err != nil || second == first || second.Info().Name != "Other" {
		t.Errorf("the pack of before is used: %v", err)
	}
}
