package gemma

import "github.com/kinora-studio/kinora/engine/tensor"

// hidden is added to the scores of keys that a query must not see. It is far
// below any score and, unlike the lowest float32, finite in bfloat16 too, so
// that a query which sees nothing stays a number.
const hidden = -1e30

// bias returns what is added to the scores of one kind of layers, [batch, 1,
// tokens, tokens]: 0 where query q may see key k and hidden elsewhere. A causal
// sliding window keeps the keys k > q - window. mask [batch, tokens] is 1 at
// tokens and 0 at padding.
func (c Config) bias(kind Kind, mask *tensor.Tensor) *tensor.Tensor {
	batch, tokens := mask.Shape[0], mask.Shape[1]
	out := tensor.New(batch, 1, tokens, tokens)
	for b := range batch {
		valid := mask.I64[b*tokens : (b+1)*tokens]
		for q := range tokens {
			row := out.F32[(b*tokens+q)*tokens : (b*tokens+q+1)*tokens]
			for k := range tokens {
				if valid[k] == 0 || !c.sees(kind, q, k) {
					row[k] = hidden
				}
			}
		}
	}
	return out
}

func (c Config) sees(kind Kind, q, k int64) bool {
	far := max(q-k, k-q)
	switch c.Reach {
	case both:
		return kind == Full || far < c.Window
	case bothInclusive:
		return kind == Full || far <= c.Window
	}
	return k <= q && (kind == Full || far < c.Window)
}
