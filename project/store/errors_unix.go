//go:build unix

package store

import (
	"errors"
	"syscall"
)

// isFull recognises a full disk, a used-up quota, and a limit on sizes of files.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
