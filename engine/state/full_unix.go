//go:build !windows

package state

import (
	"errors"

	"golang.org/x/sys/unix"
)

// isFull recognises a disk or a quota that is used up.
func isFull(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }
