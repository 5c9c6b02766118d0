package fetch

import (
	"errors"

	"golang.org/x/sys/windows"
)

// full reports whether a disk is used up.
func full(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
