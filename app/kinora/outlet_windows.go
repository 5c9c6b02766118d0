package main

import (
	"errors"
	"slices"
	"syscall"

	"golang.org/x/sys/windows"
)

// readerGone recognises a pipe that nobody reads any more.
func readerGone(err error) bool {
	return isOne(err, windows.ERROR_BROKEN_PIPE, windows.ERROR_NO_DATA, windows.ERROR_PIPE_NOT_CONNECTED)
}

// diskFull recognises a disk or a quota that is used up.
func diskFull(err error) bool {
	return isOne(err, windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

func isOne(err error, codes ...syscall.Errno) bool {
	code := syscall.Errno(0)
	return errors.As(err, &code) && slices.Contains(codes, code)
}
