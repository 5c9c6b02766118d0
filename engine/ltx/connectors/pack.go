package connectors

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Pack lays hidden states [batch, states, tokens, width] out as the connectors
// read them, [batch, tokens, width·states] with the states of one channel next
// to each other. Rows where mask [batch, tokens] is 0 stay zero.
func Pack(states, mask *tensor.Tensor) (*tensor.Tensor, error) {
	if states == nil || mask == nil || len(states.Shape) != 4 || len(mask.Shape) != 2 ||
		states.Shape[0] != mask.Shape[0] || states.Shape[2] != mask.Shape[1] || mask.DType() != tensor.I64 {
		return nil, engine.Broken("", "packing takes hidden states [batch, states, tokens, width] and an int64 mask [batch, tokens]")
	}
	batch, depth, tokens, width := states.Shape[0], states.Shape[1], states.Shape[2], states.Shape[3]
	out := tensor.New(batch, tokens, width*depth)
	for row, m := range mask.I64 {
		if m == 0 {
			continue
		}
		b, t := int64(row)/tokens, int64(row)%tokens
		to := out.F32[int64(row)*width*depth:]
		for s := range depth {
			from := states.F32[((b*depth+s)*tokens+t)*width:]
			for w := range width {
				to[w*depth+s] = from[w]
			}
		}
	}
	return out, nil
}
