package clipboard

import (
	"context"
	"os/exec"
)

func write(ctx context.Context, path string) error {
	return put(exec.CommandContext(ctx, "osascript",
		"-e", `on run argv`, "-e", `set the clipboard to POSIX file (item 1 of argv)`, "-e", `end run`, path))
}
