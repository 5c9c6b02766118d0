package studio

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/state"
)

// noted is a checkpoint with a clock that a test moves, and what it told.
func noted(path string, now *time.Time) (*checkpoint, *[]engine.Event) {
	told := &[]engine.Event{}
	return &checkpoint{
		path: path, now: func() time.Time { return *now }, kept: *now, tell: func(e engine.Event) { *told = append(*told, e) },
	}, told
}

func after(r engine.Recipe, step int) *engine.State {
	return &engine.State{Recipe: r.Hash(), Step: step, Steps: 9, Tensors: map[string][]float32{"video": {float32(step)}}}
}

// TestCheckpointIsKeptNowAndThen: a state a step is written no more often than
// every 20 seconds, and at the end.
func TestCheckpointIsKeptNowAndThen(t *testing.T) {
	now := time.Unix(1e9, 0)
	path, r := filepath.Join(t.TempDir(), "a.state"), engine.Recipe{Prompt: "a ball"}
	c, told := noted(path, &now)
	var kept []int
	for step := 1; step <= 8; step++ {
		now = now.Add(7 * time.Second)
		if err := c.keep(after(r, step)); err != nil {
			t.Fatal(err)
		}
		if s, err := state.Load(path); err == nil && !slices.Contains(kept, s.Step) {
			kept = append(kept, s.Step)
		}
	}
	c.write()
	if want := []int{3, 6}; !slices.Equal(kept, want) {
		t.Errorf("kept after steps %v, want %v", kept, want)
	}
	var said []int
	for _, e := range *told {
		if e.Event == worker.EventKept {
			said = append(said, e.Step)
		}
	}
	if want := []int{3, 6, 8}; !slices.Equal(said, want) {
		t.Errorf("told of steps %v, want %v", said, want)
	}
	again, _ := noted(path, &now)
	if s := again.resume(r); s == nil || s.Step != 8 || s.Tensors["video"][0] != 8 {
		t.Errorf("it goes on from %+v", s)
	}
	again.remove()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}

// TestCheckpointOfNoUse: a file that cannot be gone on from, or not be written,
// costs a warning.
func TestCheckpointOfNoUse(t *testing.T) {
	now, r, dir := time.Unix(1e9, 0), engine.Recipe{Prompt: "a ball"}, t.TempDir()
	other, damaged := filepath.Join(dir, "other"), filepath.Join(dir, "damaged")
	if err := state.Save(other, after(engine.Recipe{Prompt: "a box"}, 2)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, warnings := range map[string]int{filepath.Join(dir, "none"): 0, other: 1, damaged: 1} {
		c, told := noted(path, &now)
		if s := c.resume(r); s != nil || len(*told) != warnings {
			t.Errorf("%s: %+v, %+v", path, s, *told)
		}
	}
	c, told := noted(filepath.Join(dir, "no folder", "a.state"), &now)
	for step := range 3 {
		now = now.Add(time.Minute)
		if err := c.keep(after(r, step+1)); err != nil {
			t.Error(err)
		}
	}
	if len(*told) != 1 || (*told)[0].Event != "warning" {
		t.Errorf("told %+v", *told)
	}
	c, told = noted("", &now) // a job without a checkpoint
	_ = c.keep(after(r, 1))
	c.write()
	c.remove()
	if len(*told) != 0 {
		t.Errorf("told %+v", *told)
	}
}
