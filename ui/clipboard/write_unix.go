//go:build !windows && !darwin

package clipboard

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// write hands the file to a program that offers it until something else is copied.
func write(ctx context.Context, path string) error {
	const kind = "text/uri-list"
	cmd := exec.CommandContext(ctx, "xclip", "-selection", "clipboard", "-in", "-target", kind)
	if tool, err := exec.LookPath("wl-copy"); err == nil && os.Getenv("WAYLAND_DISPLAY") != "" {
		cmd = exec.CommandContext(ctx, tool, "--type", kind)
	} else if _, err := exec.LookPath("xclip"); err != nil {
		return ErrNoTool
	}
	cmd.Stdin = strings.NewReader(address(path) + "\r\n")
	return put(cmd)
}
