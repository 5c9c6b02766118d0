//go:build unix

package studio

import (
	"io/fs"
	"os"
	"syscall"
)

// private reports whether a folder is this user's, and closed to all others.
func private(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
