package lora

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func ramp(seed int, shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(math.Sin(float64((i+seed)*(i+seed)%977)*0.7)) * 0.3
	}
	return x
}

// writeFile makes a LoRA file of rank 2 for square layers of 4, from tensor
// names: an alpha is 3, and metadata goes into the header.
func writeFile(t *testing.T, path string, names []string, metadata map[string]string) {
	t.Helper()
	entries := map[string]weightstest.Entry{}
	for i, name := range names {
		x := ramp(i, 4, 2)
		switch {
		case strings.HasSuffix(name, "alpha"):
			x = tensor.Floats([]float32{3})
		case strings.Contains(name, "lora_A"), strings.Contains(name, "down"):
			x = ramp(i, 2, 4)
		}
		entries[name] = weightstest.Floats(x)
	}
	weightstest.Write(t, path, entries, 0)
	if metadata != nil {
		addMetadata(t, path, metadata)
	}
}

// addMetadata rewrites a file's header.
func addMetadata(t *testing.T, path string, metadata map[string]string) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint64(file)
	var header map[string]any
	if err := json.Unmarshal(file[8:8+n], &header); err != nil {
		t.Fatal(err)
	}
	header["__metadata__"] = metadata
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	if err := os.WriteFile(path, append(append(out, text...), file[8+n:]...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestNames(t *testing.T) {
	const toQ = "transformer_blocks.0.attn1.to_q"
	for given, want := range map[string]string{
		"transformer.transformer_blocks.0.attn1.to_q":                                 toQ,
		"diffusion_model.transformer_blocks.0.attn1.to_q":                             toQ,
		"model.diffusion_model.transformer_blocks.0.attn1.to_q":                       toQ,
		"base_model.model.transformer_blocks.0.attn1.to_q":                            toQ,
		"base_model.model.transformer.transformer_blocks.0.attn1.to_q":                toQ,
		"transformer_blocks.0.attn1.to_q":                                             toQ,
		"lora_unet_transformer_blocks_0_attn1_to_q":                                   toQ,
		"lora_unet_transformer_blocks_47_audio_to_video_attn_to_out_0":                "transformer_blocks.47.audio_to_video_attn.to_out.0",
		"lora_unet_transformer_blocks_3_audio_ff_net_0_proj":                          "transformer_blocks.3.audio_ff.net.0.proj",
		"lora_unet_transformer_blocks_3_ff_net_2":                                     "transformer_blocks.3.ff.net.2",
		"lora_unet_audio_adaln_single_emb_timestep_embedder_linear_1":                 "audio_time_embed.emb.timestep_embedder.linear_1",
		"lora_unet_av_ca_a2v_gate_adaln_single_linear":                                "av_cross_attn_video_a2v_gate.linear",
		"diffusion_model.patchify_proj":                                               "proj_in",
		"diffusion_model.audio_patchify_proj":                                         "audio_proj_in",
		"diffusion_model.adaln_single.linear":                                         "time_embed.linear",
		"diffusion_model.audio_prompt_adaln_single.linear":                            "audio_prompt_adaln.linear",
		"diffusion_model.av_ca_v2a_gate_adaln_single.linear":                          "av_cross_attn_audio_v2a_gate.linear",
		"diffusion_model.video_embeddings_connector.transformer_1d_blocks.1.ff.net.2": "video_connector.transformer_blocks.1.ff.net.2",
		"text_embedding_projection.video_aggregate_embed":                             "video_text_proj_in",
		"connectors.audio_connector.transformer_blocks.0.attn1.to_v":                  "audio_connector.transformer_blocks.0.attn1.to_v",
	} {
		if got := layerName(given); got != want {
			t.Errorf("%s became %s, not %s", given, got, want)
		}
	}
}

func TestSpellingsAndScales(t *testing.T) {
	const layer = "transformer_blocks.0.attn1.to_q"
	for _, c := range []struct {
		name     string
		tensors  []string
		metadata map[string]string
		alpha    float64
	}{
		{"peft", []string{"transformer." + layer + ".lora_A.weight", "transformer." + layer + ".lora_B.weight"}, nil, 2},
		{"named", []string{layer + ".lora_A.default.weight", layer + ".lora_B.default.weight"}, nil, 2},
		{"stored", []string{"diffusion_model." + layer + ".lora_down.weight", "diffusion_model." + layer + ".lora_up.weight", "diffusion_model." + layer + ".alpha"}, nil, 3},
		{"flat", []string{"lora_unet_transformer_blocks_0_attn1_to_q.lora_down.weight", "lora_unet_transformer_blocks_0_attn1_to_q.lora_up.weight"}, map[string]string{"ss_network_alpha": "1"}, 1},
		{"converted", []string{layer + ".lora_A.weight", layer + ".lora_B.weight"}, map[string]string{"ss_network_alpha": "1"}, 2},
		{"diffusers", []string{"transformer." + layer + ".lora_A.weight", "transformer." + layer + ".lora_B.weight"}, map[string]string{"lora_adapter_metadata": `{"transformer.lora_alpha": 8, "transformer.r": 2}`}, 8},
		{"pattern", []string{"transformer." + layer + ".lora_A.weight", "transformer." + layer + ".lora_B.weight"}, map[string]string{"lora_adapter_metadata": `{"transformer.lora_alpha": 8, "transformer.alpha_pattern": {"to_q": 5, "q": 6}}`}, 5},
		{"root", []string{"transformer." + layer + ".lora_A.weight", "transformer." + layer + ".lora_B.weight"}, map[string]string{"lora_adapter_metadata": `{"transformer.lora_alpha": 8, "transformer.use_rslora": true}`}, 8 * math.Sqrt2},
	} {
		path := filepath.Join(t.TempDir(), "lora.safetensors")
		writeFile(t, path, c.tensors, c.metadata)
		a, err := Open(path, 0.5)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := a.Layers[layer]; a.Strength != 0.5 || math.Abs(got.Alpha-c.alpha) > 1e-12 || len(a.Layers) != 1 {
			t.Errorf("%s: got %+v", c.name, a)
		}
	}
}

func TestPeftFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "adapter_model.safetensors")
	writeFile(t, path, []string{"base_model.model.proj_in.lora_A.weight", "base_model.model.proj_in.lora_B.weight"}, nil)
	if err := os.WriteFile(filepath.Join(dir, "adapter_config.json"), []byte(`{"lora_alpha": 16, "r": 2, "target_modules": ["proj_in"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Open(path, 1)
	if err != nil || a.Layers["proj_in"].Alpha != 16 {
		t.Errorf("got %+v %v", a.Layers, err)
	}
}

func TestWhatIsNotSupportedIsNamed(t *testing.T) {
	const layer = "transformer.proj_in"
	good := []string{layer + ".lora_A.weight", layer + ".lora_B.weight"}
	for _, c := range []struct {
		tensors  []string
		metadata map[string]string
		want     string
	}{
		{append(slices.Clone(good), layer+".dora_scale"), nil, "DoRA"},
		{append(slices.Clone(good), layer+".lora_magnitude_vector"), nil, "DoRA"},
		{[]string{layer + ".lokr_w1"}, nil, "LoKr"},
		{[]string{layer + ".hada_w1_a"}, nil, "LoHa"},
		{[]string{"diffusion_model.x.diff"}, nil, "full difference"},
		{append(slices.Clone(good), layer+".lora_B.bias"), nil, "biases"},
		{append(slices.Clone(good), "mystery"), nil, "mystery"},
		{good[:1], nil, "one half"},
		{append(slices.Clone(good), "diffusion_model.patchify_proj.lora_up.weight"), nil, "proj_in"},
		{good, map[string]string{"ss_network_alpha": "many"}, "ss_network_alpha"},
		{good, map[string]string{"lora_adapter_metadata": "{"}, "metadata"},
		{good, map[string]string{"lora_adapter_metadata": `{"transformer.use_dora": true}`}, "DoRA"},
		{good, map[string]string{"lora_adapter_metadata": `{"transformer.lora_alpha": []}`}, "lora_alpha"},
	} {
		path := filepath.Join(t.TempDir(), "lora.safetensors")
		writeFile(t, path, c.tensors, c.metadata)
		_, err := Open(path, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) || engine.KindOf(err) != engine.BadInput {
			t.Errorf("%v gave %v, which does not name %q", c.tensors, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.safetensors"), 1); err == nil {
		t.Error("a missing file was opened")
	}
	path := filepath.Join(t.TempDir(), "lora.safetensors")
	writeFile(t, path, good, nil)
	if _, err := Open(path, math.NaN()); err == nil {
		t.Error("a strength of NaN was taken")
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "transformer"), filepath.Join(dir, "connectors")
	for folder, layer := range map[string]string{one: "proj_in.weight", two: "text_proj_in.weight"} {
		weightstest.Write(t, filepath.Join(folder, "model.safetensors"), map[string]weightstest.Entry{layer: weightstest.Floats(ramp(0, 4, 4))}, 0)
	}
	open := func(layers ...string) error {
		t.Helper()
		var names []string
		for _, layer := range layers {
			names = append(names, layer+".lora_A.weight", layer+".lora_B.weight")
		}
		path := filepath.Join(t.TempDir(), "lora.safetensors")
		writeFile(t, path, names, nil)
		a, err := Open(path, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Layers) != len(layers) {
			t.Fatalf("got the layers %v", slices.Collect(maps.Keys(a.Layers)))
		}
		return Check(a, one, two)
	}
	if err := open("proj_in", "text_proj_in"); err != nil {
		t.Error(err)
	}
	if err := open("proj_in", "unknown.to_q"); err == nil || !strings.Contains(err.Error(), "unknown.to_q") {
		t.Errorf("an unknown layer gave %v", err)
	}
	weightstest.Write(t, filepath.Join(one, "model.safetensors"), map[string]weightstest.Entry{"proj_in.weight": weightstest.Floats(ramp(0, 4, 8))}, 0)
	if err := open("proj_in"); err == nil || !strings.Contains(err.Error(), "[4, 8]") {
		t.Errorf("a wrong shape gave %v", err)
	}
}
