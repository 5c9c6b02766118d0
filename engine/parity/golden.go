// Package parity proves components against recorded results of the public
// implementation.
//
// A golden is one experiment in one safetensors file: tensors "in.*" go in,
// "tap.*" are values on the way, "out.*" must come out; the header's "meta" is
// JSON with the scalars. A family registers, by name, how each is run.
package parity

import (
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Golden is one recorded experiment.
type Golden struct {
	Name string                    // of the file, without its ending
	Dir  string                    // the model folder it belongs to
	Meta map[string]any            // scalars and strings
	In   map[string]*tensor.Tensor // by name without "in."
	Tap  map[string]*tensor.Tensor // by name without "tap."
	Out  map[string]*tensor.Tensor // by name without "out."
}

// Read opens DIR/golden/NAME.safetensors.
func Read(dir, name string) (*Golden, error) {
	path := filepath.Join(dir, "golden", name+".safetensors")
	store, err := weights.OpenFile(path)
	if err != nil {
		return nil, err
	}
	g := &Golden{Name: name, Dir: dir, Meta: map[string]any{}, In: map[string]*tensor.Tensor{}, Tap: map[string]*tensor.Tensor{}, Out: map[string]*tensor.Tensor{}}
	if text := store.Metadata()["meta"]; text != "" {
		if err := json.Unmarshal([]byte(text), &g.Meta); err != nil {
			return nil, engine.Bad("make the golden again", "the meta entry of %s is not JSON: %w", path, err)
		}
	}
	for _, full := range store.Names() {
		t, err := store.Host(full)
		if err != nil {
			return nil, err
		}
		kind, key, _ := strings.Cut(full, ".")
		switch kind {
		case "in":
			g.In[key] = t
		case "tap":
			g.Tap[key] = t
		case "out":
			g.Out[key] = t
		default:
			return nil, engine.Bad("make the golden again", "the tensor %q in %s is neither in, tap nor out", full, path)
		}
	}
	return g, nil
}

// Int returns a whole number of the meta entry, 0 where absent.
func (g *Golden) Int(key string) int { return int(g.Number(key)) }

// Number returns a number of the meta entry, 0 where absent.
func (g *Golden) Number(key string) float64 {
	v, _ := g.Meta[key].(float64)
	return v
}

// Flag returns a truth value of the meta entry, false where absent.
func (g *Golden) Flag(key string) bool {
	v, _ := g.Meta[key].(bool)
	return v
}

// Numbers returns a list of numbers of the meta entry, nil where absent.
func (g *Golden) Numbers(key string) []float64 {
	list, _ := g.Meta[key].([]any)
	var out []float64
	for _, v := range list {
		if n, ok := v.(float64); ok {
			out = append(out, n)
		}
	}
	return out
}

// Text returns a string of the meta entry, empty where absent.
func (g *Golden) Text(key string) string {
	v, _ := g.Meta[key].(string)
	return v
}

// WantsTap reports whether the golden recorded an intermediate value; it has the
// form of graph.Params.Taps.
func (g *Golden) WantsTap(name string) bool {
	_, ok := g.Tap[name]
	return ok
}
