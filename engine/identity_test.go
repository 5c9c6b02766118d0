package engine_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// hashed is a recipe with a file of every kind.
func hashed() engine.Recipe {
	source := engine.Source{Path: "/film/a.png", SHA256: "aa"}
	return engine.Recipe{
		Prompt: "a fox", Seed: 1, Steps: 8, Sigmas: []float64{1, 0.5},
		Images:     []engine.Image{{Source: source, Strength: 1}},
		References: []engine.Reference{{Source: source, Strength: 1}},
		Adapters:   []engine.Adapter{{Source: source, Strength: 1}},
		Track:      &engine.Track{Source: source},
		Voice:      &engine.Track{Source: engine.Source{Path: "v.wav"}, Sound: &engine.Sound{Rate: 1, Channels: 1, Samples: []float32{1}}},
		Footage:    &engine.Footage{Source: engine.Source{Path: "f.mp4"}, Pictures: []*engine.Picture{{Width: 1, Height: 1, Pix: []byte{1, 2, 3}}}},
	}
}

func TestRecipeHash(t *testing.T) {
	want := hashed().Hash()
	for name, c := range map[string]struct {
		change func(*engine.Recipe)
		same   bool
	}{
		"nothing":         {func(*engine.Recipe) {}, true},
		"scale":           {func(r *engine.Recipe) { r.Scale = 3 }, true},
		"a moved picture": {func(r *engine.Recipe) { r.Images[0].Path = "/elsewhere/a.png" }, true},
		"a moved track":   {func(r *engine.Recipe) { r.Track.Path = "/elsewhere/a.wav" }, true},
		"seed":            {func(r *engine.Recipe) { r.Seed = 2 }, false},
		"prompt":          {func(r *engine.Recipe) { r.Prompt = "a dog" }, false},
		"noise level":     {func(r *engine.Recipe) { r.Sigmas[1] = 0.4 }, false},
		"strength":        {func(r *engine.Recipe) { r.Images[0].Strength = 0.9 }, false},
		"picture":         {func(r *engine.Recipe) { r.Images[0].SHA256 = "bb" }, false},
		"adapter":         {func(r *engine.Recipe) { r.Adapters[0].SHA256 = "bb" }, false},
		"voice":           {func(r *engine.Recipe) { r.Voice.Sound.Samples[0] = 0.5 }, false},
		"footage":         {func(r *engine.Recipe) { r.Footage.Pictures[0].Pix[0] = 9 }, false},
		"no footage":      {func(r *engine.Recipe) { r.Footage = nil }, false},
	} {
		r := hashed()
		c.change(&r)
		if same := r.Hash() == want; same != c.same {
			t.Errorf("%s: the hash stays the same: %v", name, same)
		}
	}
	r := hashed()
	_ = r.Hash()
	if r.Images[0].Path == "" || r.Track.Path == "" || r.Footage.Pictures == nil {
		t.Error("taking the hash changed the recipe")
	}
}
