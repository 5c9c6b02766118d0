package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrNoTool says that the program is missing which reads more than text.
var ErrNoTool = errors.New("no program reads pictures from the clipboard")

// ErrTooLarge says that what was copied is no picture that anybody means to paste.
var ErrTooLarge = errors.New("what was copied is too large")

// Content is what was copied: files, or a picture, or neither.
type Content struct {
	Files   []string // paths
	Picture []byte   // as in a file; nil for none
	Ending  string   // of such a file: .png
}

const (
	patience = 10 * time.Second // with the program that was copied from
	mostRead = 256 << 20        // bytes
)

// Read returns what was copied. A clipboard with neither files nor a picture in it
// is empty, and no error; that it cannot be asked is ErrNoTool.
func Read(ctx context.Context) (Content, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return read(ctx)
}

// Paths finds files in a text: paths or file addresses, one a line, as file managers
// copy them. A line that is neither makes it a text like any other, without files;
// what a file manager says of its own before them does not count.
func Paths(text string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		line = strings.Trim(strings.TrimSpace(line), `"'`)
		switch {
		case line == "", line == "copy", line == "cut", strings.HasPrefix(line, "x-special/"), strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "file:"):
			line = local(line)
		}
		if !filepath.IsAbs(line) {
			return nil
		}
		paths = append(paths, filepath.Clean(line))
	}
	return paths
}

// local is the path in a file address; empty where it names another machine.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" && u.Host != "localhost" {
		return ""
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // /C:/Users
		path = path[1:]
	}
	return filepath.FromSlash(path)
}

// run returns what a command prints. A command that fails has found nothing: it is
// how they say that the clipboard is empty.
func run(ctx context.Context, cmd *exec.Cmd) ([]byte, error) {
	var out bytes.Buffer
	cmd.Stdout = &limited{&out}
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	var failed *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("the program that was copied from does not answer: %w", ctx.Err())
	case out.Len() >= mostRead:
		return nil, ErrTooLarge
	case errors.As(err, &failed):
		return nil, nil
	}
	return out.Bytes(), err
}

// limited takes so much and no more.
type limited struct{ to *bytes.Buffer }

func (l *limited) Write(data []byte) (int, error) {
	if l.to.Len()+len(data) > mostRead {
		_, _ = l.to.Write(data[:mostRead-l.to.Len()]) // a buffer takes everything
		return 0, io.ErrShortWrite
	}
	return l.to.Write(data)
}
