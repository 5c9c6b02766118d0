//go:build unix

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// shell runs a line of sh in a folder; "$@" in it is the program and arguments.
func shell(t *testing.T, dir, line string, args ...string) said {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", append([]string{"-c", line, "sh", os.Args[0]}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"=1")
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	if failed := cmd.Run(); failed != nil && cmd.ProcessState == nil {
		t.Fatal(failed)
	}
	return said{cmd.ProcessState.ExitCode(), out.String(), err.String()}
}

// TestUnwritableOutput: a result that cannot be told is an error, wherever the
// program prints one, and nothing is made where that is known at once.
func TestUnwritableOutput(t *testing.T) {
	if _, err := os.Stat("/dev/full"); errors.Is(err, fs.ErrNotExist) {
		t.Fatal("this system has no /dev/full; run the tests where there is one")
	}
	pack := tinyPack(t, "ltx20")
	for name, c := range map[string]struct {
		args []string
		left []string
	}{
		"nothing": {nil, nil}, "help": {[]string{"--help"}, nil}, "version": {[]string{"version"}, nil},
		"styles": {[]string{"render", "--style", "list"}, nil},
		"plan":   {append(tiny(pack, "clip.mp4"), "--plan"), nil},
		"events": {append(tiny(pack, "clip.mp4"), "--json"), nil},
		"result": {tiny(pack, "clip.mp4"), []string{"clip.mp4"}},
	} {
		dir := t.TempDir()
		s := shell(t, dir, `"$@" >/dev/full`, c.args...)
		if s.code != exitNoRoom {
			t.Errorf("%s: exit code %d", name, s.code)
		}
		sentence(t, s, "standard output cannot be written: the disk is full", "free some space")
		holds(t, dir, c.left...)
	}
	s := shell(t, t.TempDir(), `"$@" >/dev/full`, "render", "--json")
	if s.code != exitBadInput {
		t.Errorf("exit code %d", s.code)
	}
	sentence(t, s, "the prompt is empty", "what the clip shows")
}

// TestReaderGone: a reader that has seen enough is no error to talk about.
func TestReaderGone(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	for _, args := range [][]string{{"render", "--help"}, append(tiny(pack, "clip.mp4"), "--json", "--frames", "49")} {
		s := shell(t, dir, `{ "$@"; echo $? >&2; } | head -n 1`, args...)
		if strings.Count(s.out, "\n") != 1 || s.err != "130\n" && s.err != "0\n" {
			t.Errorf("%q: %q, %q", args, s.out, s.err)
		}
	}
	s := shell(t, dir, `{ "$@"; } 2>&1 | head -n 1`, append(tiny(pack, "clip.mp4"), "--frames", "49")...)
	if s.out != "loading\n" {
		t.Errorf("%q", s.out)
	}
	holds(t, dir)
}

// TestSystemLimits: what the system withholds is said in a sentence of its own,
// and nothing is left.
func TestSystemLimits(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for name, c := range map[string]struct {
		limit, file string
		args        []string
		words, hint string
	}{
		"open files": {"ulimit -n 13", "clip.mp4", nil, "open no more files", "ulimit -n"},
		"sound":      {"ulimit -f 20", "clip.png", []string{"--frames", "97"}, "larger than this system allows", "ulimit -f"},
		"picture":    {"ulimit -f 60", "clip.mkv", []string{"--frames", "25", "--no-audio"}, "larger than this system allows", "ulimit -f"},
		"frames":     {"ulimit -f 2", "clip.png", []string{"--no-audio"}, "larger than this system allows", "ulimit -f"},
	} {
		dir := t.TempDir()
		s := shell(t, dir, c.limit+`; "$@"`, append(tiny(pack, c.file), c.args...)...)
		if s.code != exitNoRoom {
			t.Errorf("%s: exit code %d", name, s.code)
		}
		sentence(t, s, c.words, c.hint)
		holds(t, dir)
	}
}

// TestRelativeHome: where the user's files are is never below the folder that
// the program runs in.
func TestRelativeHome(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for _, line := range []string{
		`HOME=here XDG_CACHE_HOME=cache XDG_DATA_HOME=data "$@"`,
		`unset HOME; XDG_CACHE_HOME=cache "$@"`,
	} {
		dir := t.TempDir()
		s := shell(t, dir, line, tiny(pack, "clip.wav")...).must(t)
		if s.code != exitDone {
			t.Error(s.err)
		}
		holds(t, dir, "clip.wav")
		s = shell(t, dir, line, "render", "a fox", "--pack", "none", "-o", "b.wav")
		sentence(t, s, `no pack named "none"`, "")
		if strings.Contains(s.err, " here/") || strings.Contains(s.err, " data/") {
			t.Error(s.err)
		}
	}
}

// TestPipesAreNotWaitedFor: a pipe that nobody writes to is refused as a source.
func TestPipesAreNotWaitedFor(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	for _, ending := range []string{".wav", ".png", ".mkv"} {
		path := filepath.Join(dir, "pipe"+ending)
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, flag := range []string{"--from", "--image", "--reference", "--audio", "--voice", "--footage", "--lora"} {
			args := []string{"render", "a fox", flag, path, "--pack", pack, "--plan"}
			if flag == "--from" {
				args = slices.Delete(args, 1, 2)
			}
			s := kinora(t, args...)
			if s.code != exitBadInput {
				t.Errorf("%s %s: exit code %d", flag, path, s.code)
			}
			sentence(t, s, "is a device or a pipe", "name a file")
		}
	}
}

// TestForceIsForFiles: --force replaces what a link leads to, and neither pipe,
// device nor folder.
func TestForceIsForFiles(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put(t, at("real.wav"), []byte("mine"))
	if err := errors.Join(
		syscall.Mkfifo(at("pipe.wav"), 0o600), os.Symlink(os.DevNull, at("null.wav")), os.Mkdir(at("folder.wav"), 0o700),
		os.Symlink("real.wav", at("link.wav")),
	); err != nil {
		t.Fatal(err)
	}
	want := names(t, dir)
	for name, words := range map[string]string{"pipe.wav": "not a file", "null.wav": "not a file", "folder.wav": "is a folder"} {
		s := render(t, pack, at(name), "--force")
		if s.code != exitBadInput {
			t.Errorf("%s: exit code %d", name, s.code)
		}
		sentence(t, s, words, "another name")
	}
	render(t, pack, at("link.wav"), "--force").must(t)
	if target, err := os.Readlink(at("link.wav")); err != nil || target != "real.wav" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if data, err := os.ReadFile(at("real.wav")); err != nil || !bytes.HasPrefix(data, []byte("RIFF")) {
		t.Errorf("the file was not replaced: %v", err)
	}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("%q became %q", want, got)
	}
}
