//go:build !linux

package worker

import (
	"os"
	"runtime/debug"
)

// LimitMemory limits what Go allocates in this process; the rest is limited by
// whoever started it, where the system can.
func LimitMemory(bytes int64) error {
	debug.SetMemoryLimit(bytes)
	return nil
}

// TakeStdout returns the standard output for the worker's lines.
func TakeStdout() (*os.File, error) { return os.Stdout, nil }

// Yield makes this process the first to be killed when memory runs out, where
// the system can be told.
func Yield() {}
