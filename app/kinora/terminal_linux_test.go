package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal opens a pseudo-terminal of a width and returns both ends.
func terminal(t *testing.T, width uint16) (program, person *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(person.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: width}); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return program, person
}

// TestDumbTerminal: where nothing can be redrawn there are plain lines, and no
// terminal is sent colours.
func TestDumbTerminal(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for kind, redrawn := range map[string]bool{"dumb": false, "xterm": true} {
		t.Setenv("TERM", kind)
		t.Setenv("NO_COLOR", "1")
		program, person := terminal(t, 80)
		shown := make(chan string)
		go func() { // ends when the program's end is closed
			text, _ := io.ReadAll(person)
			shown <- string(text)
		}()
		run(t.Context(), tiny(pack, filepath.Join(t.TempDir(), "clip.wav")), streams{program, program})
		_ = program.Close()
		text := <-shown
		_ = person.Close()
		if strings.Contains(text, "\x1b") != redrawn || strings.Contains(text, "\x1b[3") || !strings.Contains(text, "imagining") {
			t.Errorf("%s: %q", kind, text)
		}
	}
}

// TestTerminal: one line with a bar, phase, step and time left is redrawn, never
// wider than the terminal, and gone at the end.
func TestTerminal(t *testing.T) {
	t.Setenv("TERM", "xterm")
	pack := tinyPack(t, "ltx20")
	for _, width := range []uint16{80, 40, 12} {
		program, person := terminal(t, width)
		shown := make(chan string)
		go func() { // ends when the program's end is closed
			text, _ := io.ReadAll(person)
			shown <- string(text)
		}()
		path := filepath.Join(t.TempDir(), "clip.mp4")
		code := run(t.Context(), tiny(pack, path), streams{program, program})
		_ = program.Close()
		text := <-shown
		_ = person.Close()
		if code != exitDone || !strings.HasSuffix(text, "seed 7)\r\n") || strings.Count(text, "\n") != 1 {
			t.Errorf("code %d: %q", code, text)
		}
		for _, words := range []string{"imagining 1 of 2, ", " left", "pictures 9 of 9", "writing"} {
			if !strings.Contains(text, words) && width == 80 {
				t.Errorf("%q is never shown: %q", words, text)
			}
		}
		if strings.Contains(text, "━") != (width == 80) {
			t.Errorf("%d columns: %q", width, text)
		}
		for _, line := range strings.Split(text, "\r\x1b[K") {
			if n := len([]rune(line)); n >= int(width) && !strings.Contains(line, path) {
				t.Errorf("%d columns hold %d: %q", width, n, line)
			}
		}
	}
}
