// Package config reads and checks the config.json of a model's component.
//
// A component declares a struct whose fields hold the public class's defaults,
// reads the file over them, and then checks every value it is going to use. A
// key that is absent or null keeps its default.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// limit bounds the file: public ones have a few kilobytes.
const limit = 8 << 20

// The hints of this package.
const (
	again = "copy or download the file again"
	known = "use a model that this version knows, or download it again"
)

// Read decodes the JSON file at path over the values that into points to. Keys
// that into has no field for are left out: the classes of transformers keep
// whatever they are given, so that public files hold much that means nothing.
func Read(path string, into any) error {
	text, err := load(path)
	if err != nil {
		return err
	}
	return Decode(path, text, into)
}

// ReadClass is Read for the config.json in the folder dir of a component that a
// class of diffusers describes, and returns a check of that file. Another class
// is a fault, and so is a key that into, a pointer to a struct, has no field for:
// it would change what the model computes. Keys that begin with an underscore
// say how the file came to be.
func ReadClass(dir, class string, into any) (*Check, error) {
	check := &Check{Path: filepath.Join(dir, "config.json")}
	text, err := load(check.Path)
	if err != nil {
		return check, err
	}
	var head head
	var keys map[string]json.RawMessage
	if err := Decode(check.Path, text, &keys); err != nil {
		return check, err
	}
	if err := Decode(check.Path, text, &head); err != nil {
		return check, err
	}
	if head.Class != class {
		check.Reject("_class_name", fmt.Sprintf("%q", head.Class), "must be "+class)
		return check, check.Err()
	}
	fields := fieldsOf(into)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !strings.HasPrefix(key, "_") && !slices.Contains(fields, key) {
			return check, engine.Bad(known, "%s: the key %q is not one that %s has", check.Path, key, class)
		}
	}
	return check, Decode(check.Path, text, into)
}

type head struct {
	Class string `json:"_class_name"`
}

// Class returns the name of the class in the config.json of a folder.
func Class(dir string) (string, error) {
	var head head
	err := Read(filepath.Join(dir, "config.json"), &head)
	return head.Class, err
}

// fieldsOf returns the keys of a struct that into points to, embedded ones
// included.
func fieldsOf(into any) []string {
	var keys []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(into).Elem()) {
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, engine.Bad("check that the model folder is complete", "the configuration %s cannot be opened: %w", path, err)
	}
	if info.IsDir() || info.Size() > limit {
		return nil, engine.Bad(again, "%s is not a configuration file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, engine.Bad("check the file's permissions", "the configuration %s cannot be read: %w", path, err)
	}
	return text, nil
}

// Decode is Read for text that was read from path, or a part of it.
func Decode(path string, text []byte, into any) error {
	err := json.Unmarshal(text, into)
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return engine.Bad(again, "%s holds a %s and no settings", path, kind.Value)
	case errors.As(err, &kind):
		return engine.Bad(again, "%s: the key %q holds a %s, which does not fit there", path, keyOf(into, kind.Field), kind.Value)
	case err != nil:
		return engine.Bad(again, "%s is not JSON: %w", path, err)
	}
	return nil
}

// keyOf takes the names of embedded structs, of which a file knows nothing, from
// the front of a path to a field.
func keyOf(into any, path string) string {
	for at := reflect.TypeOf(into).Elem(); at.Kind() == reflect.Struct; {
		name, rest, _ := strings.Cut(path, ".")
		field, ok := at.FieldByName(name)
		if !ok || !field.Anonymous {
			break
		}
		path, at = rest, field.Type
	}
	return path
}
