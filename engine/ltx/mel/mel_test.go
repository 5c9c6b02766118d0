package mel

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

const pocket = `{"win_length": 512, "fmin": 30, "fmax": 8000, "scale": "htk", "norm": "none", "floor": 1e-3, "offset": 3, "gain": 0.4}`

// TestSpectrumEqualsPublicImplementations compares with torch.stft and the
// filter banks of transformers.
func TestSpectrumEqualsPublicImplementations(t *testing.T) {
	store, err := weights.OpenFile(filepath.Join("testdata", "spectrum.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) *tensor.Tensor {
		x, err := store.Floats(name)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	wave := read("wave")
	for name, text := range map[string]string{"public": "", "pocket": pocket} {
		f, err := New([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		want := read(name)
		got, err := f.Spectrum([][]float32{wave.F32[:1600], wave.F32[1600:]}, 11)
		if err != nil {
			t.Fatal(err)
		}
		if _, off, err := parity.Error(got, want); err != nil || off > 1e-6 {
			t.Errorf("%s is off by %v %v", name, off, err)
		}
	}
}

func tone(hertz float64, rate, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(0.5 * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate)))
	}
	return out
}

// TestToneIsInItsBand looks for tones at the middle of bands.
func TestToneIsInItsBand(t *testing.T) {
	for _, text := range []string{"", pocket} {
		f, err := New([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		corners := f.Params.corners()
		for band := 12; band < f.Params.Mels; band += 7 {
			x, err := f.Spectrum([][]float32{tone(corners[band+1], 16000, 8000)}, 40)
			if err != nil {
				t.Fatal(err)
			}
			row, loudest := x.F32[20*f.Params.Mels:21*f.Params.Mels], 0
			for i := range row {
				if row[i] > row[loudest] {
					loudest = i
				}
			}
			if loudest < band-1 || loudest > band {
				t.Errorf("a tone of %.0f Hz is in band %d, not %d, with %q", corners[band+1], loudest, band, text)
			}
		}
	}
}

func TestSilenceIsTheFloor(t *testing.T) {
	f, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := f.Spectrum([][]float32{make([]float32, 1)}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range x.F32 {
		if v != float32(math.Log(1e-5)) {
			t.Fatalf("silence is %v", v)
		}
	}
}

func TestResampleKeepsATone(t *testing.T) {
	for _, from := range []int{8000, 24000, 44100, 48000} {
		got := Resample(tone(1000, from, from), from, 16000)
		if len(got) != 16000 {
			t.Fatalf("one second at %d Hz became %d samples", from, len(got))
		}
		want := tone(1000, 16000, 16000)
		for i := 100; i < 15900; i++ {
			if d := math.Abs(float64(got[i] - want[i])); d > 2e-3 {
				t.Fatalf("from %d Hz, sample %d is %v, not %v", from, i, got[i], want[i])
			}
		}
	}
	if x := tone(1000, 16000, 10); &Resample(x, 16000, 16000)[0] != &x[0] {
		t.Error("an unchanged rate changed the samples")
	}
}

func TestBadParametersAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{"n_fft": 1}`: "n_fft", `{"win_length": 2048}`: "win_length", `{"hop": 0}`: "hop", `{"mels": -1}`: "mels",
		`{"fmin": 9000}`: "fmin", `{"fmax": 1e9}`: "fmax", `{"scale": "bark"}`: "scale", `{"norm": "l2"}`: "norm",
		`{"floor": 0}`: "floor", `{"gain": 0}`: "gain", `{"sample_rate": 0}`: "sample_rate", `{"bins": 3}`: "bins", `[`: "mel",
	} {
		if _, err := New([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gave %v", text, err)
		}
	}
	f, err := New([]byte(`{"norm": null}`))
	if err != nil || f.Params.norm() != noNorm {
		t.Errorf("a norm of null gave %v %v", f, err)
	}
	if _, err := f.Spectrum([][]float32{make([]float32, 160)}, 3); err == nil {
		t.Error("a short sound made too many frames")
	}
}
