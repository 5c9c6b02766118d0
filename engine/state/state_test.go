package state_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/state"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func sample() *engine.State {
	return &engine.State{
		Recipe: "5eed", Step: 3, Steps: 10,
		Tensors: map[string][]float32{"video": {1, -2, 3.5}, "audio": {0.25}, "audio.history.0": {}},
	}
}

func saved(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "job.state")
	if err := state.Save(path, sample()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadReturnsWhatWasSaved(t *testing.T) {
	path := saved(t)
	got, err := state.Load(path)
	if err != nil || !reflect.DeepEqual(got, sample()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	killed := filepath.Join(filepath.Dir(path), ".job.state-123.part")
	if err := os.WriteFile(killed, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	later := sample()
	later.Step = 4
	if err := state.Save(path, later); err != nil {
		t.Fatal(err)
	}
	if got, err := state.Load(path); err != nil || got.Step != 4 {
		t.Errorf("after saving again: %+v, %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

// TestDamage flips every bit of the file, and cuts it off at every length.
func TestDamage(t *testing.T) {
	path := saved(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refuse := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := state.Load(path); engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), "—") {
			t.Errorf("%s: %+v, %v", what, s, err)
		}
	}
	header := 8 + int(binary.LittleEndian.Uint64(whole))
	for bit := range 8 * len(whole) {
		text := bytes.Clone(whole)
		text[bit/8] ^= 1 << (bit % 8)
		// Some flips make another spelling of the same, such as a name's escape.
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := state.Load(path)
		if err == nil && (bit/8 >= header || !reflect.DeepEqual(s, sample())) {
			t.Errorf("bit %d flipped gives %+v", bit, s)
		}
	}
	for n := range whole {
		refuse("cut off", whole[:n])
	}
	refuse("longer", append(bytes.Clone(whole), 0))
	refuse("foreign", []byte("a letter to a friend, longer than a header"))
}

func TestLoadRefusesWhatIsNone(t *testing.T) {
	dir := t.TempDir()
	_, err := state.Load(filepath.Join(dir, "none"))
	if engine.KindOf(err) != engine.BadInput || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := state.Load(dir); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a folder: %v", err)
	}
	path := filepath.Join(dir, "weights.safetensors")
	weightstest.Write(t, path, map[string]weightstest.Entry{"video": weightstest.Floats(tensor.New(3))}, 0)
	if _, err := state.Load(path); engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), "not a kept state") {
		t.Errorf("weights: %v", err)
	}
	huge := filepath.Join(dir, "huge")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, state.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	if _, err := state.Load(huge); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a huge file: %v", err)
	}
}

func TestSaveRefuses(t *testing.T) {
	if err := state.Save(filepath.Join(t.TempDir(), "none", "job.state"), sample()); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a folder that does not exist: %v", err)
	}
	path := filepath.Join(t.TempDir(), "job.state")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := state.Save(path, sample()); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a folder in its place: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	large := &engine.State{Tensors: map[string][]float32{}}
	all := make([]float32, 1<<20)
	for i := range 300 {
		large.Tensors[string(rune('a'+i))] = all
	}
	if err := state.Save(filepath.Join(t.TempDir(), "job.state"), large); engine.KindOf(err) != engine.NoRoom {
		t.Errorf("a huge state: %v", err)
	}
}
