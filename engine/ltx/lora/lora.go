package lora

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Open reads the names in a LoRA file and returns its change to the layers of
// the transformer and the connectors, scaled by strength. A kind of adapter that
// is not supported, a name that is none of an adapter, half a pair and factors
// that do not belong together are faults.
func Open(path string, strength float64) (graph.Adapter, error) {
	if math.IsNaN(strength) || math.IsInf(strength, 0) {
		return graph.Adapter{}, engine.Bad("use a number, mostly from 0 to 1", "the adapter %s cannot have the strength %v", path, strength)
	}
	store, err := weights.OpenFile(path)
	if err != nil {
		return graph.Adapter{}, err
	}
	f := file{store: store, pairs: map[string]*pair{}}
	if err := f.readNames(); err != nil {
		return graph.Adapter{}, err
	}
	layers, err := f.layers()
	return graph.Adapter{Store: store, Strength: strength, Layers: layers}, err
}

// Check compares an adapter with the components it is for, given by their
// folders. A layer that no component has, or one of another shape, is a fault
// that names it.
func Check(a graph.Adapter, dirs ...string) error {
	stores := make([]*weights.Store, len(dirs))
	for i, dir := range dirs {
		store, err := weights.Open(dir)
		if err != nil {
			return err
		}
		stores[i] = store
	}
	var lost []string
	for _, layer := range slices.Sorted(maps.Keys(a.Layers)) {
		weight, ok := find(stores, layer+".weight")
		if !ok {
			lost = append(lost, layer)
			continue
		}
		down, _ := a.Store.Lookup(a.Layers[layer].Down)
		up, _ := a.Store.Lookup(a.Layers[layer].Up)
		if want := []int64{up.Shape[0], down.Shape[1]}; !slices.Equal(weight.Shape, want) {
			return engine.Bad("use an adapter that was made for this model", "the adapter %s changes %q of shape %s, but the model has %s",
				a.Store.Dir, layer, tensor.ShapeString(want), tensor.ShapeString(weight.Shape))
		}
	}
	if len(lost) > 0 {
		return engine.Bad("use an adapter that was made for this model", "the adapter %s changes layers that the model does not have: %s",
			a.Store.Dir, some(lost))
	}
	return nil
}

func find(stores []*weights.Store, name string) (weights.Tensor, bool) {
	for _, s := range stores {
		if t, ok := s.Lookup(name); ok {
			return t, true
		}
	}
	return weights.Tensor{}, false
}

// some names the first of many.
func some(names []string) string {
	const most = 6
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
