//go:build !nowindow

package main

// videosFolder is what this system calls the folder of the user's videos.
const videosFolder = "Movies"

// hasDisplay reports whether a window can be shown: on this system always.
func hasDisplay() bool { return true }
