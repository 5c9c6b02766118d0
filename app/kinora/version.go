package main

import (
	"fmt"
	goruntime "runtime"

	"github.com/kinora-studio/kinora/engine/runtime"
)

// version is the program's; packaging sets it when it builds.
var version = "0.1.0"

type versionVerb struct{}

// Run prints the versions that decide a result.
func (versionVerb) Run(s streams) error {
	_, err := fmt.Fprintf(s.out, "kinora %s (%s, %s/%s)\n", version, goruntime.Version(), goruntime.GOOS, goruntime.GOARCH)
	if err != nil {
		return err
	}
	if err := runtime.Load(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "onnxruntime %s (%s)\n", runtime.Version(), runtime.LibraryPath())
	return err
}
