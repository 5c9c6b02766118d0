package studio

import (
	"context"
	"os"
	"os/exec"
)

// linkFolder makes a link that leads to a folder: a junction where symbolic links
// are for administrators only.
func linkFolder(ctx context.Context, dir, link string) error {
	if err := os.Symlink(dir, link); err == nil {
		return nil
	}
	return exec.CommandContext(ctx, "cmd", "/c", "mklink", "/J", link, dir).Run()
}
