package reveal

import (
	"context"
	"os/exec"
)

// File has the Finder show a file.
func File(ctx context.Context, path string) error {
	if exec.CommandContext(ctx, "open", "-R", path).Run() != nil {
		return openFolder(path)
	}
	return nil
}
