package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed faults
var faultFiles embed.FS

// Faults returns what sentences on what went wrong are called in a language: by the
// English one as it stands in the code, with its verbs (%s), the translated one, in
// which %1 is the first of them. Those of English are what a window says otherwise
// than a terminal. A language that nobody has written them for has none.
func Faults(tag string) (map[string]string, error) {
	data, err := faultFiles.ReadFile("faults/" + tag + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all map[string]string
	if err == nil {
		err = json.Unmarshal(data, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("read the faults of %s: %w", tag, err)
	}
	return all, nil
}
