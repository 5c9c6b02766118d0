package gemma_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text/gemma"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func TestParity(t *testing.T) { paritytest.Check(t, paritytest.Cases(t, "ltx"), gemma.Goldens()) }

// object is a JSON object.
type object = map[string]any

// variant copies a case's text encoder with other tensor names, those with an
// empty name left out, and another configuration.
func variant(t *testing.T, family string, rename func(string) string, edit func(object) object) string {
	t.Helper()
	from, to := filepath.Join(paritytest.Cases(t, family)[0], "text_encoder"), t.TempDir()
	store, err := weights.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]weightstest.Entry{}
	for _, name := range store.Names() {
		at, raw, err := store.Raw(name)
		if err != nil {
			t.Fatal(err)
		}
		if name = rename(name); name != "" {
			entries[name] = weightstest.Entry{DType: at.DType.String(), Shape: at.Shape, Raw: raw}
		}
	}
	weightstest.Write(t, filepath.Join(to, "model.safetensors"), entries, 0)
	paritytest.Config(t, from, to, edit)
	return to
}

func same(name string) string   { return name }
func asIs(config object) object { return config }

// inText returns an edit of the part for the text tower.
func inText(change func(text object)) func(object) object {
	return func(config object) object {
		change(config["text_config"].(object))
		return config
	}
}

