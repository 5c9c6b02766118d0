package gemma

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/kinora-studio/kinora/engine/config"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Rope is the rotary embedding of one kind of layers (Su et al. 2021).
type Rope struct {
	Type    string // "default", "linear" or "proportional"
	Theta   float64
	Factor  float64 // divides the frequencies
	Partial float64 // share of the pairs that turn, for "proportional"
	HeadDim int64
}

// ropeFields are the keys of one entry of rope_parameters, and of rope_scaling.
type ropeFields struct {
	RopeType string   `json:"rope_type"`
	Type     string   `json:"type"`
	Theta    *float64 `json:"rope_theta"`
	Factor   *float64 `json:"factor"`
	Partial  *float64 `json:"partial_rotary_factor"`
}

// update writes the keys that are set in other over r.
func (r *ropeFields) update(other ropeFields) {
	if other.RopeType == "" {
		other.RopeType = other.Type
	}
	if other.RopeType != "" {
		r.RopeType = other.RopeType
	}
	for _, p := range []struct{ to, from **float64 }{{&r.Theta, &other.Theta}, {&r.Factor, &other.Factor}, {&r.Partial, &other.Partial}} {
		if *p.from != nil {
			*p.to = *p.from
		}
	}
}

// ropes reads both spellings: rope_parameters by layer type, or rope_theta and
// rope_scaling for the full and rope_local_base_freq for the sliding layers.
func (f fields) ropes(check *config.Check, c Config) map[Kind]Rope {
	one, quarter, global, local := 1.0, 0.25, 1e6, 1e4
	found := map[Kind]*ropeFields{Full: {RopeType: "default"}, Sliding: {RopeType: "default"}}
	if c.Generation == 4 && f.RopeParameters == nil {
		found[Full] = &ropeFields{RopeType: "proportional", Partial: &quarter, Theta: &global}
		found[Sliding].Theta = &local
	}
	f.nested(check, c, found)
	if f.RopeScaling != nil {
		found[Full].update(*f.RopeScaling)
	}
	fill(&found[Full].Theta, f.RopeTheta)
	fill(&found[Sliding].Theta, f.RopeLocalTheta)
	if c.Generation == 4 {
		fill(&found[Sliding].Theta, f.RopeTheta)
	} else {
		fill(&found[Full].Theta, &global)
		fill(&found[Sliding].Theta, &local)
	}
	out := map[Kind]Rope{}
	for _, l := range c.Layers {
		if _, done := out[l.Kind]; done {
			continue
		}
		r := found[l.Kind]
		check.Need(r.Theta != nil, "rope_parameters", l.Kind, "has no rope_theta")
		check.Need(r.Factor != nil || r.RopeType != "linear", "rope_parameters", l.Kind, "has no factor")
		fill(&r.Theta, &one)
		fill(&r.Factor, &one)
		fill(&r.Partial, &one)
		out[l.Kind] = r.rope(check, l)
	}
	return out
}

func fill(to **float64, from *float64) {
	if *to == nil {
		*to = from
	}
}

// nested reads rope_parameters. An entry beside those of the layer types means
// that the file is of another model.
func (f fields) nested(check *config.Check, c Config, into map[Kind]*ropeFields) {
	for key, text := range f.RopeParameters {
		var r ropeFields
		err := json.Unmarshal(text, &r)
		to, known := into[Kind(key)]
		check.Need(err == nil && known, "rope_parameters", key, "must describe full_attention and sliding_attention")
		if err == nil && known {
			to.update(r)
		}
	}
	for _, l := range c.Layers {
		_, ok := f.RopeParameters[string(l.Kind)]
		check.Need(ok || c.Generation == 3 || f.RopeParameters == nil, "rope_parameters", "without "+string(l.Kind), "must describe the layers of that type")
	}
}

func (r ropeFields) rope(check *config.Check, l Layer) Rope {
	out := Rope{Type: r.RopeType, Theta: *r.Theta, Factor: *r.Factor, Partial: *r.Partial, HeadDim: l.HeadDim}
	check.Need(slices.Contains([]string{"default", "linear", "proportional"}, out.Type), "rope_type", out.Type, "must be default, linear or proportional")
	check.Positive("rope_theta", out.Theta)
	check.Positive("factor", out.Factor)
	check.Need(out.Partial >= 0 && out.Partial <= 1, "partial_rotary_factor", out.Partial, "must be from 0 to 1")
	check.Need(out.Type != "linear" || out.Partial == 1, "partial_rotary_factor", out.Partial, "must be 1 with the rope_type linear")
	return out
}

// frequencies returns the angle of each pair for one position, in float32 as
// the public class computes it: theta^(-2i/width). The type "default" has no
// factor and turns every pair; "proportional" leaves the last pairs as they are.
func (r Rope) frequencies() []float32 {
	out := make([]float32, r.HeadDim/2)
	turning := len(out)
	if r.Type == "proportional" {
		turning = int(math.Floor(r.Partial * float64(r.HeadDim) / 2))
	}
	for i := range out[:turning] {
		exponent := float32(2*i) / float32(r.HeadDim)
		out[i] = 1 / float32(math.Pow(float64(float32(r.Theta)), float64(exponent)))
		if r.Type != "default" {
			out[i] /= float32(r.Factor)
		}
	}
	return out
}

// tables returns cosines and sines [tokens, width/2] of the positions from
// first on; angles are float32, as in the public class.
func (r Rope) tables(first, tokens int64) (cos, sin *tensor.Tensor) {
	freqs := r.frequencies()
	cos, sin = tensor.New(tokens, int64(len(freqs))), tensor.New(tokens, int64(len(freqs)))
	for t := range tokens {
		for i, f := range freqs {
			angle := float64(float32(first+t) * f)
			at := int(t)*len(freqs) + i
			cos.F32[at], sin.F32[at] = float32(math.Cos(angle)), float32(math.Sin(angle))
		}
	}
	return cos, sin
}
