package create

import (
	"context"
	"os/exec"
)

// revealFile has the Finder show a file.
func revealFile(ctx context.Context, path string) error {
	if exec.CommandContext(ctx, "open", "-R", path).Run() != nil {
		return openFolder(path)
	}
	return nil
}
