package gemma

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/kinora-studio/kinora/engine/config"
)

// Layer is how one decoder layer differs from the others.
type Layer struct {
	Kind         Kind
	HeadDim      int64
	KeyHeads     int64 // heads of keys and values, each for Heads/KeyHeads queries
	KeyIsValue   bool  // there is no projection for values
	Reuses       bool  // keys and values are those of the last layer of its kind that has its own
	Intermediate int64
}

// layers resolves the layer types and what they override.
func (f fields) layers(check *config.Check, generation int) []Layer {
	kinds := f.kinds(check, generation)
	if check.Err() != nil {
		return nil
	}
	check.Need(f.SharedLayers >= 0 && f.SharedLayers < f.NumLayers, "num_kv_shared_layers", f.SharedLayers, "must be below num_hidden_layers")
	first := f.NumLayers - f.SharedLayers
	own := map[Kind]bool{}
	out := make([]Layer, f.NumLayers)
	for i := range out {
		l := Layer{Kind: kinds[i], HeadDim: f.HeadDim, KeyHeads: f.NumKeyHeads, Intermediate: f.Intermediate}
		if generation == 4 {
			f.override(check, i, &l)
			l.KeyIsValue = f.KeyIsValue && l.Kind == Full
			l.Reuses = int64(i) >= first
			check.Need(!l.Reuses || own[l.Kind], "num_kv_shared_layers", f.SharedLayers, "leaves no layer of type "+string(l.Kind)+" to share from")
			own[l.Kind] = true
		}
		if l.Reuses && f.DoubleWide {
			l.Intermediate *= 2
		}
		check.Size("head_dim", l.HeadDim, 4096)
		check.Need(l.HeadDim%2 == 0, "head_dim", l.HeadDim, "must be even")
		check.Size("num_key_value_heads", l.KeyHeads, f.NumHeads)
		check.Need(l.KeyHeads > 0 && f.NumHeads%l.KeyHeads == 0, "num_key_value_heads", l.KeyHeads,
			fmt.Sprintf("must divide the %d of num_attention_heads", f.NumHeads))
		out[i] = l
	}
	alike(check, out)
	return out
}

// alike checks that layers of one kind have the same heads: they share one
// rotary table, and some share their keys.
func alike(check *config.Check, layers []Layer) {
	first := map[Kind]Layer{}
	for _, l := range layers {
		seen, ok := first[l.Kind]
		if !ok {
			first[l.Kind] = l
			continue
		}
		check.Need(seen.HeadDim == l.HeadDim, "head_dim", l.HeadDim, "must be the same in all layers of type "+string(l.Kind))
		check.Need(seen.KeyHeads == l.KeyHeads || !l.Reuses, "num_key_value_heads", l.KeyHeads, "must be the same in layers that share keys")
	}
}

func (f fields) kinds(check *config.Check, generation int) []Kind {
	kinds := append([]Kind(nil), f.LayerTypes...)
	if kinds == nil {
		pattern := f.Pattern
		if generation == 4 {
			pattern = 6
		}
		for i := range f.NumLayers {
			kind := Sliding
			if (i+1)%pattern == 0 {
				kind = Full
			}
			kinds = append(kinds, kind)
		}
	}
	check.Need(int64(len(kinds)) == f.NumLayers, "layer_types", len(kinds), "must have an entry for each of num_hidden_layers")
	for _, k := range kinds {
		check.Need(k == Sliding || k == Full, "layer_types", k, "must be sliding_attention or full_attention")
	}
	if generation == 4 && check.Err() == nil {
		kinds[len(kinds)-1] = Full // whatever the file says, as in the public class
	}
	return kinds
}

// override applies per_layer_config, or where there is none the two keys for
// global layers that came before it.
func (f fields) override(check *config.Check, i int, l *Layer) {
	if f.PerLayer == nil {
		if l.Kind != Full {
			return
		}
		l.HeadDim = f.GlobalHeadDim
		if f.GlobalKeyHeads != nil && f.KeyIsValue {
			l.KeyHeads = *f.GlobalKeyHeads
		}
		return
	}
	if i == 0 {
		f.checkIndices(check)
	}
	for key, text := range f.PerLayer[strconv.Itoa(i)] {
		var value int64
		switch err := json.Unmarshal(text, &value); {
		case err == nil && key == "head_dim":
			l.HeadDim = value
		case err == nil && key == "num_key_value_heads":
			l.KeyHeads = value
		default:
			check.Need(false, "per_layer_config", fmt.Sprintf("%q: %s", key, text), "may only change head_dim and num_key_value_heads")
		}
	}
}

func (f fields) checkIndices(check *config.Check) {
	for key := range f.PerLayer {
		i, err := strconv.ParseInt(key, 10, 64)
		check.Need(err == nil && i >= 0 && i < f.NumLayers && strconv.FormatInt(i, 10) == key,
			"per_layer_config", strconv.Quote(key), "must have the numbers of layers as its keys")
	}
}
