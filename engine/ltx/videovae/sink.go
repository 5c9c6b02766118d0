package videovae

import (
	"math"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// sink puts tiles together and hands out frames.
type sink struct {
	plan  *plan
	scale int64 // pixels a latent
	emit  func(frame int, rgb []byte) error
	next  int64     // the frame to hand out next
	first int64     // the frame that pixels begin with
	count int64     // frames in pixels
	sum   []float32 // [frames, 3, height, width]
	rgb   []byte
}

// add lays one tile's frames [frames, 3, height, width] into the picture.
func (s *sink) add(at place, first int64, y *tensor.Tensor) {
	s.first, s.count = first, y.Shape[0]
	if s.plan.tiles() == 1 {
		s.sum = y.F32
		return
	}
	width, height := at.width*s.scale, at.height*s.scale
	if at.top == 0 && at.left == 0 {
		s.sum = zeros(s.sum, s.count*3*height*width)
	}
	rows := ramp(s.plan.rows, s.plan.shape.height, at.top, s.scale)
	columns := ramp(s.plan.columns, s.plan.shape.width, at.left, s.scale)
	h, w := y.Shape[2], y.Shape[3]
	for plane := range s.count * 3 {
		for r := range h {
			from := y.F32[(plane*h+r)*w:][:w]
			to := s.sum[(plane*height+at.top*s.scale+r)*width+at.left*s.scale:][:w]
			for c := range to {
				to[c] += from[c] * rows[r] * columns[c]
			}
		}
	}
}

// zeros returns n zeros, in the memory of old where it suffices.
func zeros(old []float32, n int64) []float32 {
	if int64(cap(old)) < n {
		return make([]float32, n)
	}
	clear(old[:n])
	return old[:n]
}

// ramp returns the share of each row (or column) of a tile of edge latents that
// starts at start, among tiles at starts. Shares of all tiles add up to 1; over
// an overlap they change along a line, but for the quarter next to a tile's own
// border, where what lies behind the border was not seen.
func ramp(starts []int64, edge, start, scale int64) []float32 {
	share := func(tile int, x float64) float64 {
		lo, hi := float64(starts[tile]*scale), float64((starts[tile]+edge)*scale)
		w := 1.0
		if tile > 0 {
			w = min(w, fade(x-lo, float64((starts[tile-1]+edge)*scale)-lo))
		}
		if tile+1 < len(starts) {
			w = min(w, fade(hi-x, hi-float64(starts[tile+1]*scale)))
		}
		return w
	}
	out := make([]float32, edge*scale)
	for i := range out {
		x := float64(start*scale) + float64(i) + 0.5
		sum, own := 0.0, 0.0
		for tile, at := range starts {
			if x < float64(at*scale) || x > float64((at+edge)*scale) {
				continue
			}
			w := share(tile, x)
			sum += w
			if at == start {
				own = w
			}
		}
		out[i] = float32(own / sum)
	}
	return out
}

// fade rises from 0 to 1 over the middle half of an overlap.
func fade(x, overlap float64) float64 {
	const floor = 1e-6 // never nothing, so that shares can be added up
	return min(1, max(floor, (x-overlap/4)/(overlap/2)))
}

// flush hands out the frames of the clip that are complete.
func (s *sink) flush(total int64) error {
	height, width := s.plan.height*s.scale, s.plan.width*s.scale
	if s.rgb == nil {
		s.rgb = make([]byte, height*width*3)
	}
	for i := range s.count {
		frame := s.first + i
		if frame < s.next || frame >= total {
			continue // in front of the clip or behind it
		}
		planes := s.sum[i*3*height*width:][:3*height*width]
		if !tensor.Finite(planes) { // it would turn up as black pixels, and nobody would know why
			return engine.Broken("use another provider", "frame %d cannot be shown: %w", frame, engine.ErrNotFinite)
		}
		RGB(s.rgb, planes)
		if err := s.emit(int(frame), s.rgb); err != nil {
			return err
		}
		s.next = frame + 1
	}
	return nil
}

// RGB turns planes of red, green and blue from -1 to 1 into bytes, three a
// pixel. As in the public video processor, values are clamped to [0, 1] and
// rounded to the nearest byte, ties to even.
func RGB(dst []byte, planes []float32) {
	n := len(planes) / 3
	red, green, blue := planes[:n], planes[n:2*n], planes[2*n:3*n]
	for i := range n {
		dst[3*i], dst[3*i+1], dst[3*i+2] = toByte(red[i]), toByte(green[i]), toByte(blue[i])
	}
}

func toByte(v float32) byte {
	v = float32(v*0.5) + 0.5
	return byte(math.RoundToEven(float64(min(max(v, 0), 1) * 255)))
}
