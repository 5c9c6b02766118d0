package lora

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// file is a LoRA file while it is read.
type file struct {
	store *weights.Store
	pairs map[string]*pair // by the layer's name in diffusers
}

// pair holds the tensor names of one layer, and the layer's own in the file.
type pair struct {
	layer string
	names [3]string // by role
}

// readNames sorts the tensors by layer and role.
func (f *file) readNames() error {
	var strange []string
	for _, name := range f.store.Names() {
		if kind, other := kindOf(name); other {
			return engine.Bad("use a plain LoRA", "the adapter %s is of the kind %s, which is not supported (%s)", f.store.Dir, kind, name)
		}
		if !f.place(name) {
			strange = append(strange, name)
		}
	}
	if len(strange) > 0 {
		return engine.Bad("use a LoRA for LTX-2", "the adapter %s has tensors that belong to no LoRA of this model: %s", f.store.Dir, some(strange))
	}
	if len(f.pairs) == 0 {
		return engine.Bad("use a LoRA for LTX-2", "the file %s holds no LoRA", f.store.Dir)
	}
	return nil
}

// place puts a tensor to its layer. It returns false for a name that is none of
// a LoRA, and for the second of two with the same meaning.
func (f *file) place(name string) bool {
	for _, e := range endings {
		match := e.pattern.FindStringSubmatch(name)
		if match == nil {
			continue
		}
		layer := layerName(match[1])
		p := f.pairs[layer]
		if p == nil {
			p = &pair{layer: match[1]}
			f.pairs[layer] = p
		}
		if p.names[e.role] != "" {
			return false
		}
		p.names[e.role] = name
		return true
	}
	return false
}

// layers checks all pairs and works out their scales.
func (f *file) layers() (map[string]graph.LowRank, error) {
	scale, err := readScaling(f.store)
	if err != nil {
		return nil, err
	}
	out := make(map[string]graph.LowRank, len(f.pairs))
	for _, layer := range slices.Sorted(maps.Keys(f.pairs)) {
		p := f.pairs[layer]
		rank, err := f.rank(p)
		if err != nil {
			return nil, err
		}
		alpha, err := f.alpha(p, scale, rank)
		if err != nil {
			return nil, err
		}
		if alpha != 0 {
			out[layer] = graph.LowRank{Down: p.names[roleDown], Up: p.names[roleUp], Alpha: alpha}
		}
	}
	return out, nil
}

func (f *file) rank(p *pair) (int64, error) {
	down, okDown := f.store.Lookup(p.names[roleDown])
	up, okUp := f.store.Lookup(p.names[roleUp])
	if !okDown || !okUp {
		return 0, engine.Bad("copy or download the adapter again", "the adapter %s has only one half of the layer %q", f.store.Dir, p.layer)
	}
	if len(down.Shape) != 2 || len(up.Shape) != 2 || down.Shape[0] != up.Shape[1] || down.Shape[0] == 0 {
		return 0, engine.Bad("use a LoRA for LTX-2", "the factors %s and %s of the layer %q in %s do not belong together",
			tensor.ShapeString(down.Shape), tensor.ShapeString(up.Shape), p.layer, f.store.Dir)
	}
	for _, t := range []weights.Tensor{down, up} {
		if !t.DType.IsFloat() {
			return 0, engine.Bad("use a LoRA in F32, F16 or BF16", "the tensor %q in %s has the type %s", t.Name, f.store.Dir, t.DType)
		}
	}
	return down.Shape[0], nil
}

// alpha returns the numerator of a layer's scale alpha/rank: what the file
// stores for it, or else what its metadata says, or else the rank.
func (f *file) alpha(p *pair, s scaling, rank int64) (float64, error) {
	name := p.names[roleAlpha]
	if name == "" {
		return s.alpha(p.layer, strings.Contains(p.names[roleDown], "lora_down"), rank), nil
	}
	t, err := f.store.Floats(name)
	if err != nil {
		return 0, err
	}
	if t.Len() != 1 || math.IsNaN(float64(t.F32[0])) || math.IsInf(float64(t.F32[0]), 0) {
		return 0, engine.Bad("copy or download the adapter again", "%q in %s is not one number", name, f.store.Dir)
	}
	return float64(t.F32[0]), nil
}
