package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
)

// TestBackAndForth: a project goes back to a backup and forth again, and its clips
// stay where they are.
func TestBackAndForth(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces").must(t)
	says(t, dir, "project|backup", 0, "project-STAMP.db (N KiB)\n")
	list := kinora(t, "project", "backup", "--list").must(t)
	rows := strings.Split(strings.TrimSpace(list.out), "\n")
	if len(rows) < 2 || !strings.HasPrefix(rows[0], "backup") {
		t.Fatalf("the list is %s", list.out)
	}
	backup := strings.Fields(rows[1])[0] // the newest
	kinora(t, "shot", "add", "a blue ball falls").must(t)
	says(t, dir, "project|restore|"+backup, 0, "Film.kinora is as it was in project-STAMP.db; what it was before is a backup, too\n")
	if got := kinora(t, "shot", "list").must(t); strings.Contains(got.out, "blue") || !strings.Contains(got.out, "red") {
		t.Errorf("restored: %s", got.out)
	}
	list = kinora(t, "project", "backup", "--list").must(t)
	for _, row := range strings.Split(strings.TrimSpace(list.out), "\n")[1:] {
		name := strings.Fields(row)[0]
		if name == backup {
			continue
		}
		kinora(t, "project", "restore", name).must(t)
		if got := kinora(t, "shot", "list").must(t); strings.Contains(got.out, "blue") {
			return
		}
	}
	t.Errorf("no backup holds what was there before restoring:\n%s", list.out)
}

// TestTakeVerbs: a take is shown by the system's own program, exported in other
// formats, and knows what was made from it.
func TestTakeVerbs(t *testing.T) {
	dir := fresh(t)
	bin := filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	shown := filepath.Join(bin, "shown")
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\nprintf %s \"$1\" > "+shown+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--frames", "9", "--steps", "2", "--seed", "7").must(t)
	kinora(t, "queue", "run").must(t)
	clip := filepath.Join(dir, "Film.kinora", "media", "SH010_T01.mp4")
	says(t, dir, "take|open|sh010_t01", 0, "DIR/Film.kinora/media/SH010_T01.mp4\n")
	if path, err := os.ReadFile(shown); err != nil || string(path) != clip {
		t.Errorf("shown was %q, %v", path, err)
	}
	for name, magic := range map[string]string{"clip.mov": "ftyp", "clip.mkv": "\x1a\x45\xdf\xa3", "sound.wav": "WAVE"} {
		says(t, dir, "take|export|SH010_T01|-o|"+name, 0, name+"\n")
		head := make([]byte, 64)
		if f, err := os.Open(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		} else {
			_, _ = f.Read(head) // what is missing is seen below
			_ = f.Close()
		}
		if !bytes.Contains(head, []byte(magic)) {
			t.Errorf("%s begins with %q", name, head)
		}
	}
	says(t, dir, "take|export|SH010_T01|-o|.", 0, "SH010_T01.mp4\n")
	original, err := os.ReadFile(clip)
	if err != nil {
		t.Fatal(err)
	}
	if copied, err := os.ReadFile(filepath.Join(dir, "SH010_T01.mp4")); err != nil || !bytes.Equal(copied, original) {
		t.Errorf("the copy has %d bytes, %v", len(copied), err)
	}
	tree := kinora(t, "take", "tree", "SH010_T01", "--json").must(t)
	if !strings.Contains(tree.out, `"code":"SH010_T01"`) {
		t.Errorf("the tree is %s", tree.out)
	}
	if err := os.Remove(clip); err != nil {
		t.Fatal(err)
	}
	packed := kinora(t, "project", "package", "Film.zip").must(t)
	if !strings.Contains(packed.out, "but: ") || !strings.Contains(packed.out, "SH010_T01.mp4") {
		t.Errorf("a film whose take is gone was packed without a word: %s", packed.out)
	}
}

// TestTheLimitOfTheSettings: a queue that runs without a window takes no more memory
// than the window may, unless it is told so.
func TestTheLimitOfTheSettings(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--frames", "9", "--steps", "1").must(t)
	err := withSettings(func(chosen *settings.Store) error { return settings.Set(chosen, studio.MemoryBudget, 8<<20) })
	if err != nil {
		t.Fatal(err)
	}
	if got := kinora(t, "queue", "run"); got.code == 0 || !strings.Contains(got.err, "8 MiB") {
		t.Errorf("within 8 MiB: %d, %s", got.code, got.err)
	}
	kinora(t, "queue", "run", "--budget", "0").must(t)
	if _, err := os.Stat(filepath.Join(dir, "Film.kinora", "media", "SH010_T01.mp4")); err != nil {
		t.Error(err)
	}
}
