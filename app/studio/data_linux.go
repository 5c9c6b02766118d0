package studio

import (
	"os"
	"path/filepath"
)

// dataFolder is where programs keep the user's data by the XDG base directory
// specification, or nothing.
func dataFolder() string {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return data
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "share")
}
