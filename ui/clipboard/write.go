package clipboard

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
)

// Write copies a file as file managers do, so that they and other programs can paste
// it. Where the program is missing that can do that it is ErrNoTool.
func Write(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return write(ctx, path)
}

// address is a path as file managers copy it.
func address(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// put runs a command that copies.
func put(cmd *exec.Cmd) error {
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the clipboard did not take the file: %w", err)
	}
	return nil
}
