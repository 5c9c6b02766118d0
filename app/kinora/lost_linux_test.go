package main

import (
	"os"
	"path/filepath"
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
