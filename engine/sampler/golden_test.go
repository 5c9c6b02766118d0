package sampler

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/weights"
)

type golden struct {
	t     *testing.T
	store *weights.Store
	seen  map[string]bool
}

func openGolden(t *testing.T, path string) *golden {
	t.Helper()
	store, err := weights.OpenFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return &golden{t: t, store: store, seen: map[string]bool{}}
}

func (g *golden) values(name string) []float32 {
	g.t.Helper()
	g.seen[name] = true
	host, err := g.store.Host(name)
	if err != nil {
		g.t.Fatal(err)
	}
	if host.I64 == nil {
		return host.F32
	}
	values := make([]float32, len(host.I64))
	for i, v := range host.I64 {
		values[i] = float32(v)
	}
	return values
}

func (g *golden) meta(into any) {
	g.t.Helper()
	if err := json.Unmarshal([]byte(g.store.Metadata()["meta"]), into); err != nil {
		g.t.Fatal(err)
	}
}

// compare fails the test where the largest error over the RMS of the golden is
// past most.
func (g *golden) compare(name string, got []float32, most float64) {
	g.t.Helper()
	want := g.values(name)
	if len(got) != len(want) {
		g.t.Fatalf("%s: %d values, want %d", name, len(got), len(want))
	}
	var worst, squares float64
	for i := range want {
		worst = max(worst, math.Abs(float64(got[i])-float64(want[i])))
		if math.IsNaN(float64(got[i])) {
			worst = math.Inf(1)
		}
		squares += float64(want[i]) * float64(want[i])
	}
	relative := worst / math.Sqrt(squares/float64(len(want)))
	if relative > most {
		g.t.Errorf("%s: relative error %.3g, limit %.3g", name, relative, most)
	}
}

// complete fails the test when an output of the file was never compared.
func (g *golden) complete() {
	g.t.Helper()
	for _, name := range g.store.Names() {
		if strings.HasPrefix(name, "out.") && !g.seen[name] {
			g.t.Errorf("%s was not compared", name)
		}
	}
}

func (g *golden) schedule(key string, s Schedule, most float64) {
	g.t.Helper()
	g.compare("out.sigmas."+key, s.Sigmas, most)
	g.compare("out.timesteps."+key, s.Timesteps, most)
}

func TestLTXSchedules(t *testing.T) {
	for _, family := range []string{"ltx20", "ltx23", "ltx25"} {
		t.Run(family, func(t *testing.T) {
			root := "../../testdata/parity/" + family
			config, err := LoadConfig(filepath.FromSlash(root + "/scheduler/scheduler_config.json"))
			if err != nil {
				t.Fatal(err)
			}
			g := openGolden(t, root+"/golden/scheduler.safetensors")
			var mu map[string]float64
			g.meta(&mu)
			for name, want := range mu {
				var tokens int
				if _, err := fmt.Sscanf(name, "mu.tokens%d", &tokens); err != nil {
					t.Fatal(err)
				}
				if got := config.FlowMatch.Mu(tokens); got != want {
					t.Errorf("mu of %d tokens is %v, want %v", tokens, got, want)
				}
				for _, steps := range []int{2, 8, 30, 40} {
					s, err := config.FlowMatch.Schedule(Request{Sigmas: linspace(1, 1/float64(steps), steps), Tokens: tokens})
					if err != nil {
						t.Fatal(err)
					}
					g.schedule(fmt.Sprintf("tokens%d.steps%d", tokens, steps), s, 0)
				}
			}
			for key, sigmas := range map[string][]float64{"stage1": DistilledStage1(), "stage2": DistilledStage2()} {
				s, err := config.FlowMatch.DistilledConfig().Schedule(Request{Sigmas: sigmas})
				if err != nil {
					t.Fatal(err)
				}
				g.schedule(key, s, 0)
			}
			g.complete()
		})
	}
}

func TestWanSchedulesAndWalks(t *testing.T) {
	config, err := LoadConfig("testdata/wan/scheduler_config.json")
	if err != nil {
		t.Fatal(err)
	}
	g := openGolden(t, "testdata/wan/scheduler.safetensors")
	for _, shift := range []float64{3, 5, 8} {
		unipc, euler := *config.UniPC, DefaultFlowMatchConfig()
		unipc.FlowShift, euler.Shift = shift, shift
		for _, steps := range []int{2, 4, 20, 50} {
			key := fmt.Sprintf("shift%g.steps%d", shift, steps)
			for kind, schedule := range map[string]func(Request) (Schedule, error){"unipc": unipc.Schedule, "euler": euler.Schedule} {
				s, err := schedule(Request{Steps: steps})
				if err != nil {
					t.Fatal(err)
				}
				g.compare("out."+kind+".sigmas."+key, s.Sigmas, 0)
				g.compare("out."+kind+".timesteps."+key, s.Timesteps, 0)
			}
		}
	}
	for _, steps := range []int{2, 3, 8} {
		solver, err := config.NewSolver(Request{Steps: steps})
		if err != nil {
			t.Fatal(err)
		}
		g.walk(fmt.Sprintf("walk%d.", steps), solver)
	}
	g.complete()
}

// walk drives a solver with the recorded velocities, as far as they go.
func (g *golden) walk(prefix string, solver Solver) {
	g.t.Helper()
	x := g.values("in." + prefix + "x")
	for i := range solver.Schedule().Steps() {
		if _, ok := g.store.Lookup(fmt.Sprintf("in.%sv%d", prefix, i)); !ok {
			return
		}
		if err := solver.Step(i, x, g.values(fmt.Sprintf("in.%sv%d", prefix, i))); err != nil {
			g.t.Fatal(err)
		}
		g.compare(fmt.Sprintf("out.%sx%d", prefix, i), x, 2e-6)
	}
}

func TestConfigurationVariants(t *testing.T) {
	g := openGolden(t, "testdata/extra.safetensors")
	var meta struct{ Schedules, Walks map[string]json.RawMessage }
	g.meta(&meta)
	for key, data := range meta.Schedules {
		config, err := ParseConfig(data)
		if err != nil {
			t.Fatal(key, err)
		}
		r := Request{Steps: 9, Tokens: 2000}
		if strings.HasSuffix(key, ".explicit") {
			r.Sigmas = linspace(1, 1.0/9, 9)
		}
		s, err := config.FlowMatch.Schedule(r)
		if err != nil {
			t.Fatal(key, err)
		}
		g.schedule(key, s, 2e-7)
	}
	for key, data := range meta.Walks {
		config, err := ParseConfig(data)
		if err != nil {
			t.Fatal(key, err)
		}
		solver, err := config.NewSolver(Request{Steps: 7})
		if err != nil {
			t.Fatal(key, err)
		}
		g.schedule(key, solver.Schedule(), 0)
		g.walk("walk."+key+".", solver)
	}
	g.guidance()
	g.complete()
}

func (g *golden) guidance() {
	p := Predictions{
		Cond: g.values("in.guide.cond"), Negative: g.values("in.guide.negative"),
		Perturbed: g.values("in.guide.perturbed"), Isolated: g.values("in.guide.isolated"),
	}
	dst := make([]float32, len(p.Cond))
	Guide(dst, Guidance{Scale: 3, Skip: 1.5, Modality: 2.5}, p)
	g.compare("out.guide.plain", dst, 0)
	Guide(dst, Guidance{Scale: 3, Skip: 1.5, Modality: 2.5, Rescale: 0.7}, p)
	g.compare("out.guide.rescaled", dst, 2e-7)
}
