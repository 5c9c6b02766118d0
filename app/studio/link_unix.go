//go:build unix

package studio

import (
	"context"
	"os"
)

// linkFolder makes a link that leads to a folder.
func linkFolder(_ context.Context, dir, link string) error { return os.Symlink(dir, link) }
