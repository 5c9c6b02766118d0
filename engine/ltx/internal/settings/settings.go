// Package settings reads the config.json of a model part.
package settings

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

const hint = "copy or download the model again, or update Kinora"

// sizeLimit bounds a config.json: the public ones have a few kilobytes.
const sizeLimit = 4 << 20

// Class returns the class name in the config.json of a folder.
func Class(dir string) (string, error) {
	raw, path, err := entries(dir)
	if err != nil {
		return "", err
	}
	var class string
	if text, ok := raw["_class_name"]; ok {
		if err := json.Unmarshal(text, &class); err != nil {
			return "", engine.Bad(hint, "%s: _class_name is not a string", path)
		}
	}
	return class, nil
}

// Read fills into from the config.json of a folder and returns the file's path.
// Absent and null entries keep what into holds, which are the public class's
// defaults. An unknown entry, one of the wrong type and another class are faults.
func Read(dir, class string, into any) (string, error) {
	raw, path, err := entries(dir)
	if err != nil {
		return path, err
	}
	have, err := Class(dir)
	if err != nil {
		return path, err
	}
	if have != class {
		return path, engine.Bad(hint, "%s describes the class %q, not %q", path, have, class)
	}
	for key := range raw {
		if strings.HasPrefix(key, "_") { // how the file came to be
			delete(raw, key)
		}
	}
	text, err := json.Marshal(raw)
	if err != nil {
		return path, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return path, engine.Bad(hint, "%s cannot be used: %w", path, err)
	}
	return path, nil
}

func entries(dir string) (map[string]json.RawMessage, string, error) {
	path := filepath.Join(dir, "config.json")
	info, err := os.Stat(path)
	if err != nil {
		return nil, path, engine.Bad("check that the model folder is complete", "%s cannot be opened: %w", path, err)
	}
	if info.Size() > sizeLimit || !info.Mode().IsRegular() {
		return nil, path, engine.Bad(hint, "%s is not a configuration file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, path, engine.Bad("check the file's permissions", "%s cannot be read: %w", path, err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, path, engine.Bad(hint, "%s is not JSON: %w", path, err)
	}
	return raw, path, nil
}

// Checker collects the first value of a config.json that cannot be used.
type Checker struct {
	Path string
	err  error
}

// Err returns the fault of the first value that cannot be used.
func (c *Checker) Err() error { return c.err }

// Reject records that a key has a value that is not supported, and why.
func (c *Checker) Reject(key string, value any, why string) {
	if c.err == nil {
		c.err = engine.Bad(hint, "%s: %s = %v %s", c.Path, key, value, why)
	}
}

// Range asks for lo <= value <= hi.
func (c *Checker) Range(key string, value, lo, hi int64) {
	if value < lo || value > hi {
		c.Reject(key, value, "is out of range")
	}
}

// Choice asks for one of several spellings.
func (c *Checker) Choice(key, value string, known ...string) {
	for _, k := range known {
		if value == k {
			return
		}
	}
	c.Reject(key, value, "is not supported; known are "+strings.Join(known, ", "))
}
