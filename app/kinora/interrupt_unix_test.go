//go:build unix

package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// child starts the program as a process of its own, with its own process group
// as a shell does.
func child(t *testing.T, args ...string) (cmd *exec.Cmd, lines *bufio.Scanner, out io.Closer) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(stdout), stdout
}

// code waits for a process and returns its exit code, -1 for a signal.
func code(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

// TestInterrupt: Ctrl-C goes to the program and to ffmpeg alike; whenever it
// comes, only complete clips are left.
func TestInterrupt(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for name, c := range map[string]struct {
		words string // of the event at which it comes
		args  []string
		left  []string
		with  syscall.Signal
	}{
		"load":        {`"phase":"load"`, nil, nil, syscall.SIGINT},
		"sampling":    {`"phase":"sample","step":1`, []string{"--steps", "500"}, nil, syscall.SIGINT},
		"decoding":    {`"phase":"decode","step":2,`, []string{"--frames", "97", "--scale", "8"}, nil, syscall.SIGINT},
		"writing":     {`"phase":"encode"`, []string{"--frames", "49", "--scale", "6"}, nil, syscall.SIGINT},
		"second take": {`"take":2,"phase":"decode"`, []string{"--takes", "3", "--frames", "49"}, []string{"clip_T01.mp4"}, syscall.SIGINT},
		"terminated":  {`"phase":"decode","step":2,`, []string{"--frames", "97", "--scale", "8"}, nil, syscall.SIGTERM},
		"hung up":     {`"phase":"decode","step":2,`, []string{"--frames", "97", "--scale", "8"}, nil, syscall.SIGHUP},
		"quit":        {`"phase":"decode","step":2,`, []string{"--frames", "97", "--scale", "8"}, nil, syscall.SIGQUIT},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cmd, lines, _ := child(t, append(tiny(pack, filepath.Join(dir, "clip.mp4")), append(c.args, "--json")...)...)
			var last string
			sent := false
			for lines.Scan() {
				last = lines.Text()
				if !sent && strings.Contains(last, c.words) {
					sent = true
					if err := syscall.Kill(-cmd.Process.Pid, c.with); err != nil {
						t.Error(err)
					}
				}
			}
			if got := code(t, cmd); got != exitCancelled || !sent {
				t.Errorf("exit code %d after %s", got, last)
			}
			if all := events(t, last+"\n"); all[0].Event != "error" || all[0].Code != exitCancelled {
				t.Errorf("the last event is %s", last)
			}
			if got := names(t, dir); !slices.Equal(got, c.left) {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

// TestClosedPipe: a reader that goes away ends the program as Ctrl-C does.
func TestClosedPipe(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	cmd, lines, out := child(t, append(tiny(pack, filepath.Join(dir, "clip.mp4")), "--json", "--frames", "97", "--scale", "8")...)
	for lines.Scan() && !strings.Contains(lines.Text(), `"phase":"decode"`) {
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if got := code(t, cmd); got != exitCancelled {
		t.Errorf("exit code %d", got)
	}
	holds(t, dir)
}
