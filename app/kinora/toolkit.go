//go:build !nowindow

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// dropCutPreferences removes the window toolkit's own preferences where a kill cut
// them off while they were written, since it would print an error of a file that
// the user has never heard of. Nothing of Kinora's is kept there.
func dropCutPreferences() {
	config, err := os.UserConfigDir()
	if err != nil {
		return
	}
	path := filepath.Join(config, "fyne", appID, "preferences.json")
	if data, err := os.ReadFile(path); err == nil && !json.Valid(data) {
		_ = os.Remove(path) // if it cannot be, the toolkit complains, and no more
	}
}
