// Package settings reads the config.json of a model part more strictly than
// package config: of one class, and without keys that nobody knows.
package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/config"
)

const hint = "copy or download the model again, or update Kinora"

// Class returns the class name in the config.json of a folder.
func Class(dir string) (string, error) {
	var head struct {
		Class string `json:"_class_name"`
	}
	err := config.Read(filepath.Join(dir, "config.json"), &head)
	return head.Class, err
}

// Read fills into from the config.json of a folder and returns the file's path.
// Absent and null entries keep what into holds, which are the public class's
// defaults. An unknown entry, one of the wrong type and another class are faults.
func Read(dir, class string, into any) (string, error) {
	path := filepath.Join(dir, "config.json")
	have, err := Class(dir)
	if err != nil {
		return path, err
	}
	if have != class {
		return path, engine.Bad(hint, "%s describes the class %q, not %q", path, have, class)
	}
	var raw map[string]json.RawMessage
	if err := config.Read(path, &raw); err != nil {
		return path, err
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

// Checker collects the first value of a config.json that cannot be used.
type Checker struct{ config.Check }

// NewChecker returns a checker for the file at path.
func NewChecker(path string) *Checker { return &Checker{config.Check{Path: path}} }

// Reject notes a value that is not supported; why is a phrase such as "is too
// short for the window".
func (c *Checker) Reject(key string, value any, why string) { c.Need(false, key, value, why) }

// Range asks for lo <= value <= hi.
func (c *Checker) Range(key string, value, lo, hi int64) {
	if value < lo || value > hi {
		c.Reject(key, value, fmt.Sprintf("must be from %d to %d", lo, hi))
	}
}

// Choice asks for one of several spellings.
func (c *Checker) Choice(key, value string, known ...string) {
	if !slices.Contains(known, value) {
		c.Reject(key, value, "must be one of "+strings.Join(known, ", "))
	}
}
