package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Kind says what is the matter with a settings file.
type Kind int

// What can be the matter.
const (
	Damaged    Kind = iota // set aside, the program starts with its defaults
	Newer                  // of a newer version: what is understood counts, nothing is written
	Unreadable             // cannot be read or set aside: defaults count, nothing is written
)

// Notice tells the user why the settings are not as they were left. It is not an
// error: the program goes on.
type Notice struct {
	Kind  Kind
	Path  string // the settings file
	Aside string // where a damaged file lies now
	Err   error  // the cause, nil for Newer
}

// String is a sentence that says what happened and what to do.
func (n *Notice) String() string {
	switch n.Kind {
	case Damaged:
		return fmt.Sprintf("The settings could not be read and Kinora begins with its defaults; the old file lies in %s.", n.Aside)
	case Newer:
		return fmt.Sprintf("The settings in %s are of a newer Kinora; changes that you make now are forgotten when it closes. Install that version to keep them.", n.Path)
	default:
		return fmt.Sprintf("The settings in %s cannot be read (%v); changes that you make now are forgotten when Kinora closes. Check who may read that file.", n.Path, n.Err)
	}
}

// read returns what the file holds, never nil.
func read(path string) (map[string]json.RawMessage, *Notice) {
	none := map[string]json.RawMessage{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	if err != nil {
		return none, &Notice{Kind: Unreadable, Path: path, Err: err}
	}
	var values map[string]json.RawMessage
	var version int
	err = json.Unmarshal(data, &values)
	if err == nil {
		err = json.Unmarshal(values[versionKey], &version)
	}
	if err != nil {
		return none, setAside(path, err)
	}
	if version > Version {
		return values, &Notice{Kind: Newer, Path: path}
	}
	return values, nil
}

// setAside gives a damaged file a name of its own, so that what can be saved
// from it by hand is still there.
func setAside(path string, cause error) *Notice {
	for n := 1; n <= 99; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", path, n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		if err := os.Rename(path, aside); err != nil {
			return &Notice{Kind: Unreadable, Path: path, Err: errors.Join(cause, err)}
		}
		return &Notice{Kind: Damaged, Path: path, Aside: aside, Err: cause}
	}
	return &Notice{Kind: Unreadable, Path: path, Err: cause}
}
