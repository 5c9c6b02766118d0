package studio

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// FindPack returns the folder of a pack that is given by its path or by the name
// of an installed one.
func FindPack(name string) (string, error) {
	if strings.ContainsRune(name, filepath.Separator) || isPack(name) {
		if _, err := os.Stat(name); err != nil {
			return "", engine.Bad("give a model folder, or the name of an installed pack", "the pack %s does not exist", name)
		}
		return name, nil
	}
	places := packPlaces()
	for _, place := range places {
		if dir := filepath.Join(place, name); isPack(dir) {
			return dir, nil
		}
	}
	return "", engine.Bad("give a model folder, or copy the pack into "+places[0], "no pack named %q is installed", name)
}

func isPack(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "model_index.json"))
	return err == nil
}

// packPlaces lists where packs are: the user's own, and those that came with the
// program, installed or in its source tree.
func packPlaces() []string {
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		if home, err := os.UserHomeDir(); err == nil {
			data = filepath.Join(home, ".local", "share")
		}
	}
	places := []string{filepath.Join(data, "kinora", "packs")}
	if self, err := os.Executable(); err == nil {
		dir := filepath.Dir(self)
		places = append(places, filepath.Join(dir, "packs"), filepath.Join(dir, "..", "share", "kinora", "packs"),
			filepath.Join(dir, "..", "assets"))
	}
	return append(places, "assets")
}
