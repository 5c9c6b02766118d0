package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed icons/*.svg
var iconFiles embed.FS

//go:embed fonts/*.ttf
var fontFiles embed.FS

//go:embed translations
var translationFiles embed.FS

// Icon returns the drawing of an icon by its file's name without ending: SVG on
// a grid of 20 by 20 whose strokes and fills are currentColor. It fails for a
// name that there is no drawing of.
func Icon(name string) ([]byte, error) {
	data, err := iconFiles.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icon %s: %w", name, err)
	}
	return data, nil
}

// Icons returns the names of all icons in alphabetical order.
func Icons() []string {
	return names(iconFiles, "icons", ".svg")
}

// Font returns a typeface of the window as TrueType data, by its file's name
// without ending, such as Inter-Regular.
func Font(name string) ([]byte, error) {
	data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err != nil {
		return nil, fmt.Errorf("typeface %s: %w", name, err)
	}
	return data, nil
}

// Languages returns the languages that the window speaks, as the names of their
// folders below translations: en, de, pt-BR.
func Languages() []string {
	return names(translationFiles, "translations", "")
}

// Translations returns the files of one language, each an object of messages in
// the form of go-i18n. One file a screen, so that people who work on different
// screens do not get in each other's way.
func Translations(language string) ([][]byte, error) {
	dir := path.Join("translations", language)
	var files [][]byte
	for _, name := range names(translationFiles, dir, ".json") {
		data, err := translationFiles.ReadFile(path.Join(dir, name+".json"))
		if err != nil {
			return nil, fmt.Errorf("translations of %s: %w", language, err)
		}
		files = append(files, data)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("translations of %s: %w", language, fs.ErrNotExist)
	}
	return files, nil
}

// names lists a folder that is part of the program; it is never missing.
func names(files embed.FS, dir, suffix string) []string {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), suffix); ok {
			found = append(found, name)
		}
	}
	return found
}
