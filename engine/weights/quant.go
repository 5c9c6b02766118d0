package weights

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/cpu"

	"github.com/kinora-studio/kinora/engine"
)

// QuantParams says which matrices to convert to 8 bits.
type QuantParams struct {
	Store *Store
	Names []string // of matrices [out, in]
	Dir   string   // where converted weights are kept; empty means the user's cache folder
}

// ScaleSuffix ends the name of a quantised matrix' scales.
const ScaleSuffix = ".scale"

// Quantise returns the matrices in 8 bits: under each name the integers, turned
// to [in, out] as the integer kernels take them, and under name+ScaleSuffix the
// float32 [out] that multiplies each column.
//
// They are converted once for a set of files, by their paths, sizes and times,
// and kept in one file; later calls only read its header. Converting needs
// memory for one matrix, and ends soon after ctx does.
func Quantise(ctx context.Context, p QuantParams) (*Store, error) {
	plan, err := planQuant(p)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(plan.path); errors.Is(err, fs.ErrNotExist) {
		if err := plan.write(ctx, p.Store); err != nil {
			return nil, err
		}
	}
	store, err := OpenFile(plan.path)
	if err == nil {
		err = plan.check(store)
	}
	if err != nil {
		// A file of another time or a damaged one: it is only a cache.
		if err := plan.write(ctx, p.Store); err != nil {
			return nil, err
		}
		return OpenFile(plan.path)
	}
	return store, nil
}

// quantPlan is a file of quantised matrices before it is written.
type quantPlan struct {
	path   string
	family string // what the names of all files for the same matrices begin with
	levels int
	from   []Tensor
}

func planQuant(p QuantParams) (*quantPlan, error) {
	plan := &quantPlan{levels: quantLevels()}
	who, when := sha256.New(), sha256.New()
	seen := map[string]bool{}
	for _, name := range slices.Sorted(slices.Values(p.Names)) {
		t, ok := p.Store.Lookup(name)
		if !ok || len(t.Shape) != 2 || !t.DType.IsFloat() || t.Length == 0 {
			return nil, engine.Broken("", "%q in %s is not a matrix of numbers", name, p.Store.Dir)
		}
		plan.from = append(plan.from, t)
		fmt.Fprintf(who, "%s\x00%s\x00", name, t.File)
		if seen[t.File] {
			continue
		}
		seen[t.File] = true
		info, err := os.Stat(t.File)
		if err != nil {
			return nil, engine.Bad("check that the model folder is complete", "the weights file %s cannot be opened: %w", t.File, err)
		}
		fmt.Fprintf(when, "%d %d %d\x00", info.Size(), info.ModTime().UnixNano(), plan.levels)
	}
	dir := p.Dir
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, engine.Bad("give a folder for converted weights", "there is no cache folder: %w", err)
		}
		dir = filepath.Join(cache, "kinora", "int8")
	}
	plan.family = hex.EncodeToString(who.Sum(nil)[:8]) + "-"
	plan.path = filepath.Join(dir, plan.family+hex.EncodeToString(when.Sum(nil)[:8])+".safetensors")
	return plan, nil
}

// quantLevels is the largest integer that weights use. Without the dot-product
// instructions, x86 kernels add two products in 16 bits, which overflow unless
// weights keep to 7.
func quantLevels() int {
	if cpu.X86.HasSSE2 && !cpu.X86.HasAVX512VNNI && !cpu.X86.HasAVXVNNI {
		return 63
	}
	return 127
}

// check reports a cache that does not hold what the plan wants.
func (p *quantPlan) check(s *Store) error {
	for _, t := range p.from {
		q, ok := s.Lookup(t.Name)
		scale, okScale := s.Lookup(t.Name + ScaleSuffix)
		if !ok || !okScale || !slices.Equal(q.Shape, []int64{t.Shape[1], t.Shape[0]}) || !slices.Equal(scale.Shape, t.Shape[:1]) {
			return fmt.Errorf("%s lacks %q", p.path, t.Name)
		}
	}
	return nil
}

// write makes the file under a name of its own and then gives it its place, so
// that nobody ever sees a part of it; files for an earlier state of the same
// weights go.
func (p *quantPlan) write(ctx context.Context, s *Store) (err error) {
	dir := filepath.Dir(p.path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return engine.Bad("give another folder for converted weights", "the folder %s cannot be made: %w", dir, err)
	}
	f, err := os.CreateTemp(dir, "converting-*.part")
	if err != nil {
		return engine.Bad("give another folder for converted weights", "%s cannot be written to: %w", dir, err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	err = p.writeTo(ctx, f)
	if e := f.Close(); err == nil {
		err = e
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return engine.Full("make room, or give another folder for converted weights", "the 8-bit weights of %s cannot be written: %w", s.Dir, err)
	}
	p.sweep(dir)
	return os.Rename(f.Name(), p.path)
}

func (p *quantPlan) sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), p.family) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
