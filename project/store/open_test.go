package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(dir string) error
		kind    error
		words   string
	}{
		"nothing there":  {os.RemoveAll, project.ErrNotFound, "does not exist"},
		"another folder": {func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)) }, project.ErrNotFound, "is not a project"},
		"a file": {func(dir string) error {
			return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, []byte("text"), 0o644))
		}, project.ErrBadInput, "is a file"},
		"an empty database": {func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, BackupsFolder)), os.WriteFile(filepath.Join(dir, databaseName), nil, 0o644))
		}, project.ErrBadInput, "is empty"},
		"no database": {func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, BackupsFolder)), os.Mkdir(filepath.Join(dir, BackupsFolder), 0o755), os.Remove(filepath.Join(dir, databaseName)))
		}, project.ErrNotFound, "no database"},
		"a picture": {func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, BackupsFolder)), os.WriteFile(filepath.Join(dir, databaseName), make([]byte, 10000), 0o644))
		}, project.ErrBadInput, "not made by Kinora"},
		"somebody else's database": {func(dir string) error {
			path := filepath.Join(dir, databaseName)
			pool, err := sql.Open("sqlite3", source(path))
			if err != nil {
				return err
			}
			err = errors.Join(os.RemoveAll(filepath.Join(dir, BackupsFolder)), os.Remove(path))
			_, making := pool.ExecContext(t.Context(), "CREATE TABLE addresses (name TEXT)")
			return errors.Join(err, making, pool.Close())
		}, project.ErrBadInput, "not made by Kinora"},
		"a newer schema": {func(dir string) error {
			pool, err := sql.Open("sqlite3", source(filepath.Join(dir, databaseName)))
			if err != nil {
				return err
			}
			_, err = pool.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (900, 1)")
			return errors.Join(err, pool.Close())
		}, project.ErrBadInput, "newer Kinora"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newProject(t)
			dir := s.Dir()
			closeStore(t, s)
			if err := c.prepare(dir); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{true, false} {
				s, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: readOnly, Now: now})
				if err == nil {
					closeStore(t, s)
				}
				sentence(t, err, c.kind, c.words)
			}
		})
	}
}

// TestNewerSchemaStays opens a damaged project of a newer Kinora, which must not
// be repaired into an older one.
func TestNewerSchemaStays(t *testing.T) {
	s := newProject(t)
	execute(t, s, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (900, 1)")
	dir := s.Dir()
	closeStore(t, s)
	path := filepath.Join(dir, databaseName)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(before[3*pageSize:], make([]byte, 2*pageSize))
	if err := os.WriteFile(path, before, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), OpenParams{Path: dir, Now: now})
	sentence(t, err, project.ErrBadInput, "newer Kinora")
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Error("the database was changed", err)
	}
}

// TestOlderSchema takes the last migrations back and opens the project, which
// brings them in again after a copy.
func TestOlderSchema(t *testing.T) {
	s := newProject(t)
	provider, err := migrations(s.write)
	if err != nil {
		t.Fatal(err)
	}
	newest := newestSchema(provider)
	dir := s.Dir()
	closeStore(t, s)
	path := filepath.Join(dir, databaseName)
	removeDatabase(path)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	pool, err := openWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	if provider, err = migrations(pool); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO project (id, uuid, name, created_at) VALUES (1, 'u', 'Old film', 1)",
		"INSERT INTO shots (id, code, position, changed_at) VALUES (1, 'SH010', 1, 1)",
		`INSERT INTO takes (shot, number, code, verb, path, sha256, bytes, width, height, frames, rate_num, rate_den, prompt, seed, made_at)
			VALUES (1, 1, 'SH010_T01', 'generate', 'media/SH010_T01.mp4', 'x', 1, 1, 1, 1, 24, 1, 'a kitchen at night', 1, 1)`,
	} {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: true, Now: now}); newest > 1 {
		sentence(t, err, project.ErrBadInput, "older Kinora")
	}
	s = reopen(t, dir, start.Add(time.Hour))
	if have, err := schemaOf(t.Context(), s.read); err != nil || have != newest {
		t.Errorf("the schema has version %d, %v", have, err)
	}
	if p, err := s.queries.GetProject(t.Context()); err != nil || p.Name != "Old film" {
		t.Error(p, err)
	}
	if takes, err := s.SearchTakes(t.Context(), "kitchen", Page{}); err != nil || len(takes) != 1 {
		t.Errorf("searching finds %d takes, %v", len(takes), err)
	}
	all, err := s.Backups()
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	old, err := openReaders(s.backupPath(all[0]), "immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = old.Close() }()
	if have, err := schemaOf(t.Context(), old); err != nil || have != 1 {
		t.Errorf("the copy has version %d, %v", have, err)
	}
	if notices := strings.Join(s.Notices(), " "); !strings.Contains(notices, "older Kinora") {
		t.Errorf("told %q", notices)
	}
}

