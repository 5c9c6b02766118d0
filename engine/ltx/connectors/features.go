package connectors

import (
	"math"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// Side says where a prompt's padding is.
type Side string

// The sides of padding; Gemma's tokenizer pads on the left.
const (
	Left  Side = "left"
	Right Side = "right"
)

// span is what normalised states are stretched to in 2.0.
const span = 8

// features are the rows of a packed text that are not zero after normalising.
type features struct {
	rows []int64        // their places in [batch·tokens]
	text *tensor.Tensor // [len(rows), width·states]
}

// collect copies the rows of packed that keep picks.
func collect(packed *tensor.Tensor, keep func(batch, token int64) bool) features {
	batch, tokens, n := packed.Shape[0], packed.Shape[1], packed.Shape[2]
	var f features
	var data []float32
	for row := range batch * tokens {
		if keep(row/tokens, row%tokens) {
			f.rows = append(f.rows, row)
			data = append(data, packed.F32[row*n:(row+1)*n]...)
		}
	}
	f.text = tensor.Floats(data, int64(len(f.rows)), n)
	return f
}

// features normalises the hidden states of tokens: in 2.3 and later for each
// token and state to a mean square of one, in 2.0 for each prompt and state.
func (c Config) features(packed, mask *tensor.Tensor, side Side) features {
	tokens := packed.Shape[1]
	if c.PerModality {
		f := collect(packed, func(b, t int64) bool { return mask.I64[b*tokens+t] != 0 })
		for i := range f.rows {
			n := c.CaptionChannels * c.States
			c.levelToken(f.text.F32[int64(i)*n : int64(i+1)*n])
		}
		return f
	}
	length := make([]int64, packed.Shape[0])
	for i, m := range mask.I64 {
		length[int64(i)/tokens] += m
	}
	// Not the mask but its count and the side of padding say which rows count.
	f := collect(packed, func(b, t int64) bool {
		return side == Left && t >= tokens-length[b] || side == Right && t < length[b]
	})
	at := int64(0)
	for _, n := range length {
		c.levelPrompt(f.text.F32[at*c.CaptionChannels*c.States:], n)
		at += n
	}
	return f
}

// levelToken divides each state of one token, every States-th entry of x, by the
// root of its mean square.
func (c Config) levelToken(x []float32) {
	depth := int(c.States)
	for s := range depth {
		sum := 0.0
		for i := s; i < len(x); i += depth {
			sum += float64(x[i]) * float64(x[i])
		}
		scale := float32(1 / math.Sqrt(sum/float64(c.CaptionChannels)+normEpsilon))
		for i := s; i < len(x); i += depth {
			x[i] *= scale
		}
	}
}

// levelPrompt moves each state of the first tokens of x to a mean of zero and
// stretches it to the span from its smallest to its largest entry.
func (c Config) levelPrompt(x []float32, tokens int64) {
	depth := int(c.States)
	x = x[:tokens*c.CaptionChannels*c.States]
	for s := range depth {
		sum, low, high := 0.0, float32(math.Inf(1)), float32(math.Inf(-1))
		for i := s; i < len(x); i += depth {
			sum += float64(x[i])
			low, high = min(low, x[i]), max(high, x[i])
		}
		mean := float32(sum / (float64(tokens*c.CaptionChannels) + normEpsilon))
		extent := high - low + normEpsilon
		for i := s; i < len(x); i += depth {
			x[i] = (x[i] - mean) / extent * span
		}
	}
}

// withZero appends a row of zeros, whose projection is that of all padding.
func (f features) withZero() *tensor.Tensor {
	n := f.text.Shape[1]
	return tensor.Floats(append(f.text.F32, make([]float32, n)...), int64(len(f.rows))+1, n)
}

// spread puts projected rows back to their places in [batch, tokens, width];
// the last row of projected, which belongs to zeros, fills the others.
func (f features) spread(projected *tensor.Tensor, batch, tokens int64) *tensor.Tensor {
	width := projected.Shape[1]
	out := tensor.New(batch, tokens, width)
	next := 0
	for row := range batch * tokens {
		from := int64(len(f.rows))
		if next < len(f.rows) && f.rows[next] == row {
			from = int64(next)
			next++
		}
		copy(out.F32[row*width:(row+1)*width], projected.F32[from*width:])
	}
	return out
}

// withRegisters moves the tokens of x [batch, tokens, width] to the front, in
// their order, and fills the rest with the registers [count, width] of the same
// positions, repeated.
func withRegisters(x, mask, registers *tensor.Tensor) *tensor.Tensor {
	batch, tokens, width := x.Shape[0], x.Shape[1], x.Shape[2]
	out := tensor.New(batch, tokens, width)
	for b := range batch {
		next := int64(0)
		for t := range tokens {
			if row := b*tokens + t; mask.I64[row] != 0 {
				copy(out.F32[(b*tokens+next)*width:], x.F32[row*width:(row+1)*width])
				next++
			}
		}
		for t := next; t < tokens; t++ {
			register := t % registers.Shape[0] * width
			copy(out.F32[(b*tokens+t)*width:], registers.F32[register:register+width])
		}
	}
	return out
}

// hidden is added to the scores of padding: below any score, and finite in
// bfloat16 too.
const hidden = -1e30

// bias returns what is added to the scores where there are no registers,
// [batch, 1, tokens, tokens].
func bias(mask *tensor.Tensor) *tensor.Tensor {
	batch, tokens := mask.Shape[0], mask.Shape[1]
	out := tensor.New(batch, 1, tokens, tokens)
	for i := range out.F32 {
		k, b := int64(i)%tokens, int64(i)/(tokens*tokens)
		if mask.I64[b*tokens+k] == 0 {
			out.F32[i] = hidden
		}
	}
	return out
}
