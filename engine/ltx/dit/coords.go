package dit

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Coordinates say where tokens are: [rows, axes, tokens, 2] with the start and
// the end of each token's patch. A picture's axes are time in seconds, height
// and width in pixels; sound has time alone. Tokens that are appended, such as
// references, bring coordinates of their own; JoinCoords puts them together.

// VideoCoords returns the positions [1, 3, tokens, 2] of a clip's latents in the
// order of frames, rows, columns. All sizes are counted in latents; fps is
// frames a second (the playback rate over the motion speed).
//
// The first latent stands for one frame, so times are moved by causal_offset
// less the temporal scale and end at zero. All in float32, as the model was
// trained.
func (c *Config) VideoCoords(frames, height, width int64, fps float64) *tensor.Tensor {
	rows := [3][]span{
		spans(frames, c.PatchSizeT, func(v float32) float32 {
			v = v*float32(c.VAEScale[0]) + float32(c.CausalOffset) - float32(c.VAEScale[0])
			return max(v, 0) / float32(fps)
		}),
		spans(height, c.PatchSize, func(v float32) float32 { return v * float32(c.VAEScale[1]) }),
		spans(width, c.PatchSize, func(v float32) float32 { return v * float32(c.VAEScale[2]) }),
	}
	n := len(rows[0]) * len(rows[1]) * len(rows[2])
	out := tensor.New(1, 3, int64(n), 2)
	i := 0
	for _, f := range rows[0] {
		for _, y := range rows[1] {
			for _, x := range rows[2] {
				for axis, s := range [3]span{f, y, x} {
					out.F32[2*(axis*n+i)], out.F32[2*(axis*n+i)+1] = s.start, s.end
				}
				i++
			}
		}
	}
	return out
}

// AudioCoords returns the times [1, 1, tokens, 2] in seconds of n latents of
// sound that begin shift latents into the clip.
func (c *Config) AudioCoords(n, shift int64) *tensor.Tensor {
	times := spans(n, c.AudioPatchSizeT, func(v float32) float32 {
		mel := (v+float32(shift))*float32(c.AudioScale) + float32(c.CausalOffset) - float32(c.AudioScale)
		return max(mel, 0) * float32(c.HopLength) / float32(c.SamplingRate)
	})
	out := tensor.New(1, 1, int64(len(times)), 2)
	for i, s := range times {
		out.F32[2*i], out.F32[2*i+1] = s.start, s.end
	}
	return out
}

type span struct{ start, end float32 }

// spans cuts n latents into patches and places both ends of each.
func spans(n, patch int64, place func(float32) float32) []span {
	var out []span
	for at := int64(0); at < n; at += patch {
		out = append(out, span{place(float32(at)), place(float32(at + patch))})
	}
	return out
}

// JoinCoords puts b's tokens behind a's.
func JoinCoords(a, b *tensor.Tensor) (*tensor.Tensor, error) {
	if err := checkCoords(a); err != nil {
		return nil, err
	}
	if err := checkCoords(b); err != nil {
		return nil, err
	}
	if a.Shape[0] != b.Shape[0] || a.Shape[1] != b.Shape[1] {
		return nil, engine.Broken("", "positions %s and %s do not fit together", tensor.ShapeString(a.Shape), tensor.ShapeString(b.Shape))
	}
	n, m := 2*a.Shape[2], 2*b.Shape[2]
	out := tensor.New(a.Shape[0], a.Shape[1], a.Shape[2]+b.Shape[2], 2)
	for r := range a.Shape[0] * a.Shape[1] {
		row := out.F32[r*(n+m) : (r+1)*(n+m)]
		copy(row, a.F32[r*n:(r+1)*n])
		copy(row[n:], b.F32[r*m:(r+1)*m])
	}
	return out, nil
}

// MoveTime returns the positions with seconds added to every time. Reference
// sound is heard before the clip: at negative times.
func MoveTime(coords *tensor.Tensor, seconds float64) *tensor.Tensor {
	out := coords.Clone()
	rows, axes, n := out.Shape[0], out.Shape[1], 2*out.Shape[2]
	for r := range rows {
		for i := range n {
			out.F32[r*axes*n+i] += float32(seconds)
		}
	}
	return out
}

// ScaleSpace returns picture positions with height and width multiplied, for a
// reference that is kept at a lower resolution.
func ScaleSpace(coords *tensor.Tensor, factor float64) *tensor.Tensor {
	out := coords.Clone()
	rows, axes, n := out.Shape[0], out.Shape[1], 2*out.Shape[2]
	for r := range rows {
		for i := n; i < axes*n; i++ {
			out.F32[r*axes*n+i] *= float32(factor)
		}
	}
	return out
}

func checkCoords(t *tensor.Tensor) error {
	if t == nil || len(t.Shape) != 4 || t.Shape[3] != 2 || t.Shape[0] < 1 || t.Shape[1] < 1 || t.Shape[2] < 1 || t.F32 == nil {
		return engine.Broken("", "positions must be [rows, axes, tokens, 2]")
	}
	if !tensor.Finite(t.F32) {
		return engine.Broken("", "a position is not a number")
	}
	return nil
}
