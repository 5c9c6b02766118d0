package lora_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/ltx/lora"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

const (
	rank     = 3
	strength = 0.7
	alpha    = 2
)

func ramp(seed int, shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(math.Sin(float64((i+seed)*(i+seed)%977)*0.7)) * 0.3
	}
	return x
}

// merge writes, for the linear layers of a component that are picked, a LoRA
// file, and the component with the change added to its weights.
func merge(t *testing.T, dir string, picked func(name string) bool) (adapter, merged string, layers int) {
	t.Helper()
	store, err := weights.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	whole, low := map[string]weightstest.Entry{}, map[string]weightstest.Entry{}
	for seed, name := range store.Names() {
		w, err := store.Floats(name)
		if err != nil {
			t.Fatal(err)
		}
		layer, ok := strings.CutSuffix(name, ".weight")
		if ok && len(w.Shape) == 2 && picked(layer) {
			layers++
			out, in := w.Shape[0], w.Shape[1]
			down, up := ramp(seed, rank, in), ramp(seed+7, out, rank)
			low["transformer."+layer+".lora_A.weight"], low["transformer."+layer+".lora_B.weight"] = weightstest.Floats(down), weightstest.Floats(up)
			low["transformer."+layer+".alpha"] = weightstest.Floats(tensor.Floats([]float32{alpha}))
			for o := range out {
				for i := range in {
					for r := range int64(rank) {
						w.F32[o*in+i] += strength * alpha / rank * up.F32[o*rank+r] * down.F32[r*in+i]
					}
				}
			}
		}
		whole[name] = weightstest.Floats(w)
	}
	merged, adapter = filepath.Join(t.TempDir(), "transformer"), filepath.Join(t.TempDir(), "lora.safetensors")
	weightstest.Write(t, filepath.Join(merged, "model.safetensors"), whole, 0)
	weightstest.Write(t, adapter, low, 0)
	config, err := os.ReadFile(filepath.Join(dir, "config.json"))
	if err == nil {
		err = os.WriteFile(filepath.Join(merged, "config.json"), config, 0o600)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return adapter, merged, layers
}

// TestLinear compares one layer with its merged weights.
func TestLinear(t *testing.T) {
	dir := t.TempDir()
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"), map[string]weightstest.Entry{
		"l.weight": weightstest.Floats(ramp(1, 8, 6)), "l.bias": weightstest.Floats(ramp(2, 8)),
	}, 0)
	path, merged, _ := merge(t, dir, func(string) bool { return true })
	a, err := lora.Open(path, strength)
	if err != nil {
		t.Fatal(err)
	}
	if err := lora.Check(a, dir); err != nil {
		t.Fatal(err)
	}
	run := func(dir string, adapters ...graph.Adapter) *tensor.Tensor {
		store, err := weights.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		b := graph.New(graph.Params{Name: "layer", Profile: graph.CPU(), Store: store, Adapters: adapters})
		b.Output("y", b.Linear("l", b.Input("x", 2, "tokens", 6), 8, true))
		out := runtimetest.Run(t, b, map[string]*tensor.Tensor{"x": ramp(3, 2, 5, 6)})
		return out["y"]
	}
	if _, off, err := parity.Error(run(dir, a), run(merged)); err != nil || off > 1e-6 {
		t.Errorf("the adapter is off by %v %v", off, err)
	}
	if _, off, _ := parity.Error(run(dir), run(merged)); off < 1e-2 {
		t.Errorf("the change is too small to see: %v", off)
	}
}

// TestTransformer compares the tiny LTX-2.3 transformer with its merged weights,
// every linear layer changed, on the inputs of a golden.
func TestTransformer(t *testing.T) {
	folder := paritytest.Cases(t, "ltx23")[0]
	path, merged, layers := merge(t, filepath.Join(folder, "transformer"), func(layer string) bool {
		return !strings.HasSuffix(layer, "scale_shift_table")
	})
	a, err := lora.Open(path, strength)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Layers) != layers || layers < 50 {
		t.Fatalf("the adapter has %d of %d layers", len(a.Layers), layers)
	}
	if err := lora.Check(a, filepath.Join(folder, "transformer")); err != nil {
		t.Fatal(err)
	}
	g, err := parity.Read(folder, "transformer")
	if err != nil {
		t.Fatal(err)
	}
	plain := evaluate(t, g, filepath.Join(folder, "transformer"))
	got, want := evaluate(t, g, filepath.Join(folder, "transformer"), a), evaluate(t, g, merged)
	for i, what := range []string{"picture", "sound"} {
		if _, off, err := parity.Error(got[i], want[i]); err != nil || off > 1e-4 {
			t.Errorf("%s: the adapter is off by %v %v", what, off, err)
		}
		if _, off, _ := parity.Error(plain[i], want[i]); off < 1e-2 {
			t.Errorf("%s: the change is too small to see: %v", what, off)
		}
	}
}

func evaluate(t *testing.T, g *parity.Golden, dir string, adapters ...graph.Adapter) [2]*tensor.Tensor {
	t.Helper()
	d, err := dit.Open(dit.Params{Dir: dir, Adapters: adapters})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	clip, err := d.Prepare(dit.ClipParams{
		Text: g.In["encoder_hidden_states"], AudioText: g.In["audio_encoder_hidden_states"],
		TextMask: g.In["encoder_attention_mask"], AudioTextMask: g.In["audio_encoder_attention_mask"],
		VideoCoords: d.Config.VideoCoords(int64(g.Int("num_frames")), int64(g.Int("height")), int64(g.Int("width")), g.Number("fps")),
		AudioCoords: d.Config.AudioCoords(int64(g.Int("audio_num_frames")), 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	video, audio, err := d.Run(t.Context(), dit.Inputs{
		Clip: clip, Video: g.In["hidden_states"], Audio: g.In["audio_hidden_states"], Timestep: g.In["timestep"],
		AudioTimestep: g.In["audio_timestep"], Sigma: g.In["sigma"], AudioSigma: g.In["audio_sigma"],
	})
	if err != nil {
		t.Fatal(err)
	}
	return [2]*tensor.Tensor{video, audio}
}