func golden(t *testing.T, family string) *parity.Golden {
	t.Helper()
	g, err := parity.Read(paritytest.Cases(t, family)[0], "text_encoder")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func encode(t *testing.T, dir string, ids, mask *tensor.Tensor) *tensor.Tensor {
	t.Helper()
	e, err := gemma.New(gemma.Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	states, err := e.Encode(t.Context(), ids, mask)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// TestSpellings opens the same models under every public spelling of tensor
// names and configuration keys.
func TestSpellings(t *testing.T) {
	underRoot := func(root string) func(string) string {
		return func(name string) string {
			for _, old := range []string{"language_model.model.", "model.language_model."} {
				if rest, ok := strings.CutPrefix(name, old); ok {
					return root + rest
				}
			}
			return name
		}
	}
	textAlone := func(config object) object { return config["text_config"].(object) }
	oldRope := inText(func(text object) {
		delete(text, "rope_parameters")
		text["rope_theta"], text["rope_local_base_freq"] = 1e6, 1e4
		text["rope_scaling"] = object{"rope_type": "linear", "factor": 8}
	})
	oldGlobal := inText(func(text object) {
		delete(text, "per_layer_config")
		text["global_head_dim"], text["num_global_key_value_heads"] = 32, 1
	})
	for _, c := range []struct {
		name, family string
		rename       func(string) string
		edit         func(object) object
	}{
		{"bare names, text alone", "ltx20", underRoot(""), textAlone},
		{"causal model's names", "ltx20", underRoot("model."), textAlone},
		{"names of the newer releases", "ltx20", underRoot("model.language_model."), asIs},
		{"names of a nested tower", "ltx25", underRoot("language_model."), textAlone},
		{"rope in the old keys", "ltx20", same, oldRope},
		{"global layers in the old keys", "ltx25", same, oldGlobal},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := golden(t, c.family)
			got := encode(t, variant(t, c.family, c.rename, c.edit), g.In["input_ids"], g.In["attention_mask"])
			if _, rel, err := parity.Error(got, g.Out["hidden_states"]); err != nil || rel > 3e-5 {
				t.Errorf("off by %v of the RMS, %v", rel, err)
			}
		})
	}
}

// TestPaddingChangesNothing encodes a prompt alone and behind padding: rotary
// positions are relative, and nothing sees padding.
func TestPaddingChangesNothing(t *testing.T) {
	for _, family := range []string{"ltx20", "ltx25"} {
		dir := filepath.Join(paritytest.Cases(t, family)[0], "text_encoder")
		alone := encode(t, dir, tensor.Ints([]int64{2, 17, 31, 8}, 1, 4), tensor.Ints([]int64{1, 1, 1, 1}, 1, 4))
		padded := encode(t, dir, tensor.Ints([]int64{0, 0, 2, 17, 31, 8, 0}, 1, 7), tensor.Ints([]int64{0, 0, 1, 1, 1, 1, 0}, 1, 7))
		states, width := alone.Shape[1], alone.Shape[3]
		for s := range states {
			for i := range 4 * width {
				a, b := alone.F32[s*4*width+i], padded.F32[s*7*width+2*width+i]
				if math.Abs(float64(a-b)) > 2e-5 {
					t.Fatalf("%s: state %d entry %d is %v alone and %v padded", family, s, i, a, b)
				}
			}
			for i := range 2 * width {
				if padded.F32[s*7*width+i] != 0 || padded.F32[s*7*width+6*width+i%width] != 0 {
					t.Fatalf("%s: a row of padding is not zero", family)
				}
			}
		}
	}
}

// TestSharedKeys opens a Gemma 4 whose last layer has no keys of its own.
func TestSharedKeys(t *testing.T) {
	g := golden(t, "ltx25")
	dir := variant(t, "ltx25", func(name string) string {
		if strings.Contains(name, "layers.2.self_attn.k_") {
			return ""
		}
		return name
	}, inText(func(text object) { text["num_kv_shared_layers"] = 1 }))
	got, want := encode(t, dir, g.In["input_ids"], g.In["attention_mask"]), g.Out["hidden_states"]
	state := want.Len() / want.Shape[0] / want.Shape[1]
	differ := 0
	for i := range 4 * state {
		d := math.Abs(float64(got.F32[i] - want.F32[i]))
		if i < 3*state && d > 1e-4 {
			t.Fatalf("a layer with its own keys changed by %v", d)
		}
		if i >= 3*state && d > 1e-3 {
			differ++
		}
	}
	if differ == 0 {
		t.Error("the last layer gives the same with another layer's keys")
	}
}

func TestBadConfig(t *testing.T) {
	set := func(key string, value any) func(object) object {
		return inText(func(text object) { text[key] = value })
	}
	for _, c := range []struct {
		family string
		edit   func(object) object
		want   []string
	}{
		{"ltx20", func(object) object { return object{"model_type": "llama"} }, []string{"model_type", "llama"}},
		{"ltx20", set("hidden_size", -1), []string{"hidden_size", "-1"}},
		{"ltx20", set("num_hidden_layers", 1e9), []string{"num_hidden_layers"}},
		{"ltx20", set("num_hidden_layers", 4), []string{"layer_types"}},
		{"ltx20", set("hidden_size", "wide"), []string{"hidden_size"}},
		{"ltx20", set("num_key_value_heads", 3), []string{"num_key_value_heads", "3"}},
		{"ltx20", set("head_dim", 15), []string{"head_dim", "15"}},
		{"ltx20", set("hidden_activation", "gelu"), []string{"hidden_activation", "gelu"}},
		{"ltx20", set("layer_types", []string{"full_attention", "chunked", "full_attention"}), []string{"layer_types", "chunked"}},
		{"ltx20", set("sliding_window", nil), []string{"sliding_window"}},
		{"ltx20", set("use_bidirectional_attention", true), []string{"use_bidirectional_attention"}},
		{"ltx20", set("rope_parameters", object{"rope_theta": 1e4}), []string{"rope_parameters", "rope_theta"}},
		{"ltx20", set("rope_parameters", object{"full_attention": object{"rope_type": "yarn", "factor": 2}}), []string{"rope_type", "yarn"}},
		{"ltx20", set("rope_scaling", object{"rope_type": "linear", "factor": 0}), []string{"factor", "0"}},
		{"ltx20", set("intermediate_size", 64), []string{"mlp.gate_proj", "[48, 32]", "[64, 32]"}},
		{"ltx25", set("per_layer_config", object{"9": object{"head_dim": 32}}), []string{"per_layer_config", "9"}},
		{"ltx25", set("per_layer_config", object{"1": object{"rms_norm_eps": 1}}), []string{"per_layer_config", "rms_norm_eps"}},
		{"ltx25", set("num_kv_shared_layers", 3), []string{"num_kv_shared_layers", "3"}},
		{"ltx25", set("attn_logit_softcapping", 30), []string{"attn_logit_softcapping", "30"}},
		{"ltx25", set("hidden_size_per_layer_input", 256), []string{"hidden_size_per_layer_input", "256"}},
		{"ltx25", set("enable_moe_block", true), []string{"enable_moe_block"}},
	} {
		t.Run(strings.Join(c.want, " "), func(t *testing.T) {
			_, err := gemma.New(gemma.Params{Dir: variant(t, c.family, same, c.edit)})
			for _, part := range c.want {
				if err == nil || !strings.Contains(err.Error(), part) || engine.KindOf(err) != engine.BadInput {
					t.Errorf("the error does not name %q: %v", part, err)
				}
			}
		})
	}
}

func TestBadPrompt(t *testing.T) {
	e, err := gemma.New(gemma.Params{Dir: filepath.Join(paritytest.Cases(t, "ltx20")[0], "text_encoder")})
	if err != nil {
		t.Fatal(err)
	}
	one := tensor.Ints([]int64{1}, 1, 1)
	for name, c := range map[string][2]*tensor.Tensor{
		"unknown token":   {tensor.Ints([]int64{585}, 1, 1), one},
		"negative token":  {tensor.Ints([]int64{-1}, 1, 1), one},
		"strange mask":    {one, tensor.Ints([]int64{2}, 1, 1)},
		"different sizes": {one, tensor.Ints([]int64{1, 1}, 1, 2)},
		"no mask":         {one, nil},
		"floats":          {tensor.New(1, 1), one},
	} {
		if _, err := e.Encode(t.Context(), c[0], c[1]); err == nil {
			t.Errorf("%s was encoded", name)
		}
	}
	empty, err := e.Encode(t.Context(), one, tensor.Ints([]int64{0}, 1, 1))
	if err != nil || empty.Len() != 4*32 || empty.F32[0] != 0 {
		t.Errorf("a prompt without tokens gave %v, %v", empty, err)
	}
}

// TestEstimates checks that memory grows with what causes it, and not with a
// vocabulary that is only looked up.
func TestEstimates(t *testing.T) {
	e, err := gemma.New(gemma.Params{Dir: filepath.Join(paritytest.Cases(t, "ltx20")[0], "text_encoder")})
	if err != nil {
		t.Fatal(err)
	}
	if w := e.WeightBytes(); w < 585*32*4 || w > 250_000 {
		t.Errorf("the weights are said to take %d bytes", w)
	}
	if a, b := e.EncodeBytes(1, 64), e.EncodeBytes(2, 128); a <= 64*32*4*e.States() || b <= 3*a || b > 9*a {
		t.Errorf("64 tokens take %d bytes, two prompts of 128 take %d", a, b)
	}
}

// TestBuildsInBFloat16 builds the graphs of an accelerator; to run them needs one.
func TestBuildsInBFloat16(t *testing.T) {
	for _, dir := range paritytest.Cases(t, "ltx") {
		e, err := gemma.New(gemma.Params{Dir: filepath.Join(dir, "text_encoder"), Options: runtime.Options{Provider: "cuda"}})
		if err != nil || e.States() != 4 {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
