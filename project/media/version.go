package media

import (
	"context"
	"strings"
)

// Programs are those that pictures and sound are read and written with.
func Programs() []string { return []string{"ffmpeg", "ffprobe"} }

// Version finds one of Programs and returns where it is and which version it says
// that it is. One that is missing is an error with what to do about it.
func Version(ctx context.Context, name string) (path, version string, err error) {
	if path, err = program(name); err != nil {
		return "", "", err
	}
	said, err := run(ctx, name, path, "-version")
	if err != nil {
		return path, "", err
	}
	// ffmpeg version 7.1.1 Copyright (c) 2000-2025 the FFmpeg developers
	line, _, _ := strings.Cut(string(said), "\n")
	if words := strings.Fields(line); len(words) > 2 && words[1] == "version" {
		version = words[2]
	}
	return path, version, nil
}
