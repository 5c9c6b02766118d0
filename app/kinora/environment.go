package main

import (
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
)

// findOurFolder lets the programs that come with this one, such as ffmpeg, be
// found in its folder, after those that the user has on the path.
func findOurFolder() {
	self, err := os.Executable()
	if err != nil {
		return
	}
	folders := filepath.SplitList(os.Getenv("PATH"))
	if dir := filepath.Dir(self); !slices.Contains(folders, dir) {
		_ = os.Setenv("PATH", strings.Join(append(folders, dir), string(filepath.ListSeparator)))
	}
}

// tidyEnvironment makes the variables that say where a user's files are mean the
// same everywhere, in this program and in those that it starts. The XDG base
// directory specification ignores paths that are relative; a home that is one
// would put caches into whatever folder the program runs in.
func tidyEnvironment() {
	for _, name := range []string{"XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} {
		if path := os.Getenv(name); path != "" && !filepath.IsAbs(path) {
			_ = os.Unsetenv(name) // fails for names that no system allows
		}
	}
	home, err := os.UserHomeDir()
	if err == nil && filepath.IsAbs(home) {
		return
	}
	if who, err := user.Current(); err == nil && filepath.IsAbs(who.HomeDir) {
		_ = os.Setenv("HOME", who.HomeDir)
		return
	}
	_ = os.Unsetenv("HOME")
}
