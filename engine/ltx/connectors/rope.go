package connectors

import (
	"math"

	"github.com/kinora-studio/kinora/engine/ltx/internal/rope"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// The values of rope_type: which two entries of a head turn together.
const (
	split       = "split"       // i and i + width/2
	interleaved = "interleaved" // 2i and 2i + 1
)

// rotary returns cosines and sines [tokens, width/2] of a connector. Positions
// are fractions of the base length stretched to -1..1; frequencies rise from
// π/2 to theta·π/2 over the whole width, so that every head has its own.
//
// Frequencies are rounded to float32, and so are positions and angles: angles
// are large enough that other roundings give other cosines.
func (c Config) rotary(width, tokens int64) (cos, sin *tensor.Tensor) {
	n := width / 2
	freqs := rope.Frequencies(c.RopeTheta, c.RopeDouble, n)
	cos, sin = tensor.New(tokens, n), tensor.New(tokens, n)
	for t := range tokens {
		fraction := float32(t) / float32(c.RopeBase)
		position := float32(fraction*2) - 1
		for i, f := range freqs {
			angle := float64(position * f)
			at := int(t*n) + i
			cos.F32[at], sin.F32[at] = float32(math.Cos(angle)), float32(math.Sin(angle))
		}
	}
	return cos, sin
}
