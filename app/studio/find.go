package studio

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
)

// DefaultPack is the installed pack that is used where none is named: the small
// one that comes with the program.
const DefaultPack = "pocket"

// FindPack returns the folder of a pack that is given by its path or by the name
// of an installed one.
func FindPack(name string) (string, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		if strings.ContainsAny(name, `/\`) || isPack(name) {
			return name, nil
		}
	} else if err == nil && strings.ContainsAny(name, `/\`) {
		return "", engine.Bad("give the pack's folder", "%s is a file, and a pack is a folder", name)
	} else if strings.ContainsAny(name, `/\`) {
		return "", engine.Bad("give a model folder, or the name of an installed pack", "the pack %s does not exist", name)
	}
	places := packPlaces()
	for _, place := range places {
		if dir := filepath.Join(place, name); isPack(dir) {
			return dir, nil
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return "", engine.Bad("give a model folder with --pack", "no pack named %q is installed, and the folder %s has no model_index.json", name, name)
	}
	return "", engine.Bad("give a model folder with --pack, or copy the pack into "+places[0], "no pack named %q is installed", name)
}

// findByHash returns the installed pack that a recipe was made with.
func findByHash(r engine.Recipe) (string, error) {
	for _, place := range packPlaces() {
		entries, err := os.ReadDir(place)
		if err != nil {
			continue // most places do not exist
		}
		for _, entry := range entries {
			dir := filepath.Join(place, entry.Name())
			if !isPack(dir) {
				continue
			}
			if pack, err := packs.Open(dir); err == nil && pack.Hash == r.PackHash {
				return dir, nil
			}
		}
	}
	return "", engine.Bad("name its folder with --pack", "the pack %q that the clip was made with is not installed", r.Pack)
}

func isPack(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "model_index.json"))
	return err == nil
}

// packPlaces lists where packs are: the user's own, and those that came with the
// program, installed or in its source tree.
func packPlaces() []string {
	var places []string
	if own := PackFolder(); own != "" {
		places = append(places, own)
	}
	if self, err := os.Executable(); err == nil {
		dir := filepath.Dir(self)
		places = append(places, filepath.Join(dir, "packs"), filepath.Join(dir, "..", "share", "kinora", "packs"),
			filepath.Join(dir, "..", "assets"))
	}
	return append(places, "assets")
}
