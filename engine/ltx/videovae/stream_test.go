package videovae

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

func noiseTensor(seed uint64, shape ...int64) *tensor.Tensor {
	return tensor.Floats(sampler.Noise(seed, 0, int(tensor.Count(shape))), shape...)
}

func openAt(t *testing.T, dir string) *VAE {
	t.Helper()
	v, err := Open(Params{Dir: filepath.Join(dir, "vae")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

// TestChunksHaveNoSeams decodes clips in chunks of several lengths and compares
// the numbers with those of a decode at once.
func TestChunksHaveNoSeams(t *testing.T) {
	for _, dir := range paritytest.Cases(t, "ltx") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			v := openAt(t, dir)
			const frames, h, w = 19, 2, 3
			z := noiseTensor(7, 1, v.LatentChannels, frames, h, w)
			want, err := v.Decode(t.Context(), z, Extra{})
			if err != nil {
				t.Fatal(err)
			}
			for _, chunk := range []int64{1, 2, 5} {
				got := streamed(t, v, z, chunk)
				if _, rel, err := parity.Error(got, want); err != nil || rel > 5e-5 {
					t.Errorf("chunks of %d latents are off by %.1e of the RMS (%v)", chunk, rel, err)
				}
			}
		})
	}
}

// streamed decodes in chunks and returns what a sink would be given.
func streamed(t *testing.T, v *VAE, z *tensor.Tensor, chunk int64) *tensor.Tensor {
	t.Helper()
	p, err := v.plan(z.Shape[2], z.Shape[3], z.Shape[4], TileParams{Chunk: chunk})
	if err != nil {
		t.Fatal(err)
	}
	h, err := v.half(p.shape)
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.runner(h, p.frames, &Extra{}, p.places()[0])
	if err != nil {
		t.Fatal(err)
	}
	spare := h.memory()
	var all []float32
	next, from := int64(0), int64(0)
	for next < r.clock.total {
		n := p.step(r.clock)
		first, y, err := r.run(t.Context(), gather(entry(z, 0), from, n, r.place, h.height, h.width), p.whole, &spare)
		if err != nil {
			t.Fatal(err)
		}
		from += n
		each := tensor.Count(y.Shape[1:])
		for i := range y.Shape[0] {
			if at := first + i; at == next && at < r.clock.total {
				all = append(all, y.F32[i*each:(i+1)*each]...)
				next++
			}
		}
	}
	scale := v.decoderStride().space
	y := swap(tensor.Floats(all, next, 3, h.height*scale, h.width*scale))
	return y.Reshape(append([]int64{1}, y.Shape...)...)
}

func TestStreamEmitsEveryFrame(t *testing.T) {
	v := openAt(t, paritytest.Cases(t, "ltx23")[0])
	z := noiseTensor(3, 1, v.LatentChannels, 17, 2, 3)
	want, err := v.Decode(t.Context(), z, Extra{})
	if err != nil {
		t.Fatal(err)
	}
	frames, plane := int(want.Shape[2]), int(want.Shape[3]*want.Shape[4])
	next := 0
	err = v.DecodeStream(t.Context(), z, TileParams{Chunk: 2}, func(frame int, rgb []byte) error {
		if frame != next || len(rgb) != 3*plane {
			return fmt.Errorf("frame %d of %d bytes came instead of %d of %d", frame, len(rgb), next, 3*plane)
		}
		for i := range plane {
			for c := range 3 {
				x := float64(want.F32[(c*frames+frame)*plane+i])*127.5 + 127.5
				if d := math.Abs(min(max(x, 0), 255) - float64(rgb[3*i+c])); d > 0.51 {
					return fmt.Errorf("frame %d, pixel %d is %d, not %.2f", frame, i, rgb[3*i+c], x)
				}
			}
		}
		next++
		return nil
	})
	if err != nil || next != frames {
		t.Fatalf("%d of %d frames: %v", next, frames, err)
	}
}

// TestTilesFade decodes in overlapping tiles. Shares of neighbours add up, and
// where only one tile lies, further from its border than the decoder sees, the
// picture is that of a decode at once.
func TestTilesFade(t *testing.T) {
	for _, starts := range [][]int64{{0}, {0, 3}, {0, 2, 5, 7}} {
		const edge, scale = 5, 4
		sum := make([]float32, (starts[len(starts)-1]+edge)*scale)
		for _, start := range starts {
			for i, share := range ramp(starts, edge, start, scale) {
				sum[int(start)*scale+i] += share
			}
		}
		for i, s := range sum {
			if math.Abs(float64(s)-1) > 1e-5 {
				t.Errorf("tiles at %v have shares of %v together at %d", starts, s, i)
			}
		}
	}
	v := openAt(t, paritytest.Cases(t, "ltx20")[0])
	const width, tile, overlap = 40, 24, 8
	z := noiseTensor(5, 1, v.LatentChannels, 3, 2, width)
	var runs [2][][]byte
	for i, p := range []TileParams{{}, {Chunk: 1, Tile: tile, Overlap: overlap}} {
		err := v.DecodeStream(t.Context(), z, p, func(_ int, rgb []byte) error {
			runs[i] = append(runs[i], append([]byte(nil), rgb...))
			return nil
		})
		if err != nil || len(runs[i]) != 17 {
			t.Fatalf("%d frames: %v", len(runs[i]), err)
		}
	}
	for frame, want := range runs[0] {
		for i := range want {
			x := i / 3 % (width * 32) / 32
			if d := int(want[i]) - int(runs[1][frame][i]); (d < -1 || d > 1) && (x < width-tile || x >= tile) {
				t.Fatalf("frame %d differs by %d at latent %d", frame, d, x)
			}
		}
	}
}

// TestEncodeStream encodes in chunks, and compares with an encoder that has it
// all.
func TestEncodeStream(t *testing.T) {
	for _, dir := range paritytest.Cases(t, "ltx") {
		v := openAt(t, dir)
		for _, frames := range []int64{1, 9, 97} {
			x := noiseTensor(9, 1, 3, frames, 32, 64)
			want, err := v.Encode(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			next := 0
			got, err := v.EncodeStream(t.Context(), frames, 32, 64, func(frame int, planes []float32) error {
				if frame != next {
					return fmt.Errorf("frame %d was asked for instead of %d", frame, next)
				}
				next++
				for c := range 3 {
					copy(planes[c*32*64:][:32*64], x.F32[(c*int(frames)+frame)*32*64:])
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, rel, err := parity.Error(got, want); err != nil || rel > 2e-5 || next != int(frames) {
				t.Errorf("%s: %d frames are off by %.1e of the RMS (%v)", filepath.Base(dir), frames, rel, err)
			}
		}
	}
}
