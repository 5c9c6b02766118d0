//go:build !nowindow

package main

import "os"

// videosFolder is what this system calls the folder of the user's videos.
const videosFolder = "Videos"

// hasDisplay reports whether a window can be shown.
func hasDisplay() bool {
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
