package audiovae

import (
	"context"
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
	paritytest.Check(t, paritytest.Own(t, "audio_vae"), Goldens())
}

// TestPiecesEqualTheWhole decodes and encodes in the smallest pieces.
func TestPiecesEqualTheWhole(t *testing.T) {
	for _, dir := range append(paritytest.Own(t, "audio_vae"), paritytest.Cases(t, "ltx23")...) {
		v, err := Open(Params{Dir: filepath.Join(dir, "audio_vae")})
		if err != nil {
			t.Fatal(err)
		}
		frames := v.Config.factor() * 90
		mel, z := ramp(1, v.Config.InChannels, frames, 8), ramp(1, v.Config.LatentChannels, 90, 2)
		compare := func(what string, x *tensor.Tensor, run func(*VAE, context.Context, *tensor.Tensor) (*tensor.Tensor, error)) {
			v.piece = math.MaxInt32
			want, err := run(v, t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			for _, v.piece = range []int64{1, 13} {
				got, err := run(v, t.Context(), x)
				if err != nil {
					t.Fatal(err)
				}
				if _, off, err := parity.Error(got, want); err != nil || off > 1e-6 {
					t.Errorf("%s of %s in pieces of %d is off by %v %v", what, dir, v.piece, off, err)
				}
			}
		}
		compare("encode", mel, (*VAE).Encode)
		compare("decode", z, (*VAE).Decode)
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}

func ramp(shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(math.Sin(float64(i*i%977) * 0.7))
	}
	return x
}

func TestPackAndNormalise(t *testing.T) {
	v, err := Open(Params{Dir: filepath.Join(paritytest.Cases(t, "ltx23")[0], "audio_vae")})
	if err != nil {
		t.Fatal(err)
	}
	z := ramp(2, 2, 5, 4)
	tokens := Pack(z)
	if got, want := tokens.F32[(1*5+3)*8+4+2], z.F32[((1*2+1)*5+3)*4+2]; got != want {
		t.Errorf("token 3, channel 1, band 2 is %v, not %v", got, want)
	}
	normal, err := v.Normalise(tokens)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := normal.F32[8+3], (tokens.F32[8+3]-v.mean[3])/v.deviation[3]; got != want {
		t.Errorf("normalised to %v, not %v", got, want)
	}
	back, err := v.Denormalise(normal)
	if err != nil {
		t.Fatal(err)
	}
	if _, off, err := parity.Error(Unpack(back, 2), z); err != nil || off > 1e-6 {
		t.Errorf("the way back is off by %v %v", off, err)
	}
	if _, err := v.Normalise(ramp(1, 2, 7)); err == nil || !strings.Contains(err.Error(), "[1, 2, 7]") {
		t.Errorf("latents of another width gave %v", err)
	}
}

func TestBadConfigurationsAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{"_class_name":"AutoencoderKL"}`:                                               "AutoencoderKL",
		`{"_class_name":"AutoencoderKLLTX2Audio","shiny":1}`:                            "shiny",
		`{"_class_name":"AutoencoderKLLTX2Audio","causality_axis":null}`:                "causality_axis",
		`{"_class_name":"AutoencoderKLLTX2Audio","causality_axis":"depth"}`:             "depth",
		`{"_class_name":"AutoencoderKLLTX2Audio","norm_type":"batch"}`:                  "batch",
		`{"_class_name":"AutoencoderKLLTX2Audio","norm_type":"group"}`:                  "norm_type",
		`{"_class_name":"AutoencoderKLLTX2Audio","ch_mult":[]}`:                         "ch_mult",
		`{"_class_name":"AutoencoderKLLTX2Audio","base_channels":9000000000}`:           "base_channels",
		`{"_class_name":"AutoencoderKLLTX2Audio","mel_bins":-4}`:                        "mel_bins",
		`{"_class_name":"AutoencoderKLLTX2Audio","latent_channels":"8"}`:                "latent_channels",
		`{"_class_name":"AutoencoderKLLTX2Audio","double_z":false,"latent_channels":1}`: "latent_channels",
		`[]`: "config.json",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Params{Dir: dir}); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "config.json") {
			t.Errorf("%s gave %v", text, err)
		}
	}
}

func TestShapesThatDoNotFit(t *testing.T) {
	v, err := Open(Params{Dir: filepath.Join(paritytest.Cases(t, "ltx23")[0], "audio_vae")})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*tensor.Tensor{ramp(1, 5, 9, 4), ramp(2, 9, 4), {Shape: []int64{1, 2, 0, 4}}} {
		if _, err := v.Decode(t.Context(), x); err == nil {
			t.Errorf("decoded %v", x.Shape)
		}
		if _, err := v.Encode(t.Context(), x); err == nil {
			t.Errorf("encoded %v", x.Shape)
		}
	}
}
