package xvfb

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Display is a running X server.
type Display struct {
	// Name is what DISPLAY has to hold, such as ":99".
	Name string
	cmd  *exec.Cmd
}

// Start starts a server with one screen of a size in pixels. The server itself
// picks a number that is free, so that several can run at the same time. It stays
// when the last program leaves it, and ends when ctx ends, or with Close.
func Start(ctx context.Context, width, height int) (*Display, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("no pipe to Xvfb: %w", err)
	}
	defer func() { _ = read.Close() }()
	cmd := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{write}
	// Xvfb removes its lock file when it is asked to end, not when it is killed.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	err = cmd.Start()
	if closed := write.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("starting Xvfb failed; install it with: sudo apt install xvfb: %w", err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the X server Xvfb did not come up: %w", cmd.Wait())
	}
	return &Display{Name: ":" + strings.TrimSpace(number), cmd: cmd}, nil
}

// Environ returns the environment for a program that shows its windows there, and
// nowhere else.
func (d *Display) Environ() []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DISPLAY=") && !strings.HasPrefix(v, "WAYLAND_DISPLAY=") {
			env = append(env, v)
		}
	}
	return append(env, "DISPLAY="+d.Name, "LIBGL_ALWAYS_SOFTWARE=1")
}

// Close ends the server. Programs that still have windows there lose them.
func (d *Display) Close() error {
	if err := d.cmd.Cancel(); err != nil {
		return fmt.Errorf("ending Xvfb failed: %w", err)
	}
	if err := d.cmd.Wait(); err != nil && !d.cmd.ProcessState.Exited() {
		return fmt.Errorf("the X server Xvfb ended badly: %w", err)
	}
	return nil
}
