package state

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// MaxBytes bounds a file. The latents of a minute of the largest pictures take
// a tenth of it.
const MaxBytes = 2 << 30

// The keys of the metadata. The format's value is its version.
const (
	keyFormat = "kinora.state"
	keyRecipe = "recipe"
	keyStep   = "step"
	keySteps  = "steps"
	keySum    = "sha256"

	format = "1"
)

const afresh = "start the clip from its beginning"

// Save writes a state under path, in a folder that exists. A full disk is a
// NoRoom fault, every other error a BadInput one; the file of before stays.
func Save(path string, s *engine.State) error {
	values, size := map[string]*tensor.Tensor{}, int64(0)
	for name, data := range s.Tensors {
		values[name] = &tensor.Tensor{Shape: []int64{int64(len(data))}, F32: data}
		size += 4 * int64(len(data))
	}
	if size > MaxBytes/2 {
		return engine.Full("pause between clips in place of within one", "the state of the clip takes %d MiB", size>>20)
	}
	sweep(path)
	meta := map[string]string{
		keyFormat: format, keyRecipe: s.Recipe, keyStep: strconv.Itoa(s.Step), keySteps: strconv.Itoa(s.Steps), keySum: checksum(s),
	}
	if err := weights.Save(path, values, meta); err != nil {
		if isFull(err) {
			return engine.Full("free some space, then go on", "the state of the clip cannot be kept: %w", err)
		}
		return engine.Bad("check the folder's permissions", "the state of the clip cannot be kept: %w", err)
	}
	return nil
}

// sweep removes what a process left that was killed while it saved under path.
// What cannot be removed is in nobody's way.
func sweep(path string) {
	parts, err := filepath.Glob(filepath.Join(filepath.Dir(path), weights.PartPattern(path)))
	if err != nil {
		return
	}
	for _, part := range parts {
		_ = os.Remove(part)
	}
}

// Load reads a state. A file that is missing, incomplete, altered or no state is
// a BadInput fault; errors.Is finds fs.ErrNotExist in that of a missing one. What
// recipe it is of is for the engine to compare.
func Load(path string) (*engine.State, error) {
	if info, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, engine.Bad(afresh, "there is no kept state: %w", err)
		}
		return nil, engine.Bad("check the folder's permissions", "the kept state cannot be read: %w", err)
	} else if info.Size() > MaxBytes {
		return nil, engine.Bad(afresh, "%s has %d MiB and is no kept state", path, info.Size()>>20)
	}
	store, err := weights.OpenFile(path)
	if err != nil {
		return nil, engine.Bad(afresh, "the kept state %s cannot be used: %w", path, err)
	}
	meta := store.Metadata()
	if v := meta[keyFormat]; v != format {
		if v == "" {
			return nil, engine.Bad(afresh, "%s is not a kept state", path)
		}
		return nil, engine.Bad(afresh, "the kept state %s is of version %q, and this program reads %s", path, v, format)
	}
	s := &engine.State{Recipe: meta[keyRecipe], Tensors: map[string][]float32{}}
	var errStep, errSteps error
	s.Step, errStep = strconv.Atoi(meta[keyStep])
	s.Steps, errSteps = strconv.Atoi(meta[keySteps])
	if err := errors.Join(errStep, errSteps); err != nil {
		return nil, engine.Bad(afresh, "the kept state %s is damaged: %w", path, err)
	}
	for _, name := range store.Names() {
		t, err := store.Floats(name)
		if err != nil {
			return nil, engine.Bad(afresh, "the kept state %s cannot be used: %w", path, err)
		}
		s.Tensors[name] = t.F32
	}
	if checksum(s) != meta[keySum] {
		return nil, engine.Bad(afresh, "the kept state %s was altered or is damaged", path)
	}
	return s, nil
}

// checksum covers all of a state: parts are written with their lengths, so that
// no two states read the same.
func checksum(s *engine.State) string {
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%d %s %d %d %d\n", len(s.Recipe), s.Recipe, s.Step, s.Steps, len(s.Tensors))
	for _, name := range slices.Sorted(maps.Keys(s.Tensors)) {
		_, _ = fmt.Fprintf(sum, "%d %s %d\n", len(name), name, len(s.Tensors[name]))
		_ = binary.Write(sum, binary.LittleEndian, s.Tensors[name]) // a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil))
}
