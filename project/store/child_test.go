package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// startChild runs one of children as a process of its own. It returns the lines
// that it prints.
func startChild(t *testing.T, name string, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, bufio.NewScanner(out)
}

// expect reads lines until one begins with start, and returns the rest of it.
func expect(t *testing.T, lines *bufio.Scanner, start string) string {
	t.Helper()
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), start); ok {
			return rest
		}
		t.Log(lines.Text())
	}
	t.Fatalf("the child ended without saying %q", start)
	return ""
}

func init() {
	children["edit"] = func(args []string) error {
		s, err := Open(context.Background(), OpenParams{Path: args[0], Now: time.Now})
		if err != nil {
			return err
		}
		fmt.Println("open", os.Getpid())
		for i := 1; ; i++ {
			_, err := s.write.ExecContext(context.Background(), "INSERT INTO settings (key, value) VALUES (?, ?)", fmt.Sprintf("edit %06d", i), strings.Repeat("words ", 100))
			if err != nil {
				return err
			}
			fmt.Println("edit", i)
		}
	}
}
