// Package config reads and checks the config.json of a model's component.
//
// A component declares a struct whose fields hold the public class's defaults,
// reads the file over them, and then checks every value it is going to use. A
// key that is absent or null keeps its default.
package config

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/kinora-studio/kinora/engine"
)

// limit bounds the file: public ones have a few kilobytes.
const limit = 8 << 20

// Read decodes the JSON file at path over the values that into points to.
func Read(path string, into any) error {
	info, err := os.Stat(path)
	if err != nil {
		return engine.Bad("check that the model folder is complete", "the configuration %s cannot be opened: %w", path, err)
	}
	if info.IsDir() || info.Size() > limit {
		return engine.Bad("copy or download the file again", "%s is not a configuration file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return engine.Bad("check the file's permissions", "the configuration %s cannot be read: %w", path, err)
	}
	return Decode(path, text, into)
}

// Decode is Read for text that was read from path, or a part of it.
func Decode(path string, text []byte, into any) error {
	err := json.Unmarshal(text, into)
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return engine.Bad("copy or download the file again", "%s: the key %q holds a %s, which does not fit there", path, kind.Field, kind.Value)
	case err != nil:
		return engine.Bad("copy or download the file again", "%s is not JSON: %w", path, err)
	}
	return nil
}

// Check collects the first value of a file that cannot be used.
type Check struct {
	Path string // of the file, for messages
	err  error
}

// Need notes that key's value breaks rule, a phrase such as "must be even",
// unless ok holds.
func (c *Check) Need(ok bool, key string, value any, rule string) {
	if !ok && c.err == nil {
		c.err = engine.Bad("use a model that this version knows, or download it again", "%s: %q is %v, but it %s", c.Path, key, value, rule)
	}
}

// Size notes a count that is not from 1 to most.
func (c *Check) Size(key string, value, most int64) {
	if (value < 1 || value > most) && c.err == nil {
		c.err = engine.Bad("use a model that this version knows, or download it again", "%s: %q is %d, but it must be from 1 to %d", c.Path, key, value, most)
	}
}

// Positive notes a number that is not above zero and finite.
func (c *Check) Positive(key string, value float64) {
	c.Need(value > 0 && value <= 1e30, key, value, "must be a number above zero")
}

// Err returns the first value that cannot be used.
func (c *Check) Err() error { return c.err }
