package vocoder

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/tensor"
)

func TestGoldens(t *testing.T) {
	paritytest.Check(t, paritytest.Cases(t, "ltx"), Goldens())
}

func TestOtherConfigurations(t *testing.T) {
	paritytest.Check(t, paritytest.Own(t, "vocoder"), Goldens())
}

func ramp(shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(math.Sin(float64(i*i%977) * 0.7))
	}
	return x
}

// TestPiecesEqualTheWhole makes a wave in small pieces and at once.
func TestPiecesEqualTheWhole(t *testing.T) {
	for _, dir := range append(paritytest.Own(t, "vocoder"), paritytest.Cases(t, "ltx2")[:2]...) {
		v, err := Open(Params{Dir: filepath.Join(dir, "vocoder")})
		if err != nil {
			t.Fatal(err)
		}
		mel := ramp(1, 2, 120, v.Config.InChannels/2)
		v.piece = func(*Generator) int64 { return math.MaxInt32 }
		want, err := v.Decode(t.Context(), mel)
		if err != nil {
			t.Fatal(err)
		}
		if want.Shape[2] != v.Samples(120) {
			t.Errorf("%s gave %d samples, not %d", dir, want.Shape[2], v.Samples(120))
		}
		v.piece = func(*Generator) int64 { return 17 }
		got, err := v.Decode(t.Context(), mel)
		if err != nil {
			t.Fatal(err)
		}
		if _, off, err := parity.Error(got, want); err != nil || off > 1e-5 {
			t.Errorf("%s in pieces is off by %v %v", dir, off, err)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestReach changes one frame and looks how far that is heard.
func TestReach(t *testing.T) {
	for _, dir := range paritytest.Own(t, "vocoder") {
		v, err := Open(Params{Dir: filepath.Join(dir, "vocoder")})
		if err != nil {
			t.Fatal(err)
		}
		mel := ramp(1, 2, 120, v.Config.InChannels/2)
		before, err := v.generate(t.Context(), mel)
		if err != nil {
			t.Fatal(err)
		}
		bands := mel.Shape[3]
		mel.F32[60*bands] += 3
		after, err := v.generate(t.Context(), mel)
		if err != nil {
			t.Fatal(err)
		}
		g := &v.Config.Generator
		for i := range before.Shape[2] {
			frame := i / g.total()
			if before.F32[i] != after.F32[i] && (frame < 60-g.reach() || frame > 60+g.reach()) {
				t.Fatalf("%s: frame 60 is heard in frame %d, beyond a reach of %d", dir, frame, g.reach())
			}
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestBadConfigurationsAreNamed(t *testing.T) {
	plain, bwe := `{"_class_name":"LTX2Vocoder",`, `{"_class_name":"LTX2VocoderWithBWE",`
	for text, want := range map[string]string{
		`{}`:                                                        "LTX2Vocoder",
		plain + `"bwe_act_fn":"x"}`:                                 "bwe_act_fn",
		plain + `"act_fn":"relu"}`:                                  "relu",
		plain + `"final_act_fn":""}`:                                "final_act_fn",
		plain + `"upsample_factors":[6,5]}`:                         "upsample_factors",
		plain + `"upsample_factors":[6,5,2,2,99]}`:                  "upsample_factors",
		plain + `"upsample_kernel_sizes":[3,15,8,4,4]}`:             "upsample_kernel_sizes",
		plain + `"hidden_channels":16}`:                             "hidden_channels",
		plain + `"resnet_dilations":[[1]]}`:                         "resnet_dilations",
		plain + `"resnet_dilations":[[1],[1],[0]]}`:                 "resnet_dilations",
		plain + `"antialias":true,"antialias_kernel_size":2}`:       "antialias_kernel_size",
		bwe + `"filter_length":600}`:                                "filter_length",
		bwe + `"output_sampling_rate":44100}`:                       "output_sampling_rate",
		bwe + `"bwe_in_channels":64}`:                               "bwe_in_channels",
		bwe + `"bwe_out_channels":1}`:                               "bwe_out_channels",
		bwe + `"bwe_upsample_factors":[6,5,2,2,4]}`:                 "bwe_upsample_factors",
		bwe + `"hop_length":0}`:                                     "hop_length",
		bwe + `"bwe_resnet_kernel_sizes":[3,7,100000000000000000]}`: "bwe_resnet_kernel_sizes",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadConfig(dir); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "config.json") {
			t.Errorf("%s gave %v", text, err)
		}
	}
}

func TestShapesThatDoNotFit(t *testing.T) {
	v, err := Open(Params{Dir: filepath.Join(paritytest.Cases(t, "ltx23")[0], "vocoder")})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*tensor.Tensor{ramp(1, 2, 9, 4), ramp(2, 9, 16), {Shape: []int64{1, 2, 0, 16}}} {
		if _, err := v.Decode(t.Context(), x); err == nil {
			t.Errorf("made a wave of %v", x.Shape)
		}
	}
}
