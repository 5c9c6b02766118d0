package fetch

import (
	"os"
	"strings"
)

// Arrived returns how many bytes of a target are on the disk.
func Arrived(path string) int64 {
	if info, err := os.Stat(path); err == nil {
		return info.Size()
	}
	return Params{Path: path}.arrived()
}

// Reserved reports whether a target must not have a name: it is that of what lies
// beside another one.
func Reserved(name string) bool {
	return strings.HasSuffix(name, partEnding) || strings.HasSuffix(name, noteEnding)
}
