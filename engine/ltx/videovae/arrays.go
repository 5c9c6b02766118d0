package videovae

import (
	"math"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// entry returns one clip of a batch [batch, channels, ...] as a view.
func entry(x *tensor.Tensor, i int64) *tensor.Tensor {
	n := tensor.Count(x.Shape[1:])
	return tensor.Floats(x.F32[i*n:(i+1)*n], x.Shape[1:]...)
}

// stack joins results [1, ...] of the entries of a batch.
func stack(parts []map[string]*tensor.Tensor) map[string]*tensor.Tensor {
	if len(parts) == 1 {
		return parts[0]
	}
	out := map[string]*tensor.Tensor{}
	for name, first := range parts[0] {
		all := make([]float32, 0, len(first.F32)*len(parts))
		for _, p := range parts {
			all = append(all, p[name].F32...)
		}
		out[name] = tensor.Floats(all, append([]int64{int64(len(parts))}, first.Shape[1:]...)...)
	}
	return out
}

// swap exchanges the two outer extents of [a, b, height, width].
func swap(x *tensor.Tensor) *tensor.Tensor {
	a, b := x.Shape[0], x.Shape[1]
	plane := tensor.Count(x.Shape[2:])
	out := tensor.New(b, a, x.Shape[2], x.Shape[3])
	for i := range a {
		for j := range b {
			copy(out.F32[(j*a+i)*plane:][:plane], x.F32[(i*b+j)*plane:][:plane])
		}
	}
	return out
}

// sinusoid is the embedding of one timestep: cosines, then sines, of 128
// frequencies that fall from 1 to 1/10000 (Vaswani et al. 2017).
func sinusoid(t float32) []float32 {
	const half = sinusoids / 2
	out := make([]float32, sinusoids)
	for i := range half {
		frequency := float32(math.Exp(float64(float32(-math.Log(10000)) * float32(i) / half)))
		angle := float64(t * frequency)
		out[i], out[half+i] = float32(math.Cos(angle)), float32(math.Sin(angle))
	}
	return out
}
