package videovae

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// EncodeStream encodes a clip picture by picture, so that memory holds no more
// than a few of them and the latents. Read fills planes [3, height, width] of a
// frame with red, green and blue from -1 to 1; it is called once a frame, in
// order, and its error ends the run. The result is that of Encode for the whole
// clip, [1, channels, f, h, w], not normalised.
func (v *VAE) EncodeStream(ctx context.Context, frames, height, width int64, read func(frame int, planes []float32) error) (*tensor.Tensor, error) {
	if err := v.checkInput(true, []int64{1, v.InChannels, frames, height, width}); err != nil {
		return nil, err
	}
	chunk, err := v.encodeChunk(height, width)
	if err != nil {
		return nil, err
	}
	s := shape{encodes: true, stream: frames > chunk+1, height: height, width: width}
	h, err := v.half(s)
	if err != nil {
		return nil, err
	}
	r, err := v.runner(h, frames, nil, place{})
	if err != nil {
		return nil, err
	}
	if r.clock.ragged {
		return nil, v.raggedFault(frames)
	}
	spare := h.memory()
	var latents []float32 // [frames, channels, height, width]
	var each []int64
	for done := int64(0); done < r.clock.total; {
		n := chunk
		if r.clock.seen == 0 {
			n += r.clock.least() - 1
		}
		if !s.stream {
			n = frames
		}
		x := tensor.New(n, v.InChannels, height, width)
		if err := fill(x, r.clock.seen, frames, read); err != nil {
			return nil, err
		}
		_, y, err := r.run(ctx, x, !s.stream, &spare)
		if err != nil {
			return nil, err
		}
		each = y.Shape[1:]
		fresh := min(y.Shape[0], r.clock.total-done)
		latents = append(latents, y.F32[:fresh*tensor.Count(each)]...)
		done += fresh
	}
	z := swap(tensor.Floats(latents, append([]int64{r.clock.total}, each...)...))
	return z.Reshape(append([]int64{1}, z.Shape...)...), nil
}

func (v *VAE) raggedFault(frames int64) error {
	return engine.Bad("use a number of frames that is one more than a multiple of the temporal compression",
		"the video encoder cannot take %d frames", frames)
}

// fill reads the frames from first on; those behind the clip's end stay zero.
func fill(x *tensor.Tensor, first, total int64, read func(frame int, planes []float32) error) error {
	size := tensor.Count(x.Shape[1:])
	for i := range x.Shape[0] {
		if first+i >= total {
			return nil
		}
		if err := read(int(first+i), x.F32[i*size:][:size]); err != nil {
			return err
		}
	}
	return nil
}

// least returns how many frames must go in together for every layer to have
// something to compute.
func (c *clock) least() int64 {
	n := int64(1)
	for c.clone().advance(n, false).starve {
		n++
	}
	return n
}

// encodeBudget is what the working memory of a chunk should stay within.
const encodeBudget = 512 << 20

// encodeChunk returns how many frames go in at once: whole latents, one at
// least.
func (v *VAE) encodeChunk(height, width int64) (int64, error) {
	ratio := v.encoderStride()
	unit, err := v.describe(shape{encodes: true, stream: true, height: 2 * ratio.space, width: 2 * ratio.space})
	if err != nil {
		return 0, err
	}
	area := float64(height*width) / float64(unit.height*unit.width)
	for latents := int64(8); latents > 1; latents /= 2 {
		clock := newClock(unit.line, 1+latents*ratio.time)
		if clock.advance(clock.least()-1+latents*ratio.time, false).peak*area < encodeBudget {
			return latents * ratio.time, nil
		}
	}
	return ratio.time, nil
}
