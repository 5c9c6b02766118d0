package engine

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

var registry struct {
	sync.RWMutex
	families map[string]Family
}

// Register adds a family under the class name that its packs state in
// model_index.json. It is meant for the start of a program.
func Register(class string, f Family) {
	registry.Lock()
	defer registry.Unlock()
	if registry.families == nil {
		registry.families = map[string]Family{}
	}
	registry.families[class] = f
}

// Class reads the pipeline class of a pack's model_index.json.
func Class(dir string) (string, error) {
	path := filepath.Join(dir, "model_index.json")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		hint := "give a model folder in the diffusers layout"
		if _, missing := os.Stat(dir); missing != nil {
			return "", Bad(hint, "the pack %s does not exist", dir)
		}
		return "", Bad(hint, "%s is not a pack: it has no model_index.json", dir)
	}
	if err != nil {
		return "", Bad("check the folder's permissions", "the pack %s cannot be read: %w", dir, err)
	}
	var index struct {
		Class string `json:"_class_name"`
	}
	err = json.Unmarshal(text, &index)
	switch again := "copy or download the pack again"; {
	case err != nil && !json.Valid(text):
		return "", Bad(again, "%s is damaged: it is not JSON: %w", path, err)
	case err != nil, index.Class == "":
		return "", Bad(again, "%s is damaged: it names no pipeline class", path)
	}
	return index.Class, nil
}

// Open opens a pack with the family that its class belongs to.
func Open(ctx context.Context, p OpenParams) (Pipeline, error) {
	class, err := Class(p.Dir)
	if err != nil {
		return nil, err
	}
	registry.RLock()
	family, ok := registry.families[class]
	known := strings.Join(slices.Sorted(maps.Keys(registry.families)), ", ")
	registry.RUnlock()
	if !ok {
		return nil, Bad("use a pack of one of these families: "+known, "the pack %s is of the unknown family %q", p.Dir, class)
	}
	return family.Open(ctx, p)
}
