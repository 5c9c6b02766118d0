//go:build !windows && !darwin

package clipboard

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// fileTypes are those by which file managers copy files.
var fileTypes = []string{"x-special/gnome-copied-files", "text/uri-list"}

// pictureTypes are those of pictures, the one that loses least first.
var pictureTypes = []struct{ name, ending string }{
	{"image/png", ".png"},
	{"image/tiff", ".tif"},
	{"image/bmp", ".bmp"},
	{"image/webp", ".webp"},
	{"image/avif", ".avif"},
	{"image/jpeg", ".jpg"},
}

// tool is a program that reads the clipboard.
type tool struct {
	list func(context.Context) *exec.Cmd         // prints the types, one a line
	get  func(context.Context, string) *exec.Cmd // prints what was copied as one of them
}

func find() (tool, error) {
	if path, err := exec.LookPath("wl-paste"); err == nil && os.Getenv("WAYLAND_DISPLAY") != "" {
		return tool{
			list: func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, path, "--list-types") },
			get: func(ctx context.Context, kind string) *exec.Cmd {
				return exec.CommandContext(ctx, path, "--no-newline", "--type", kind)
			},
		}, nil
	}
	if path, err := exec.LookPath("xclip"); err == nil {
		get := func(ctx context.Context, kind string) *exec.Cmd {
			return exec.CommandContext(ctx, path, "-selection", "clipboard", "-out", "-target", kind)
		}
		return tool{list: func(ctx context.Context) *exec.Cmd { return get(ctx, "TARGETS") }, get: get}, nil
	}
	return tool{}, ErrNoTool
}

func read(ctx context.Context) (Content, error) {
	var c Content
	t, err := find()
	if err != nil {
		return c, err
	}
	listed, err := run(ctx, t.list(ctx))
	if err != nil {
		return c, err
	}
	types := strings.Fields(string(listed))
	for _, kind := range fileTypes {
		if !slices.Contains(types, kind) {
			continue
		}
		text, err := run(ctx, t.get(ctx, kind))
		if err != nil {
			return c, err
		}
		if c.Files = Paths(string(text)); len(c.Files) > 0 {
			return c, nil
		}
	}
	for _, kind := range pictureTypes {
		if slices.Contains(types, kind.name) {
			c.Ending = kind.ending
			c.Picture, err = run(ctx, t.get(ctx, kind.name))
			return c, err
		}
	}
	return c, nil
}
