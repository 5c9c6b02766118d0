package ltx

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// survives opens a pack and makes a clip. Whatever is wrong with it, there is a
// clip or a fault, and no end of the program.
func survives(t *testing.T, what, dir string) {
	t.Helper()
	err := tryPack(t, dir, nil)
	var fault *engine.Fault
	if err != nil && (!errors.As(err, &fault) || fault.What == "") {
		t.Errorf("%s: %v", what, err)
	}
}

// tryPack makes a clip of a few tokens; told hears of every phase and step.
func tryPack(t *testing.T, dir string, told func(engine.Event)) error {
	t.Helper()
	p, err := open(engine.OpenParams{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	p.maxTokens = 24
	plan, err := p.Plan(t.Context(), engine.Recipe{
		Prompt: "a red fox", Width: 64, Height: 64, Frames: 9, Steps: 2,
		Video: engine.Guidance{Scale: 1, Modality: 1}, Sound: engine.Guidance{Scale: 1, Modality: 1},
	})
	if err != nil {
		return err
	}
	clip, err := p.Generate(t.Context(), plan.Recipe, engine.Hooks{Tell: told})
	if err != nil {
		return err
	}
	if told != nil {
		told(engine.Event{Event: "phase", Phase: engine.PhaseDecode})
	}
	return clip.Render(t.Context(), func(*engine.Picture) error { return nil })
}

// flipBits spoils one bit of a weights file, makes a clip, and puts it back,
// count times in every file: in turns near its beginning, where the header is,
// and anywhere.
func flipBits(t *testing.T, version string, count int) {
	t.Helper()
	dir := copyPack(t, version)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.safetensors"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no weights in %s, %v", dir, err)
	}
	draw := rand.New(rand.NewPCG(4, 2))
	for n, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range count {
			at := draw.IntN(min(len(whole), 4096)) // the header, or most of it
			if (n+i)%2 == 1 {
				at = draw.IntN(len(whole))
			}
			bit := byte(1) << draw.IntN(8)
			spoilt := append([]byte(nil), whole...)
			spoilt[at] ^= bit
			if err := os.WriteFile(file, spoilt, 0o600); err != nil {
				t.Fatal(err)
			}
			survives(t, file, dir)
		}
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFlippedBits(t *testing.T) { flipBits(t, "ltx20", 1) }

// TestPackThatIsDeleted: a pack that vanishes while a clip is made costs the clip
// at most, with a sentence.
func TestPackThatIsDeleted(t *testing.T) {
	for _, moment := range []engine.Phase{engine.PhasePrompt, engine.PhaseSample, engine.PhaseSound, engine.PhaseDecode} {
		dir := copyPack(t, "ltx20")
		gone := false
		err := tryPack(t, dir, func(e engine.Event) {
			if e.Phase == moment && !gone {
				if gone = true; os.RemoveAll(dir) != nil {
					t.Error("the pack could not be removed")
				}
			}
		})
		if !gone || err != nil && engine.KindOf(err) != engine.BadInput {
			t.Errorf("removed at %s (%v): %v", moment, gone, err)
		}
	}
}

// TestPackIsLeftAlone: nothing is written into a pack, which may lie on media
// that cannot be written to.
func TestPackIsLeftAlone(t *testing.T) {
	dir := copyPack(t, "ltx23")
	list := func() (names []string) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			names = append(names, path+info.ModTime().String()+info.Mode().String())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o500)
		}
		return os.Chmod(path, 0o400)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, _ error) error { return os.Chmod(path, 0o700) })
	})
	before := list()
	if err := tryPack(t, dir, nil); err != nil {
		t.Fatal(err)
	}
	after := list()
	if len(before) != len(after) {
		t.Fatalf("the pack held %d files and holds %d", len(before), len(after))
	}
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("%s became %s", before[i], after[i])
		}
	}
}
