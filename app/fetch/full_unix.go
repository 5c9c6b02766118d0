//go:build unix

package fetch

import (
	"errors"
	"syscall"
)

// full reports whether a disk, or what its user may write on it, is used up.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
