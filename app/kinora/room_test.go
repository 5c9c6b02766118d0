package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// listener does something when a line that holds certain words is printed.
type listener struct {
	bytes.Buffer
	words string
	do    func()
}

func (l *listener) Write(p []byte) (int, error) {
	if l.do != nil && strings.Contains(string(p), l.words) {
		l.do()
		l.do = nil
	}
	return l.Buffer.Write(p)
}

// TestFullDisk: a scratch file lies on the device that is always full; the clip
// ends with its own exit code and leaves nothing.
func TestFullDisk(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for scratch, file := range map[string]string{"finished.mp4": "clip.mp4", "1.png": "clip.png", "finished.wav": "clip.wav"} {
		dir := t.TempDir()
		moment := `"phase":"decode"`
		if file == "clip.wav" {
			moment = `"phase":"encode"`
		}
		var err bytes.Buffer
		out := &listener{words: moment, do: func() {
			folders, _ := filepath.Glob(filepath.Join(dir, ".kinora-*"))
			if len(folders) != 1 {
				t.Fatalf("scratch folders %q", folders)
			}
			if err := os.Symlink("/dev/full", filepath.Join(folders[0], scratch)); err != nil {
				t.Fatal(err)
			}
		}}
		code := run(t.Context(), append(tiny(pack, filepath.Join(dir, file)), "--json"), streams{out, &err})
		all := events(t, out.String())
		last := all[len(all)-1]
		if code != exitNoRoom || last.Code != exitNoRoom || !strings.Contains(last.Message, "the disk is full") || !strings.Contains(last.Hint, "free some space") {
			t.Errorf("%s: code %d, %+v", file, code, last)
		}
		holds(t, dir)
	}
}

// TestMissingFFmpeg is found out before anything is made.
func TestMissingFFmpeg(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	t.Setenv("PATH", dir)
	s := render(t, pack, filepath.Join(dir, "clip.mp4"))
	if s.code != exitBadInput || s.out != "" || strings.Contains(s.err, "loading") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	sentence(t, s, "the program ffmpeg was not found", "install it with")
	holds(t, dir)
}

// TestNotFiniteResult: sound weights whose result is no number are not the
// user's mistake.
func TestNotFiniteResult(t *testing.T) {
	for _, part := range []string{"transformer", "vae", "vocoder"} {
		pack, dir := tinyPack(t, "ltx20"), t.TempDir()
		enormous(t, weightsOf(pack, part))
		s := render(t, pack, filepath.Join(dir, "clip.mp4"))
		if s.code != exitInternal || s.out != "" {
			t.Errorf("%s: code %d: %s", part, s.code, s.err)
		}
		sentence(t, s, "a value is not a number", "use another provider")
		holds(t, dir)
	}
}

// enormous makes every large tensor of a file overflow.
func enormous(t *testing.T, path string) {
	t.Helper()
	eachLarge(t, path, func(values []float32) {
		for i := range values {
			values[i] = math.MaxFloat32
		}
	})
}
