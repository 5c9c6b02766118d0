package hand

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/packaging/xvfb"
)

// ProgramParams say what is started, and for whom.
type ProgramParams struct {
	Display *xvfb.Display
	Path    string   // of the program
	Args    []string // after its name
	// Home is the folder of the user that the program sees, see Environ.
	Home   string
	Output *os.File // where its complaints go; nil for nowhere
}

// Program is a program with a window.
type Program struct {
	*Hand
	PID   int
	Begun time.Time // right before it was started
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // of the end, once ended is closed
}

// Start starts a program and waits for its window, whose title begins with a word.
// ctx is for the waiting; the program goes on until Quit or Kill.
func Start(ctx context.Context, p ProgramParams, word string) (*Program, error) {
	h, err := Open(p.Display.Name)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), p.Path, p.Args...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = Environ(p.Display, p.Home), p.Home, p.Output, p.Output
	started := &Program{Hand: h, cmd: cmd, ended: make(chan struct{}), Begun: time.Now()}
	if err := cmd.Start(); err != nil {
		h.Close()
		return nil, err
	}
	started.PID = cmd.Process.Pid
	go func() {
		started.err = cmd.Wait()
		close(started.ended)
	}()
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-started.ended:
			stop()
		case <-waiting.Done():
		}
	}()
	if err := h.Take(waiting, word); err != nil {
		return nil, errors.Join(err, started.Kill())
	}
	return started, nil
}

// Environ is the environment of a program on a display for a user who has just
// begun: nothing of the user who runs this is in its reach but the programs.
func Environ(display *xvfb.Display, home string) []string {
	var env []string
	for _, v := range display.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case name == "HOME", strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "DBUS_"), strings.HasPrefix(name, "LC_"), name == "LANG", name == "LANGUAGE":
		default:
			env = append(env, v)
		}
	}
	return append(env, "HOME="+home, "LANG=en_GB.UTF-8")
}

// Quit closes the window as its frame does, and waits until the program has ended.
func (p *Program) Quit(ctx context.Context) error {
	defer p.Close()
	if err := p.CloseWindow(); err != nil {
		return errors.Join(err, p.Kill())
	}
	select {
	case <-p.ended:
		return p.err
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("the program did not end when its window was closed: %w", ctx.Err()), p.Kill())
	}
}

// Kill ends the program at once. Its error is of no interest.
func (p *Program) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-p.ended
	return nil
}
