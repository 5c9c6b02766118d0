//go:build !nowindow

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDropCutPreferences(t *testing.T) {
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	path := filepath.Join(config, "fyne", appID, "preferences.json")
	dropCutPreferences() // of a user who has none
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for text, stays := range map[string]bool{`{"a":1}`: true, "": false, `{"a":`: false} {
		put(t, path, []byte(text))
		dropCutPreferences()
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("preferences %q: %v", text, err)
		}
	}
}
