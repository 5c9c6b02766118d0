package videovae

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Tiling is the public implementation's way to decode large pictures: square
// tiles whose overlaps are blended along a line. Sizes are in pixels.
type Tiling struct {
	Tile   int64 // edge of a tile
	Stride int64 // from one tile to the next
}

// DecodeTiled decodes as AutoencoderKLLTX2Video does after enable_tiling, for
// comparison with it. The whole result is held; DecodeStream is for clips.
func (v *VAE) DecodeTiled(ctx context.Context, latents *tensor.Tensor, t Tiling, e Extra) (*tensor.Tensor, error) {
	if err := v.checkInput(false, latents.Shape); err != nil {
		return nil, err
	}
	ratio := v.Spatial()
	edge, step := t.Tile/ratio, t.Stride/ratio
	if step < 1 || edge < step {
		return nil, engine.Bad("use tiles of several latents that overlap", "tiles of %d pixels every %d cannot be decoded at %d pixels a latent", t.Tile, t.Stride, ratio)
	}
	height, width := latents.Shape[3], latents.Shape[4]
	if height <= edge && width <= edge {
		return v.Decode(ctx, latents, e)
	}
	var rows [][]*tensor.Tensor
	for i := int64(0); i < height; i += step {
		var row []*tensor.Tensor
		for j := int64(0); j < width; j += step {
			tile, err := v.Decode(ctx, crop(latents, i, j, edge), e)
			if err != nil {
				return nil, err
			}
			if len(rows) > 0 {
				blend(rows[len(rows)-1][len(row)], tile, 3, t.Tile-t.Stride)
			}
			if len(row) > 0 {
				blend(row[len(row)-1], tile, 4, t.Tile-t.Stride)
			}
			row = append(row, tile)
		}
		rows = append(rows, row)
	}
	return assemble(rows, t.Stride, height*ratio, width*ratio), nil
}

// crop copies a square of the two inner extents of x, cut off at its end.
func crop(x *tensor.Tensor, top, left, edge int64) *tensor.Tensor {
	h, w := x.Shape[3], x.Shape[4]
	return rectangle(x, top, left, min(edge, h-top), min(edge, w-left))
}

// rectangle copies a rectangle of the two inner extents.
func rectangle(x *tensor.Tensor, top, left, height, width int64) *tensor.Tensor {
	n := len(x.Shape)
	h, w := x.Shape[n-2], x.Shape[n-1]
	outer := tensor.Count(x.Shape[:n-2])
	out := tensor.New(append(append([]int64{}, x.Shape[:n-2]...), height, width)...)
	for o := range outer {
		for y := range height {
			copy(out.F32[(o*height+y)*width:][:width], x.F32[(o*h+top+y)*w+left:][:width])
		}
	}
	return out
}

// blend fades from the end of a into the start of b along an axis, in place.
func blend(a, b *tensor.Tensor, axis int, extent int64) {
	extent = min(a.Shape[axis], b.Shape[axis], extent)
	inner := tensor.Count(b.Shape[axis+1:])
	for o := range tensor.Count(b.Shape[:axis]) {
		for k := range extent {
			weight := float64(k) / float64(extent)
			from := a.F32[(o*a.Shape[axis]+a.Shape[axis]-extent+k)*inner:][:inner]
			to := b.F32[(o*b.Shape[axis]+k)*inner:][:inner]
			for i := range to {
				to[i] = from[i]*float32(1-weight) + to[i]*float32(weight)
			}
		}
	}
}

// assemble lays tiles beside each other, each cut to the stride.
func assemble(rows [][]*tensor.Tensor, stride, height, width int64) *tensor.Tensor {
	outer := rows[0][0].Shape[:3]
	out := tensor.New(append(append([]int64{}, outer...), height, width)...)
	for i, row := range rows {
		for j, tile := range row {
			top, left := int64(i)*stride, int64(j)*stride
			h, w := min(stride, tile.Shape[3], height-top), min(stride, tile.Shape[4], width-left)
			for o := range tensor.Count(outer) {
				for y := range h {
					copy(out.F32[(o*height+top+y)*width+left:][:w], tile.F32[(o*tile.Shape[3]+y)*tile.Shape[4]:][:w])
				}
			}
		}
	}
	return out
}