func TestOneWriterManyReaders(t *testing.T) {
	s := newProject(t)
	execute(t, s, "INSERT INTO settings (key, value) VALUES ('a', 'b')")
	_, err := Open(t.Context(), OpenParams{Path: s.Dir(), Now: now})
	sentence(t, err, project.ErrBusy, "open already", "this program", start.Local().Format("15:04"))
	if !errors.Is(err, project.ErrBadInput) {
		t.Error("a busy project is not bad input")
	}
	r, err := Open(t.Context(), OpenParams{Path: filepath.Join(s.Dir(), databaseName), ReadOnly: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, r)
	var value string
	if err := r.read.QueryRowContext(t.Context(), "SELECT value FROM settings").Scan(&value); err != nil || value != "b" {
		t.Error(value, err)
	}
	execute(t, s, "UPDATE settings SET value = 'c'")
	if err := r.read.QueryRowContext(t.Context(), "SELECT value FROM settings").Scan(&value); err != nil || value != "c" {
		t.Error("the reader does not see the change:", value, err)
	}
	sentence(t, r.inTx(t.Context(), nil), project.ErrBadInput, "reading only")
	_, err = r.Backup(t.Context())
	sentence(t, err, project.ErrBadInput, "reading only")
	_, err = r.Collect(t.Context())
	sentence(t, err, project.ErrBadInput, "reading only")
	if _, err := r.read.ExecContext(t.Context(), "DELETE FROM settings"); err == nil {
		t.Error("the reader wrote")
	}
}

// TestKilledWriter kills a process in the middle of its edits: the next one opens
// the project at once, with every edit that had returned.
func TestKilledWriter(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	dir := s.Dir()
	closeStore(t, s)
	for round := 1; round <= 3; round++ {
		child, lines := startChild(t, "edit", dir)
		pid := expect(t, lines, "open ")
		if round == 1 {
			_, err := Open(t.Context(), OpenParams{Path: dir, Now: now})
			sentence(t, err, project.ErrBusy, "process "+pid, "open it for reading only")
		}
		edits := 0
		for edits < 40*round {
			if _, err := fmt.Sscan(expect(t, lines, "edit "), &edits); err != nil {
				t.Fatal(err)
			}
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it had said before
			if _, err := fmt.Sscanf(lines.Text(), "edit %d", &edits); err != nil {
				t.Fatal(err)
			}
		}
		_ = child.Wait()
		s := reopen(t, dir, time.Now())
		var kept int
		if err := s.read.QueryRowContext(t.Context(), "SELECT count(*) FROM settings").Scan(&kept); err != nil {
			t.Fatal(err)
		}
		if kept != edits && kept != edits+1 { // one more may have been on its way to us
			t.Errorf("%d edits had returned, %d are there", edits, kept)
		}
		execute(t, s, "DELETE FROM settings")
		closeStore(t, s)
	}
}

// TestSweep leaves files that a kill could leave, and others that look alike.
func TestSweep(t *testing.T) {
	s := newProject(t)
	dir := s.Dir()
	closeStore(t, s)
	long := time.Now().Add(-time.Hour)
	kept := []string{"media/SH010_T01.mp4", "media/.hidden", "cache/thumb.jpg", "cache/.kinora-young", "backups/notes.txt", "media/sources/.keep"}
	gone := []string{".kinora-123.db", "cache/.kinora-half", "backups/.kinora-9.db", "media/.kinora-x/frames.raw", "media/sources/.kinora-y/file"}
	for _, name := range append(kept, gone...) {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("x"), 0o644)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "young") {
			continue
		}
		if err := errors.Join(os.Chtimes(path, long, long), os.Chtimes(filepath.Dir(path), long, long)); err != nil {
			t.Fatal(err)
		}
	}
	reopen(t, dir, start)
	for _, name := range kept {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
}
