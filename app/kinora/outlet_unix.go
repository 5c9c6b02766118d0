//go:build unix

package main

import (
	"errors"
	"syscall"
)

// readerGone recognises a pipe that nobody reads any more.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }

// diskFull recognises a disk or a quota that is used up.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
