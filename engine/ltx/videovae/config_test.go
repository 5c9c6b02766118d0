package videovae

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// folder copies the configuration of a case with changes.
func folder(t *testing.T, from string, change map[string]any) string {
	t.Helper()
	dir := t.TempDir()
	paritytest.Config(t, filepath.Join(from, "vae"), filepath.Join(dir, "vae"), paritytest.With(change))
	return dir
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	from := paritytest.Cases(t, "ltx20")[0]
	for key, value := range map[string]any{
		"in_channels":                     4,
		"latent_channels":                 -1,
		"patch_size":                      0,
		"patch_size_t":                    2,
		"block_out_channels":              []int{8, 16, 16, 20},
		"layers_per_block":                []int{1, 1},
		"down_block_types":                []string{"a", "b", "c", "d"},
		"downsample_type":                 []string{"spatial"},
		"spatio_temporal_scaling":         []bool{true},
		"decoder_block_out_channels":      []int{8, 8, 8},
		"decoder_layers_per_block":        []int{1, 1, 1, 1000},
		"decoder_inject_noise":            []bool{true},
		"upsample_type":                   []string{"spatial", "sideways", "temporal"},
		"upsample_factor":                 []int{2, 0, 2},
		"upsample_residual":               []int{1},
		"encoder_spatial_padding_mode":    "mirror",
		"resnet_norm_eps":                 -1e-6,
		"scaling_factor":                  0,
		"spatial_compression_ratio":       0,
		"use_quant_conv":                  true,
		"decoder_spatio_temporal_scaling": "yes",
	} {
		dir := folder(t, from, map[string]any{key: value})
		_, err := ReadConfig(filepath.Join(dir, "vae"))
		if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), key) && key != "upsample_residual" && key != "decoder_spatio_temporal_scaling" {
			t.Errorf("%s = %v gives %v", key, value, err)
		}
	}
}

func TestOneFlagStandsForAll(t *testing.T) {
	dir := folder(t, paritytest.Cases(t, "ltx20")[0], map[string]any{
		"spatio_temporal_scaling": true, "decoder_inject_noise": false, "spatial_compression_ratio": nil,
	})
	c, err := ReadConfig(filepath.Join(dir, "vae"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.downBlocks()) != 4 || !c.downBlocks()[3].scaled || c.midNoise() || c.Spatial() != 32 || c.Temporal() != 8 {
		t.Errorf("the configuration was read as %+v", c)
	}
}

// conditioned makes a checkpoint whose decoder takes noise and a timestep, from
// one that takes neither.
func conditioned(t *testing.T) string {
	t.Helper()
	from := paritytest.Cases(t, "ltx20")[0]
	dir := folder(t, from, map[string]any{"decoder_inject_noise": true, "timestep_conditioning": true})
	store, err := weights.Open(filepath.Join(from, "vae"))
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]weightstest.Entry{}
	for _, name := range store.Names() {
		values, err := store.Floats(name)
		if err != nil {
			t.Fatal(err)
		}
		entries[name] = weightstest.Floats(values)
	}
	seed := uint64(0)
	add := func(name string, shape ...int64) {
		seed++
		values := noiseTensor(seed, shape...)
		for i := range values.F32 {
			values.F32[i] *= 0.1
		}
		entries["decoder."+name] = weightstest.Floats(values)
	}
	timed := func(at string, parts, width int64) {
		add(at+"time_embedder.timestep_embedder.linear_1.weight", parts*width, sinusoids)
		add(at+"time_embedder.timestep_embedder.linear_1.bias", parts*width)
		add(at+"time_embedder.timestep_embedder.linear_2.weight", parts*width, parts*width)
		add(at+"time_embedder.timestep_embedder.linear_2.bias", parts*width)
	}
	for at, width := range map[string]int64{"mid_block.": 32, "up_blocks.0.": 16, "up_blocks.1.": 8, "up_blocks.2.": 4} {
		timed(at, 4, width)
		add(at+"resnets.0.scale_shift_table", 4, width)
		add(at+"resnets.0.per_channel_scale1", width, 1, 1)
		add(at+"resnets.0.per_channel_scale2", width, 1, 1)
	}
	timed("", 2, 4)
	add("scale_shift_table", 2, 4)
	entries["decoder.timestep_scale_multiplier"] = weightstest.Floats(tensor.Floats([]float32{1000}, 1))
	weightstest.Write(t, filepath.Join(dir, "vae", "model.safetensors"), entries, 0)
	return dir
}

// TestNoiseAndTimestep decodes with both, at once and in chunks, and asks that
// each of them changes the result.
func TestNoiseAndTimestep(t *testing.T) {
	v := openAt(t, conditioned(t))
	z := noiseTensor(1, 1, v.LatentChannels, 9, 2, 3)
	decode := func(e Extra) *tensor.Tensor {
		y, err := v.Decode(t.Context(), z, e)
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	want := decode(Extra{Seed: 1, Timestep: []float32{0.05}})
	for what, other := range map[string]Extra{
		"seed": {Seed: 2, Timestep: []float32{0.05}}, "timestep": {Seed: 1, Timestep: []float32{0.4}},
	} {
		if _, rel, err := parity.Error(decode(other), want); err != nil || rel < 1e-2 {
			t.Errorf("another %s changes the result by %.1e (%v)", what, rel, err)
		}
	}
	var frames [2][]byte
	for i, p := range []TileParams{{}, {Chunk: 2}} {
		p.Extra = Extra{Seed: 1, Timestep: []float32{0.05}}
		err := v.DecodeStream(t.Context(), z, p, func(_ int, rgb []byte) error {
			frames[i] = append(frames[i], rgb...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range frames[0] {
		if d := int(frames[0][i]) - int(frames[1][i]); d < -1 || d > 1 {
			t.Fatalf("byte %d is %d in chunks and %d at once", i, frames[1][i], frames[0][i])
		}
	}
}
