//go:build nowindow

package main

import "github.com/kinora-studio/kinora/engine"

type studioVerb struct {
	Project string `arg:"" optional:"" hidden:""`
}

// Run says that there is no window.
func (studioVerb) Run() error {
	return engine.Bad("use the commands that kinora --help lists, or a build with the window", "this build of Kinora has no window")
}

// hasDisplay reports whether a window can be shown.
func hasDisplay() bool { return false }
