package upsampler

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// model writes a small upsampler with random weights.
func model(t *testing.T, config string, tensors map[string][]int64) string {
	t.Helper()
	dir := t.TempDir()
	text := fmt.Sprintf(`{"_class_name": %q, "in_channels": 4, "mid_channels": 32, "num_blocks_per_stage": 1, %s}`, class, config)
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	entries, seed := map[string]weightstest.Entry{}, uint64(0)
	for name, shape := range tensors {
		seed++
		values := tensor.Floats(sampler.Noise(seed, 0, int(tensor.Count(shape))), shape...)
		for i := range values.F32 {
			values.F32[i] *= 0.1
		}
		entries[name] = weightstest.Floats(values)
	}
	weightstest.Write(t, filepath.Join(dir, "model.safetensors"), entries, 0)
	return dir
}

// parts lists the tensors of a small upsampler beside those of its middle layer.
func parts(kernel ...int64) map[string][]int64 {
	all := map[string][]int64{}
	conv := func(name string, out, in int64) {
		all[name+".weight"], all[name+".bias"] = append([]int64{out, in}, kernel...), []int64{out}
	}
	conv("initial_conv", 32, 4)
	conv("final_conv", 4, 32)
	norms := []string{"initial_norm"}
	for _, stage := range []string{"res_blocks.0.", "post_upsample_res_blocks.0."} {
		for _, i := range []string{"1", "2"} {
			conv(stage+"conv"+i, 32, 32)
			norms = append(norms, stage+"norm"+i)
		}
	}
	for _, name := range norms {
		all[name+".weight"], all[name+".bias"] = []int64{32}, []int64{32}
	}
	return all
}

// TestVariants runs every middle layer, and a batch of two against each alone.
func TestVariants(t *testing.T) {
	for _, c := range []struct {
		config string
		dims   int
		middle string
		out    int64
		kernel []int64
		want   []int64
	}{
		{`"rational_spatial_scale": 2.0`, 3, "upsampler.conv", 4, []int64{3, 3}, []int64{3, 8, 12}},
		{`"rational_spatial_scale": 1.5`, 3, "upsampler.conv", 9, []int64{3, 3}, []int64{3, 6, 9}},
		{`"rational_spatial_scale": 0.75`, 3, "upsampler.conv", 9, []int64{3, 3}, []int64{3, 3, 5}},
		{`"use_rational_resampler": false`, 3, "upsampler.0", 4, []int64{3, 3}, []int64{3, 8, 12}},
		{`"use_rational_resampler": false, "dims": 2`, 2, "upsampler.0", 4, []int64{3, 3}, []int64{3, 8, 12}},
		{`"spatial_upsample": false, "temporal_upsample": true`, 3, "upsampler.0", 2, []int64{3, 3, 3}, []int64{5, 4, 6}},
		{`"temporal_upsample": true`, 3, "upsampler.0", 8, []int64{3, 3, 3}, []int64{5, 8, 12}},
	} {
		tensors := parts(slices.Repeat([]int64{3}, c.dims)...)
		tensors[c.middle+".weight"] = append([]int64{32 * c.out, 32}, c.kernel...)
		tensors[c.middle+".bias"] = []int64{32 * c.out}
		if strings.HasSuffix(c.middle, "conv") {
			tensors["upsampler.blur_down.kernel"] = []int64{1, 1, 5, 5}
		}
		u, err := Open(Params{Dir: model(t, c.config, tensors)})
		if err != nil {
			t.Fatal(err)
		}
		x := tensor.Floats(sampler.Noise(99, 0, 2*4*3*4*6), 2, 4, 3, 4, 6)
		y, err := u.Run(t.Context(), x)
		if err != nil {
			t.Fatalf("%s: %v", c.config, err)
		}
		if !slices.Equal(y.Shape, append([]int64{2, 4}, c.want...)) {
			t.Errorf("%s gives the shape %v, want frames and edges %v", c.config, y.Shape, c.want)
		}
		second, err := u.Run(t.Context(), tensor.Floats(x.F32[len(x.F32)/2:], 1, 4, 3, 4, 6))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(second.F32, y.F32[len(y.F32)/2:]) {
			t.Errorf("%s: the second of a batch is not what it is alone", c.config)
		}
		if err := u.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	for config, key := range map[string]string{
		`"dims": 4`:                            "dims",
		`"dims": 2, "temporal_upsample": true`: "temporal_upsample",
		`"spatial_upsample": false`:            "temporal_upsample",
		`"rational_spatial_scale": 3`:          "rational_spatial_scale",
		`"mid_channels": 40`:                   "mid_channels",
		`"in_channels": 0`:                     "in_channels",
		`"scale": 2`:                           "scale",
	} {
		_, err := ReadConfig(model(t, config, nil))
		if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), key) {
			t.Errorf("{%s} gives %v", config, err)
		}
	}
}
