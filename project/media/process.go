package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// program finds ffmpeg or ffprobe in PATH, or beside our own executable, where
// installers put them.
func program(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err == nil {
		return path, nil
	}
	if self, selfErr := os.Executable(); selfErr == nil {
		beside := filepath.Join(filepath.Dir(self), name)
		if found, lookErr := exec.LookPath(beside); lookErr == nil {
			return found, nil
		}
	}
	return "", noFFmpeg(name, err)
}

// tail keeps the end of what a child process says, for the error message.
type tail struct{ data []byte }

func (t *tail) Write(p []byte) (int, error) {
	const keep = 8 << 10
	t.data = append(t.data, p...)
	if len(t.data) > keep {
		t.data = append(t.data[:0], t.data[len(t.data)-keep:]...)
	}
	return len(p), nil
}

// child is a running ffmpeg or ffprobe.
type child struct {
	cmd    *exec.Cmd
	ended  func() error // the context's error
	stderr tail
	about  string // the file that a message should name
}

// newChild prepares a program that dies with the context.
func newChild(ctx context.Context, name, about string, args ...string) (*child, error) {
	path, err := program(name)
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.CommandContext(ctx, path, args...), ended: ctx.Err, about: about}
	c.cmd.Stderr = &c.stderr
	c.cmd.WaitDelay = 5 * time.Second
	dieWithUs(c.cmd)
	// Messages are searched for the operating system's words.
	c.cmd.Env = append(os.Environ(), "LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1")
	return c, nil
}

// failure explains how the process ended: nil, the context's error, or a
// sentence. ffmpeg can end with status 0 after a full disk cut the last bytes.
func (c *child) failure(err error) error {
	if ctxErr := c.ended(); ctxErr != nil {
		return ctxErr
	}
	said := string(c.stderr.data)
	if isFull(err, said) {
		return full(c.about, err)
	}
	if isTooLarge(err, said) {
		return tooLarge(c.about, err)
	}
	if err == nil {
		return nil
	}
	return &Error{
		Kind: ErrInternal, Err: err,
		What: fmt.Sprintf("%s failed on %s: %s", filepath.Base(c.cmd.Path), c.about, lastLine(said, err)),
	}
}

func lastLine(said string, err error) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if line := strings.TrimSpace(lines[len(lines)-1]); line != "" {
		return line
	}
	return err.Error()
}

// run waits for a program that reads nothing and returns what it prints.
func run(ctx context.Context, name, about string, args ...string) ([]byte, error) {
	c, err := newChild(ctx, name, about, args...)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	c.cmd.Stdout = &out
	err = c.failure(c.cmd.Run())
	return out.Bytes(), err
}

// stream starts a program and hands its output to read; an error of read ends
// the program and is returned.
func stream(ctx context.Context, name, about string, args []string, read func(io.Reader) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c, err := newChild(ctx, name, about, args...)
	if err != nil {
		return err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return fileError("starting ffmpeg for", about, err)
	}
	if err := c.cmd.Start(); err != nil {
		return fileError("starting ffmpeg for", about, err)
	}
	readErr := read(out)
	if readErr != nil {
		outer := ctx.Err()
		stop()
		_ = c.cmd.Wait()
		if outer != nil {
			return outer
		}
		return readErr
	}
	return c.failure(c.cmd.Wait())
}

// quiet are the options that every ffmpeg call begins with.
func quiet(args ...string) []string {
	return append([]string{"-hide_banner", "-nostdin", "-loglevel", "error", "-xerror", "-y"}, args...)
}
