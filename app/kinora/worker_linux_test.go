package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
)

// The real pack, and a clip of it that takes a second or two.
const pocket = "../../assets/pocket"

// workers starts a supervisor of the real program.
func workers(t testing.TB, limit int64) *worker.Supervisor {
	t.Helper()
	s, err := worker.Start(worker.Params{
		Command: []string{os.Args[0], "worker"}, Env: append(os.Environ(), asProgram+"=1"), Version: version,
		Limit: limit, Now: time.Now, After: time.After,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// order is a job for a clip in a folder.
func order(t testing.TB, dir string, frames, steps int) worker.Job {
	t.Helper()
	pack, err := filepath.Abs(pocket)
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(7)
	request, err := json.Marshal(studio.RenderRequest{
		Prompt: "a red ball bounces", Pack: pack, Frames: &frames, Steps: &steps, Seed: &seed, Scale: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return worker.Job{ID: 5, Request: request, Output: filepath.Join(dir, "clip.mp4"), Checkpoint: filepath.Join(dir, "clip.state")}
}

// made runs a job to its end.
func made(t testing.TB, s *worker.Supervisor, j worker.Job) (worker.Result, []engine.Event) {
	t.Helper()
	var all []engine.Event
	r, err := s.Run(t.Context(), j, func(e engine.Event) { all = append(all, e) })
	if err != nil {
		t.Fatal(err)
	}
	return r, all
}

// at returns when an event of a phase was first told, in seconds.
func at(all []engine.Event, phase engine.Phase) float64 {
	for _, e := range all {
		if e.Event == "phase" && e.Phase == phase {
			return e.Elapsed
		}
	}
	return -1
}

// TestWorkerMakesTakes: a worker makes what render makes, and does not load
// weights twice.
func TestWorkerMakesTakes(t *testing.T) {
	dir := t.TempDir()
	s := workers(t, 0)
	j := order(t, dir, 9, 4)
	first, told := made(t, s, j)
	holds(t, dir, "clip.mp4")
	if info, err := os.Stat(j.Output); err != nil || info.Size() != first.Bytes || len(first.SHA256) != 64 {
		t.Errorf("result %+v", first)
	}
	if first.Width != 96 || first.Height != 96 || first.Frames != 9 || first.Silent || first.Rate.Float() != 24 || first.Recipe.Seed != 7 || first.Seconds <= 0 {
		t.Errorf("result %+v", first)
	}
	j.Request, j.Recipe, j.Pack = nil, &first.Recipe, pocket // the same again, from its recipe
	again, second := made(t, s, j)
	if again.SHA256 != first.SHA256 {
		t.Error("the same recipe gave another file")
	}
	cold, warm := at(told, engine.PhaseSample), at(second, engine.PhaseSample)
	for range 4 { // other programs may take the processor for a moment
		if warm <= cold/2 {
			break
		}
		_, second = made(t, s, j)
		warm = min(warm, at(second, engine.PhaseSample))
	}
	t.Logf("sampling begins after %.3f s, with resident weights after %.3f s", cold, warm)
	if cold < 0 || warm < 0 || warm > cold/2 {
		t.Error("the weights were loaded again")
	}
	rendered := filepath.Join(dir, "rendered.mp4")
	kinora(t, "render", "a red ball bounces", "-o", rendered, "--pack", pocket, "--frames", "9", "--steps", "4", "--seed", "7", "--scale", "1").must(t)
	if frameSums(t, rendered) != frameSums(t, first.Path) {
		t.Error("render makes another clip")
	}
}

// TestWorkerShows: what is forming is told while it does, once it is known how
// long a look takes.
func TestWorkerShows(t *testing.T) {
	s := workers(t, 0)
	made(t, s, order(t, t.TempDir(), 9, 2))
	var look engine.Event
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := s.Run(ctx, order(t, t.TempDir(), 9, 40), func(e engine.Event) {
		if e.Event == "preview" {
			look = e
			stop() // that is all we want to see
		}
	})
	if !errors.Is(err, context.Canceled) || look.Step < 1 || look.Steps != 40 {
		t.Fatalf("preview %+v: %v", look, err)
	}
	if picture := string(look.Picture); len(look.Envelope) == 0 && !strings.HasPrefix(picture, "\xff\xd8\xff") {
		t.Errorf("preview of %d bytes", len(picture))
	}
}

// TestWorkerPauses: wherever a job is paused, it goes on from there, in another
// process, to the identical file.
func TestWorkerPauses(t *testing.T) {
	want, _ := made(t, workers(t, 0), order(t, t.TempDir(), 9, 4))
	for name, c := range map[string]struct {
		phase engine.Phase
		step  int
		next  int // step that is told first afterwards, 0 for none
	}{
		"sampling": {engine.PhaseSample, 2, 3},
		"decoding": {engine.PhaseDecode, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, j := workers(t, 0), order(t, dir, 9, 4)
			ctx, stop := context.WithCancelCause(t.Context())
			_, err := s.Run(ctx, j, func(e engine.Event) {
				if e.Event == "step" && e.Phase == c.phase && e.Step == c.step {
					stop(worker.ErrPaused)
				}
			})
			if !errors.Is(err, worker.ErrPaused) {
				t.Fatal(err)
			}
			holds(t, dir, "clip.state")
			j.Resume = true
			got, told := made(t, s, j)
			if got.SHA256 != want.SHA256 {
				t.Error("the clip is another")
			}
			first := 0
			for _, e := range told {
				if e.Event == "step" && e.Phase == engine.PhaseSample && first == 0 {
					first = e.Step
				}
			}
			if first < c.next || c.next == 0 && first != 0 {
				t.Errorf("it went on with step %d, want %d", first, c.next)
			}
			holds(t, dir, "clip.mp4")
		})
	}
}

func TestWorkerCancels(t *testing.T) {
	s := workers(t, 0)
	for _, phase := range []engine.Phase{engine.PhaseLoad, engine.PhaseSample, engine.PhaseDecode, engine.PhaseEncode} {
		dir := t.TempDir()
		ctx, stop := context.WithCancel(t.Context())
		_, err := s.Run(ctx, order(t, dir, 9, 2), func(e engine.Event) {
			if e.Phase == phase {
				stop()
			}
		})
		stop()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", phase, err)
		}
		holds(t, dir)
	}
}

// TestWorkerRefuses: a job that cannot be done is a sentence, and costs nothing.
func TestWorkerRefuses(t *testing.T) {
	s, dir := workers(t, 0), t.TempDir()
	for want, change := range map[string]func(*worker.Job){
		"the job 5 has neither a recipe nor a request":   func(j *worker.Job) { j.Request = nil },
		"the job 5 has a recipe and a request":           func(j *worker.Job) { j.Recipe = &engine.Recipe{} },
		"the job 5 has no output file":                   func(j *worker.Job) { j.Output = "" },
		"the job 5 asks for pictures":                    func(j *worker.Job) { j.Output = "a.png" },
		"the job 5 asks for more than one take":          func(j *worker.Job) { j.Request = json.RawMessage(`{"prompt":"a","takes":2}`) },
		"the request of job 5 cannot be read":            func(j *worker.Job) { j.Request = json.RawMessage(`{"frames":"nine"}`) },
		"the prompt is empty":                            func(j *worker.Job) { j.Request = json.RawMessage(`{}`) },
		"the pack /nowhere does not exist":               func(j *worker.Job) { j.Pack = "/nowhere" },
		filepath.Join(dir, "none") + " does not exist":   func(j *worker.Job) { j.Output = filepath.Join(dir, "none", "a.mp4") },
		"the recipe of job 5 was made with another pack": func(j *worker.Job) { j.Request, j.Recipe, j.Pack = nil, &engine.Recipe{PackHash: "x"}, pocket },
	} {
		j := order(t, dir, 9, 2)
		change(&j)
		_, err := s.Run(t.Context(), j, nil)
		var fault *engine.Fault
		if !errors.As(err, &fault) || fault.Kind != engine.BadInput || !strings.HasPrefix(fault.What, want) {
			t.Errorf("%q, want %q", err, want)
		}
	}
	// A damaged checkpoint, and one of another clip, cost the work in them only.
	want, _ := made(t, s, order(t, dir, 9, 2))
	for _, text := range []string{"", "damaged"} {
		j := order(t, dir, 9, 2)
		j.Resume = true
		put(t, j.Checkpoint, []byte(text))
		got, told := made(t, s, j)
		if got.SHA256 != want.SHA256 || !slices.ContainsFunc(told, func(e engine.Event) bool {
			return e.Event == "warning" && strings.HasPrefix(e.Message, "the clip begins anew: ")
		}) {
			t.Errorf("checkpoint %q: %+v", text, told)
		}
	}
	holds(t, dir, "clip.mp4")
}

// TestWorkerMemory: a job that needs more than the worker may take ends with
// that reason.
func TestWorkerMemory(t *testing.T) {
	_, err := workers(t, 1<<20).Run(t.Context(), order(t, t.TempDir(), 49, 2), nil)
	if engine.KindOf(err) != engine.NoRoom || !strings.Contains(err.Error(), "memory") {
		t.Errorf("got %v", err)
	}
}

// TestWorkerKilled: a worker that is killed costs its attempt only; what is in
// the folder is nothing, or complete.
func TestWorkerKilled(t *testing.T) { killWorkers(t, 3) }

func killWorkers(t *testing.T, times int) {
	s := workers(t, 0)
	whole, told := made(t, s, order(t, t.TempDir(), 9, 3))
	crashed := 0
	for i := range times {
		dir := t.TempDir()
		j := order(t, dir, 9, 3)
		j.Resume = true
		n := 0
		_, err := s.Run(t.Context(), j, func(engine.Event) {
			if n++; n == 1+i*len(told)/times {
				killChildren(t, os.Getpid(), "worker")
			}
		})
		if crash := (*worker.Crash)(nil); errors.As(err, &crash) {
			crashed++
			if !strings.Contains(crash.Reason, "SIGKILL") {
				t.Errorf("reason %q", crash.Reason)
			}
		} else if err != nil {
			t.Errorf("got %v", err)
		}
		if _, missing := os.Stat(j.Output); (missing == nil) != (err == nil) {
			t.Errorf("after %v there is a file: %t", err, missing == nil)
		}
		if err == nil { // killed after its last word, it may take the next job with it
			_, _ = s.Run(t.Context(), j, func(engine.Event) {})
		}
		got, _ := made(t, s, j)
		if got.SHA256 != whole.SHA256 {
			t.Error("the clip is another")
		}
	}
	t.Logf("%d of %d jobs lost their worker", crashed, times)
	if crashed < times/2 {
		t.Error("too few were killed to prove anything")
	}
}

// killChildren kills the children of a process that run a verb.
func killChildren(t *testing.T, parent int, verb string) {
	for _, p := range descendants(t, parent) {
		if strings.HasSuffix(p.command, "\x00"+verb+"\x00") {
			_ = syscall.Kill(p.pid, syscall.SIGKILL)
		}
	}
}
