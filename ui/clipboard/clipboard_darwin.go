package clipboard

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

// fileScript prints the path of the file that was copied.
const fileScript = `POSIX path of (the clipboard as «class furl»)`

// pictureScript writes the picture that was copied to the file that it is told.
var pictureScript = []string{
	"-e", `on run argv`,
	"-e", `set picture to the clipboard as «class PNGf»`,
	"-e", `set target to open for access POSIX file (item 1 of argv) with write permission`,
	"-e", `write picture to target`,
	"-e", `close access target`,
	"-e", `end run`,
}

func read(ctx context.Context) (Content, error) {
	var c Content
	file, err := run(ctx, exec.CommandContext(ctx, "osascript", "-e", fileScript))
	if err != nil {
		return c, err
	}
	if c.Files = Paths(string(file)); len(c.Files) > 0 {
		return c, nil
	}
	folder, err := os.MkdirTemp("", "kinora-clipboard-")
	if err != nil {
		return c, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary folder
	path := filepath.Join(folder, "picture.png")
	if _, err := run(ctx, exec.CommandContext(ctx, "osascript", append(pictureScript[:len(pictureScript):len(pictureScript)], path)...)); err != nil {
		return c, err
	}
	return pictureIn(path)
}
