package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestLostProject: what was written may hold anything, what is damaged is said with
// what to do, and what is lost is not taken for another project.
func TestLostProject(t *testing.T) {
	dir := fresh(t)
	says(t, dir, "project|new|Other/", 0, "DIR/Other.kinora\nadd a shot with: kinora shot add \"what happens\"\n")
	says(t, dir, "project|new|Other.kinora/", 2, "kinora: DIR/Other.kinora exists already: file already exists — open it, or choose another name\n")
	if err := os.Mkdir("films", 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir("films")
	says(t, dir, "project|new|Film", 0, "DIR/films/Film.kinora\nadd a shot with: kinora shot add \"what happens\"\n")
	says(t, dir, "shot|add|a ball\nand \x1b[31manother\u2028one|--frames|1", 0, "SH010\nmake its takes with: kinora queue run\n")
	says(t, dir, "shot|list", 0, `
shot   takes  frames  style  what happens
SH010  0      1              a ball and  [31manother one
`)
	database := filepath.Join("Film.kinora", "project.db")
	if err := os.WriteFile(database, []byte("something else"), 0o644); err != nil {
		t.Fatal(err)
	}
	says(t, dir, "shot|list", 2, "kinora: the database of Film.kinora is damaged: the database is damaged — Kinora restores what can be restored with: kinora project backup\n")
	kinora(t, "project", "backup").must(t)
	kinora(t, "shot", "list").must(t)
	for _, path := range []string{database, filepath.Join("Film.kinora", "backups")} {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	says(t, dir, "shot|add|a ball", 2, "kinora: Film.kinora is no project: it has neither a database nor a backup of one — name another project with --project\n")
	says(t, dir, "shot|list|-p|../Other", 0, "no shots yet; add one with: kinora shot add \"what happens\"\n")
}

// TestStoppedQueue: whoever ends a run is told that it goes on, and whoever waits
// for it that it is not done.
func TestStoppedQueue(t *testing.T) {
	for name, with := range map[string]syscall.Signal{"interrupted": syscall.SIGINT, "terminated": syscall.SIGTERM, "hung up": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			kinora(t, "project", "new", "Film").must(t)
			kinora(t, "shot", "add", "a red ball bounces", "--frames", "9", "--steps", "500").must(t)
			cmd, lines, _ := child(t, "queue", "run", "--json")
			last := ""
			for lines.Scan() {
				if strings.Contains(last, `"event":"error"`) {
					t.Errorf("%s came after %s", lines.Text(), last)
				}
				if last = lines.Text(); strings.Contains(last, `"event":"step"`) {
					_ = cmd.Process.Signal(with) // more than one does no harm
				}
			}
			if got := code(t, cmd); got != exitCancelled || !strings.Contains(last, "stopped with 1 jobs left") {
				t.Errorf("%d %s", got, last)
			}
			if got := kinora(t, "queue", "list").must(t); !strings.Contains(got.out, "1    queued  ") {
				t.Errorf("left %s", got.out)
			}
		})
	}
}

// TestAdoptWhatCanBe: a stray that is no clip keeps no other out.
func TestAdoptWhatCanBe(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--frames", "1", "--steps", "2").must(t)
	kinora(t, "queue", "run").must(t)
	media := filepath.Join(dir, "Film.kinora", "media")
	clip, err := os.ReadFile(filepath.Join(media, "SH010_T01.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"SH010_T02.mp4": "no clip", "SH010_T03.mp4": string(clip), "\x1b[31m.mp4": "red"} {
		if err := os.WriteFile(filepath.Join(media, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := kinora(t, "project", "check"); got.code != exitBadInput || strings.Contains(got.out+got.err, "\x1b") {
		t.Errorf("check: %d %q%q", got.code, got.out, got.err)
	}
	if got := kinora(t, "project", "adopt"); got.code != exitBadInput || got.out != "SH010_T03\n" || !strings.Contains(got.err, "SH010_T02.mp4 is not") || !strings.Contains(got.err, "2 of 3 files could not be taken in") {
		t.Errorf("adopt: %d %q%q", got.code, got.out, got.err)
	}
}
