// Package packs knows model folders as a whole: their parts, their defaults,
// their identity and whether they are intact.
//
// A Pack is read-only after Open and safe for concurrent use.
package packs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// Pack is a model folder in the diffusers layout.
type Pack struct {
	Dir        string
	Class      string          // of the pipeline, from model_index.json
	Components map[string]Part // by folder name
	About      About           // from kinora.json, empty in packs of others
	Hash       string          // identity, see identity
	Bytes      int64           // of all weights
}

// Part is one component as model_index.json states it.
type Part struct {
	Library string // "diffusers" or "transformers"
	Class   string
}

// About is what a pack of ours says of itself in kinora.json.
type About struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Version     string          `json:"version"`
	Licence     string          `json:"licence"`
	Note        string          `json:"note"` // shown to the user
	Defaults    Defaults        `json:"defaults"`
	Vocabulary  []string        `json:"vocabulary"`
	Mel         json.RawMessage `json:"mel"` // how sound becomes the picture of it that the pack was trained on
}

// Defaults are the settings that a pack looks best with; zero means unset.
type Defaults struct {
	Width              int       `json:"width"`
	Height             int       `json:"height"`
	Frames             int       `json:"frames"`
	FPS                string    `json:"fps"`
	Steps              int       `json:"steps"`
	Sigmas             []float64 `json:"sigmas"`
	GuidanceScale      float64   `json:"guidance_scale"`
	AudioGuidanceScale float64   `json:"audio_guidance_scale"`
	GuidanceRescale    float64   `json:"guidance_rescale"`
	MaxSequenceLength  int       `json:"max_sequence_length"`
	Negative           string    `json:"negative"`
	ImageCRF           *int      `json:"image_crf"` // see engine.Info; 0 is none, absent is the family's
}

// Open reads a pack's description and checks that its parts are there. Weights
// are not read, but for packs with checksums, see Verify.
func Open(dir string) (*Pack, error) {
	class, err := engine.Class(dir)
	if err != nil {
		return nil, err
	}
	p := &Pack{Dir: dir, Class: class, Components: map[string]Part{}}
	if err := p.readIndex(); err != nil {
		return nil, err
	}
	if err := p.readAbout(); err != nil {
		return nil, err
	}
	return p, p.identify()
}

func (p *Pack) readIndex() error {
	path := filepath.Join(p.Dir, "model_index.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return engine.Bad("check the folder's permissions", "the pack %s cannot be read: %w", p.Dir, err)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(text, &entries); err != nil {
		return engine.Bad("copy or download the pack again", "%s is damaged: %w", path, err)
	}
	for name, raw := range entries {
		var pair []*string
		if json.Unmarshal(raw, &pair) != nil || len(pair) != 2 || pair[0] == nil || pair[1] == nil {
			continue // a setting, or a component that is left out
		}
		if name != filepath.Base(name) || name == ".." {
			return engine.Bad("get the model from a source that you trust", "%s names a part outside the pack: %q", path, name)
		}
		info, err := os.Stat(filepath.Join(p.Dir, name))
		if err != nil || !info.IsDir() {
			return engine.Bad("copy or download the pack again", "the pack %s lacks its part %q", p.Dir, name)
		}
		p.Components[name] = Part{Library: *pair[0], Class: *pair[1]}
	}
	p.addExtras()
	return nil
}

// extras are components that public packs carry beside what their pipeline's
// index lists, because another pipeline uses them.
var extras = []string{"latent_upsampler", "temporal_latent_upsampler", "duration_head"}

func (p *Pack) addExtras() {
	for _, name := range extras {
		if _, listed := p.Components[name]; listed {
			continue
		}
		if _, err := os.Stat(filepath.Join(p.Dir, name, "config.json")); err == nil {
			p.Components[name] = Part{Library: "diffusers"}
		}
	}
}

func (p *Pack) readAbout() error {
	path := filepath.Join(p.Dir, "kinora.json")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		p.About.Name = filepath.Base(p.Dir)
		return nil
	}
	if err == nil {
		err = json.Unmarshal(text, &p.About)
	}
	if err != nil {
		return engine.Bad("copy or download the pack again", "%s cannot be used: %w", path, err)
	}
	if p.About.Name == "" {
		p.About.Name = filepath.Base(p.Dir)
	}
	return nil
}

// Component returns the folder of a component, and a fault where the pack has
// none of that name.
func (p *Pack) Component(name string) (string, error) {
	if _, ok := p.Components[name]; !ok {
		return "", engine.Bad("copy or download the pack again", "the pack %s (%s) has no part %q", p.Dir, p.Class, name)
	}
	return filepath.Join(p.Dir, name), nil
}

// Has reports whether the pack has a component.
func (p *Pack) Has(name string) bool {
	_, ok := p.Components[name]
	return ok
}

// files lists the regular files of the pack, by slash-separated relative path,
// through symbolic links, as the public model cache has them.
func (p *Pack) files() ([]string, error) {
	var out []string
	places := []string{""}
	for name := range p.Components {
		places = append(places, name)
	}
	for _, place := range places {
		entries, err := os.ReadDir(filepath.Join(p.Dir, place))
		if err != nil {
			return nil, engine.Bad("check the folder's permissions", "the pack %s cannot be read: %w", p.Dir, err)
		}
		for _, e := range entries {
			full := filepath.Join(p.Dir, place, e.Name())
			if info, err := os.Stat(full); err == nil && info.Mode().IsRegular() {
				out = append(out, strings.TrimPrefix(place+"/"+e.Name(), "/"))
			}
		}
	}
	sort.Strings(out)
	return out, nil
}

// String names the pack for people.
func (p *Pack) String() string { return fmt.Sprintf("%s (%s)", p.About.Name, p.Dir) }
