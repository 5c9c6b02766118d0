package dit

import (
	"math"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// sinusoid is the width of a timestep's encoding.
const sinusoid = 256

// encodeTimes returns the cosines and then the sines of t·10000^(-i/128), one
// row a timestep (Vaswani et al. 2017), with frequencies and angles in float32.
func encodeTimes(times []float32) *tensor.Tensor {
	const half = sinusoid / 2
	out := tensor.New(int64(len(times)), sinusoid)
	for i := range half {
		exponent := float32(-math.Log(10000)) * float32(i) / half
		freq := float32(math.Exp(float64(exponent)))
		for r, t := range times {
			s, c := math.Sincos(float64(float32(t * freq)))
			out.F32[r*sinusoid+i], out.F32[r*sinusoid+half+i] = float32(c), float32(s)
		}
	}
	return out
}

// moments are the timesteps of a stream, each different one once.
type moments struct {
	values []float32
	rows   *tensor.Tensor // int64 [batch, tokens], which value each token has; nil for one value a row
}

// momentsOf takes timesteps [batch], [batch, 1] or [batch, tokens]. Modulation is
// computed for each different value, not for each token: at 6,144 tokens of
// width 4096 that is the difference between a megabyte and a gigabyte.
func momentsOf(name string, t *tensor.Tensor, batch, tokens int64) (moments, error) {
	if t == nil || t.F32 == nil || len(t.Shape) < 1 || len(t.Shape) > 2 || t.Shape[0] != batch {
		return moments{}, engine.Broken("", "the %s must be [%d] or [%d, %d]", name, batch, batch, tokens)
	}
	each := t.Len() / batch
	if each != 1 && each != tokens {
		return moments{}, engine.Broken("", "the %s is %s, but there are %d tokens", name, tensor.ShapeString(t.Shape), tokens)
	}
	if even(t.F32, each) {
		m := moments{values: make([]float32, batch)}
		for r := range batch {
			m.values[r] = t.F32[r*each]
		}
		return m, nil
	}
	m := moments{rows: tensor.Ints(make([]int64, batch*tokens), batch, tokens)}
	seen := map[float32]int64{}
	for i, v := range t.F32 {
		at, ok := seen[v]
		if !ok {
			at = int64(len(m.values))
			seen[v], m.values = at, append(m.values, v)
		}
		m.rows.I64[i] = at
	}
	return m, nil
}

// even reports whether all tokens of each row share a timestep.
func even(values []float32, each int64) bool {
	for i, v := range values {
		if v != values[int64(i)/each*each] {
			return false
		}
	}
	return true
}

// scaled returns the timesteps times a factor, in float32.
func scaled(times []float32, factor float64) []float32 {
	out := make([]float32, len(times))
	for i, t := range times {
		out[i] = t * float32(factor)
	}
	return out
}
