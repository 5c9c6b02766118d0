package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// byHand changes a project's database as any other program could.
func byHand(t *testing.T, dir, statement string) {
	t.Helper()
	pool, err := sql.Open("sqlite3", filepath.Join(dir, "Film.kinora", "project.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedRows: what one row has lost costs nothing else, and is said.
func TestDamagedRows(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	for _, words := range []string{"a red ball bounces", "a blue ball falls"} {
		kinora(t, "shot", "add", words, "--frames", "9", "--steps", "2").must(t)
	}
	kinora(t, "project", "backup").must(t)

	byHand(t, dir, `UPDATE shots SET beats = '{}' WHERE code = 'SH010'`)
	s := kinora(t, "shot", "list").must(t)
	if !strings.Contains(s.out, "SH020") || strings.Contains(s.out, "SH010") || !strings.Contains(s.err, "the beats of SH010 cannot be read") || !strings.Contains(s.err, "restore a backup") {
		t.Errorf("listed\n%s%s", s.out, s.err)
	}
	if s = kinora(t, "queue", "add").must(t); strings.Count(s.out, "queued") != 1 || !strings.Contains(s.err, "the beats of SH010") {
		t.Errorf("queued\n%s%s", s.out, s.err)
	}
	if s = kinora(t, "shot", "edit", "SH010", "--takes", "2"); s.code != exitBadInput {
		t.Errorf("edited: %d, %s", s.code, s.err)
	}
	byHand(t, dir, `UPDATE jobs SET request = '[]'`)
	if s = kinora(t, "queue", "list").must(t); !strings.Contains(s.out, "SH020") {
		t.Errorf("listed\n%s%s", s.out, s.err)
	}
	if s = kinora(t, "queue", "run"); s.code != exitBadInput || !strings.Contains(s.err, "failed: SH020") {
		t.Errorf("ran: %d, %s%s", s.code, s.out, s.err)
	}

	byHand(t, dir, "DELETE FROM project")
	if s = kinora(t, "shot", "list"); s.code != exitBadInput || !strings.Contains(s.err, "the name of the project is gone — Kinora restores what can be restored with: kinora project backup") {
		t.Errorf("without the project: %d, %s", s.code, s.err)
	}
	if s = kinora(t, "project", "backup").must(t); !strings.Contains(s.err, "1 taken from the backup") {
		t.Errorf("said %s", s.err)
	}
	if s = kinora(t, "project", "info").must(t); !strings.Contains(s.out, "Film") {
		t.Errorf("shown %s", s.out)
	}
}

// TestNothingToDo is said only when it is true.
func TestNothingToDo(t *testing.T) {
	fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--size", "7x7").must(t)
	if s := kinora(t, "queue", "run"); s.code != exitBadInput || s.out != "" || !strings.Contains(s.err, "SH010") {
		t.Errorf("%d: %s%s", s.code, s.out, s.err)
	}
}

// TestNamesThatDeceive: what is refused is shown so that it deceives nobody.
func TestNamesThatDeceive(t *testing.T) {
	fresh(t)
	s := kinora(t, "project", "new", "Film\u202egpj")
	if s.code != exitBadInput || strings.ContainsRune(s.err, '\u202e') {
		t.Errorf("%d: %q", s.code, s.err)
	}
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a \u2066ball\u2069 \u202ebounces").must(t)
	if s = kinora(t, "shot", "list").must(t); strings.ContainsAny(s.out, "\u2066\u2069\u202e") {
		t.Errorf("listed %q", s.out)
	}
}
