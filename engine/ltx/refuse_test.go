package ltx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

// copyPack copies a tiny checkpoint to where it may be spoilt.
func copyPack(t *testing.T, version string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pack")
	from := os.DirFS(paritytest.Cases(t, version)[0])
	if err := os.CopyFS(dir, from); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "golden")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestPlanRefuses: what cannot be made is known from the plan, in a sentence that
// says what to do.
func TestPlanRefuses(t *testing.T) {
	p := openTiny(t, "ltx23")
	for name, c := range map[string]struct {
		change func(*engine.Recipe)
		want   []string
	}{
		"sigmas that rise":     {func(r *engine.Recipe) { r.Sigmas = []float64{0.5, 0.9} }, []string{"does not fall", "falling noise levels"}},
		"sigmas that stay":     {func(r *engine.Recipe) { r.Sigmas = []float64{0.5, 0.5} }, []string{"does not fall"}},
		"a sigma of 0":         {func(r *engine.Recipe) { r.Sigmas = []float64{1, 0} }, []string{"noise level of 0"}},
		"a sigma above 1":      {func(r *engine.Recipe) { r.Sigmas = []float64{1.5, 1} }, []string{"noise level of 1.5"}},
		"one step":             {func(r *engine.Recipe) { r.Steps = 1 }, []string{"one step", "use 2 or more"}},
		"one step, two stages": {func(r *engine.Recipe) { r.Steps, r.TwoStage, r.Width, r.Height = 1, true, 128, 128 }, []string{"use 2 or more"}},
		"two pictures of one frame": {func(r *engine.Recipe) {
			r.Frames = 17
			r.Images = []engine.Image{
				{Source: engine.Source{Path: "a.png"}, Frame: 16, Strength: 1}, {Source: engine.Source{Path: "b.png"}, Frame: -1, Strength: 1},
			}
		}, []string{"frame 16", "a.png", "b.png", "a frame of its own"}},
	} {
		r := engine.Recipe{Prompt: "a red fox", Width: 64, Height: 64, Frames: 9}
		c.change(&r)
		_, err := p.Plan(t.Context(), r)
		refused(t, name, err, c.want...)
	}
}

func refused(t *testing.T, name string, err error, want ...string) {
	t.Helper()
	faulty(t, name, err, engine.BadInput, want...)
}

// tooMuch is refused for what there is no room for.
func tooMuch(t *testing.T, name string, err error, want ...string) {
	t.Helper()
	faulty(t, name, err, engine.NoRoom, want...)
}

func faulty(t *testing.T, name string, err error, kind engine.Kind, want ...string) {
	t.Helper()
	if engine.KindOf(err) != kind {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, part := range want {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %q is not in %v", name, part, err)
		}
	}
}

// TestOpenRefuses: so is what this machine or the budget cannot do.
func TestOpenRefuses(t *testing.T) {
	plan := func(params engine.OpenParams) error {
		if params.Dir == "" {
			params.Dir = paritytest.Cases(t, "ltx20")[0]
		}
		p, err := open(params)
		if err != nil {
			return err
		}
		defer func() { _ = p.Close() }()
		_, err = p.Plan(t.Context(), engine.Recipe{Prompt: "a red fox", Width: 64, Height: 64, Frames: 9})
		return err
	}
	refused(t, "threads", plan(engine.OpenParams{Threads: 100000}), "100000 threads", "1 to 1024")
	refused(t, "a provider that is not here", plan(engine.OpenParams{Provider: "cuda"}), "CUDA", "--provider cpu")
	refused(t, "a device of the processor", plan(engine.OpenParams{Device: 5}), "no accelerator 5")
	tooMuch(t, "a budget", plan(engine.OpenParams{Budget: 1}), "budget", "MiB or more")
	for key, config := range map[string]string{
		"max_shift": `{"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true, "max_shift": 1000}`,
		"max_image_seq_len": `{"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true, "time_shift_type": "linear",
			"max_image_seq_len": 257, "max_shift": 20}`,
	} {
		dir := copyPack(t, "ltx20")
		path := filepath.Join(dir, "scheduler", schedulerFile)
		if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, key, plan(engine.OpenParams{Dir: dir}), key, path)
	}
}

// TestLeastBudget: the budget that the refusal names is enough.
func TestLeastBudget(t *testing.T) {
	dir := paritytest.Cases(t, "ltx20")[0]
	p, err := open(engine.OpenParams{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	least := int64(0)
	for _, part := range parts {
		least = max(least, p.componentBytes(part))
	}
	small, err := open(engine.OpenParams{Dir: dir, Budget: least})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = small.Close() }()
	small.maxTokens = 24
	makeClip(t, small, tinyRecipe(t, small, nil), engine.Hooks{Preview: func(engine.Preview) {}})
	short, err := open(engine.OpenParams{Dir: dir, Budget: least - 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = short.Close() }()
	_, err = short.Plan(t.Context(), engine.Recipe{Prompt: "a fox"})
	tooMuch(t, "a byte less", err, "MiB or more")
}
