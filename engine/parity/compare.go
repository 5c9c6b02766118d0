package parity

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Runner computes a golden's results from its inputs and from the checkpoint in
// g.Dir. Keys are "out.NAME" and "tap.NAME"; all of out must be there, and every
// tap that is returned is compared too.
type Runner func(ctx context.Context, g *Golden) (map[string]*tensor.Tensor, error)

// Runners maps golden names to how they are run.
type Runners map[string]Runner

// Row is the comparison of one tensor.
type Row struct {
	Golden string
	Tensor string
	Abs    float64 // largest absolute error
	Rel    float64 // the same over the expected tensor's root mean square
	Limit  float64 // of Rel; 0 asks for equality
	Err    error   // why there is nothing to compare
}

// Pass reports whether the row is within its limit.
func (r Row) Pass() bool { return r.Err == nil && r.Rel <= r.Limit && !math.IsNaN(r.Rel) }

// Limit returns the largest allowed error over the root mean square for a
// golden in float32 on the CPU.
func Limit(name string) float64 {
	switch {
	case strings.HasPrefix(name, "text_encoder"), name == "connectors", strings.HasSuffix(name, "upsampler"):
		return 3e-5
	case name == "vocoder":
		return 5e-5
	case strings.HasPrefix(name, "pipeline"):
		return 2e-4
	}
	return 1e-4
}

// Run compares one golden.
func Run(ctx context.Context, dir, name string, runners Runners) []Row {
	fail := func(err error) []Row { return []Row{{Golden: name, Tensor: "-", Err: err}} }
	run, ok := runners[name]
	if !ok {
		return fail(engine.Bad("update Kinora", "nothing here knows how to run the golden %q", name))
	}
	g, err := Read(dir, name)
	if err != nil {
		return fail(err)
	}
	got, err := attempt(ctx, run, g)
	if err != nil {
		return fail(err)
	}
	return rows(g, got)
}

// attempt runs a golden. Runners take its tensors to be there and of the shapes
// that the public implementation recorded; one that lacks any ends here and not
// the program.
func attempt(ctx context.Context, run Runner, g *Golden) (got map[string]*tensor.Tensor, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = engine.Bad("make the golden again", "the golden %s of %s lacks an input or has one of another shape (%v)", g.Name, g.Dir, cause)
		}
	}()
	return run(ctx, g)
}

func rows(g *Golden, got map[string]*tensor.Tensor) []Row {
	var out []Row
	compare := func(key string, want *tensor.Tensor) {
		row := Row{Golden: g.Name, Tensor: key, Limit: Limit(g.Name)}
		if want.I64 != nil || want.U8 != nil {
			row.Limit = 0
		}
		if have, ok := got[key]; ok {
			row.Abs, row.Rel, row.Err = Error(have, want)
		} else {
			row.Err = fmt.Errorf("the run did not give it")
		}
		out = append(out, row)
	}
	for _, name := range slices.Sorted(maps.Keys(g.Out)) {
		compare("out."+name, g.Out[name])
	}
	for _, name := range slices.Sorted(maps.Keys(g.Tap)) {
		if _, ok := got["tap."+name]; ok {
			compare("tap."+name, g.Tap[name])
		}
	}
	return out
}

// Error returns the largest absolute difference, and that over the root mean
// square of want.
func Error(got, want *tensor.Tensor) (absolute, relative float64, err error) {
	if !slices.Equal(got.Shape, want.Shape) || got.DType() != want.DType() {
		return 0, 0, fmt.Errorf("it is %s%s, not %s%s", got.DType(), tensor.ShapeString(got.Shape), want.DType(), tensor.ShapeString(want.Shape))
	}
	square := 0.0
	for i := range int(want.Len()) {
		w := element(want, i)
		d := math.Abs(element(got, i) - w)
		if math.IsNaN(d) {
			return math.NaN(), math.NaN(), nil
		}
		absolute = max(absolute, d)
		square += w * w
	}
	rms := math.Sqrt(square / float64(max(1, want.Len())))
	if absolute == 0 {
		return 0, 0, nil
	}
	return absolute, absolute / rms, nil
}

func element(t *tensor.Tensor, i int) float64 {
	switch {
	case t.F32 != nil:
		return float64(t.F32[i])
	case t.I64 != nil:
		return float64(t.I64[i])
	case t.U8 != nil:
		return float64(t.U8[i])
	}
	return 0
}

// Folder compares every golden of a model folder.
func Folder(ctx context.Context, dir string, runners Runners) ([]Row, error) {
	files, err := os.ReadDir(filepath.Join(dir, "golden"))
	if err != nil {
		return nil, engine.Bad("give a model folder that has a folder golden/", "there are no goldens: %w", err)
	}
	var out []Row
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".safetensors"); ok {
			out = append(out, Run(ctx, dir, name, runners)...)
		}
	}
	if len(out) == 0 {
		return nil, engine.Bad("give a model folder that has a folder golden/", "there are no goldens in %s", dir)
	}
	return out, ctx.Err()
}
