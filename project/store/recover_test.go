package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// TestRecover damages a database as disks, kills and people do. Takes 1 to 200 are
// in the backup, the others are newer.
func TestRecover(t *testing.T) {
	t.Parallel()
	overwrite := func(from, to int) func(path string, size int64) error {
		return func(path string, _ int64) error {
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt(make([]byte, (to-from)*pageSize), int64(from)*pageSize)
			return errors.Join(err, f.Close())
		}
	}
	for name, c := range map[string]struct {
		damage func(path string, size int64) error
		takes  int // that have to be there at least
		shots  int
	}{
		"the first page is blank":   {overwrite(0, 1), 300, 30},
		"all of the schema's pages": {overwrite(0, 20), 290, 29},
		"cut to half":               {func(path string, size int64) error { return os.Truncate(path, size/2+123) }, 200, 20},
		"cut to nothing":            {func(path string, _ int64) error { return os.Truncate(path, 0) }, 200, 20},
		"gone":                      {func(path string, _ int64) error { return os.Remove(path) }, 200, 20},
		"a folder": {func(path string, _ int64) error {
			return errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "a"), 0o755))
		}, 200, 20},
		"another file": {func(path string, _ int64) error {
			return os.WriteFile(path, []byte(strings.Repeat("picture ", 5000)), 0o644)
		}, 200, 20},
		"the middle is blank": {overwrite(60, 90), 200, 30},
	} {
		t.Run(name, func(t *testing.T) {
			s := newProject(t)
			fillTakes(t, s, 1, 200)
			if _, err := s.Backup(t.Context()); err != nil {
				t.Fatal(err)
			}
			fillTakes(t, s, 201, 300)
			dir, path := s.Dir(), s.Path(databaseName)
			closeStore(t, s)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.damage(path, info.Size()); err != nil {
				t.Fatal(err)
			}
			if name != "gone" {
				_, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: true, Now: now})
				sentence(t, err, project.ErrDamaged, "damaged")
			}
			s = reopen(t, dir, start.Add(time.Hour))
			var takes, shots int
			if err := s.read.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM takes), (SELECT count(*) FROM shots)").Scan(&takes, &shots); err != nil {
				t.Fatal(err)
			}
			if takes < c.takes || shots < c.shots {
				t.Errorf("%d takes and %d shots are there: %s", takes, shots, s.Notices())
			}
			if told := strings.Join(s.Notices(), " "); !strings.Contains(told, "repaired") || strings.Contains(told, "It is kept as") != (name != "gone") {
				t.Errorf("told %q", told)
			}
			aside, err := filepath.Glob(filepath.Join(dir, "project.damaged-*.db"))
			if err != nil || len(aside) != 1 && name != "gone" {
				t.Errorf("set aside: %v, %v", aside, err)
			}
			var found int
			if err := s.read.QueryRowContext(t.Context(), "SELECT count(*) FROM take_words WHERE take_words MATCH 'kitchen'").Scan(&found); err != nil || found != takes {
				t.Errorf("searching finds %d of %d takes, %v", found, takes, err)
			}
			fillTakes(t, s, 1001, 1003) // numbers that were given are not given again
			closeStore(t, s)
			if s = reopen(t, dir, start.Add(2*time.Hour)); len(s.Notices()) > 0 {
				t.Errorf("the next opening told %q", s.Notices())
			}
		})
	}
}

func TestNothingLeft(t *testing.T) {
	s := newProject(t)
	dir, path := s.Dir(), s.Path(databaseName)
	closeStore(t, s)
	header, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(header[headerSize:])
	if err := errors.Join(os.WriteFile(path, header, 0o644), os.RemoveAll(filepath.Join(dir, BackupsFolder))); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), OpenParams{Path: dir, Now: now})
	sentence(t, err, project.ErrDamaged, "nothing in it can be read", "nothing was changed")
	if after, err := os.ReadFile(path); err != nil || string(after) != string(header) {
		t.Error("the database was changed", err)
	}
	entries, err := filepath.Glob(filepath.Join(dir, ".kinora-*"))
	if err != nil || len(entries) > 0 {
		t.Error("left behind:", entries, err)
	}
}

// TestKilledRecovery stops between the renames that end a repair.
func TestKilledRecovery(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 20)
	dir, want := s.Dir(), contents(t, s)
	closeStore(t, s)
	recovered, database := filepath.Join(dir, recoveredName), filepath.Join(dir, databaseName)
	for name, halt := range map[string]func() error{
		"before the damaged one is aside": func() error {
			return errors.Join(os.Rename(database, recovered), os.WriteFile(database, []byte("damaged"), 0o644), os.WriteFile(database+"-wal", []byte("old log"), 0o644))
		},
		"after it": func() error { return os.Rename(database, recovered) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := halt(); err != nil {
				t.Fatal(err)
			}
			s := reopen(t, dir, start)
			if changed := difference(want, contents(t, s)); len(changed) > 0 {
				t.Error(changed)
			}
			closeStore(t, s)
		})
	}
}

// TestSalvageReadsTheLog reads a database whose newest rows are still in its
// write-ahead log.
func TestSalvageReadsTheLog(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 50)
	tables, err := tablesOf(t.Context(), s.read)
	if err != nil {
		t.Fatal(err)
	}
	im, err := openImage(s.Path(databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = im.Close() }()
	if len(im.newer) == 0 {
		t.Fatal("there is no log")
	}
	rows, version := im.salvage(tables)
	provider, err := migrations(s.write)
	if err != nil {
		t.Fatal(err)
	}
	if version != newestSchema(provider) {
		t.Errorf("the version is %d", version)
	}
	if n := len(rows["takes"].rows); n != 50 || rows["takes"].damaged {
		t.Errorf("%d takes were found, damaged: %v", n, rows["takes"].damaged)
	}
}

// TestLargeDatabaseIsCheckedInBackground damages one that is too large to be
// checked while it is opened.
func TestLargeDatabaseIsCheckedInBackground(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	execute(t, s, "CREATE TABLE ballast (b BLOB)", "INSERT INTO ballast VALUES (zeroblob(20000000))")
	fillTakes(t, s, 1, 300)
	if _, err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := contents(t, s)
	dir := s.Dir()
	closeStore(t, s)
	database, err := os.ReadFile(filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	im, err := openImage(filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	roots, _ := im.roots()
	var leaves []uint32
	im.walk(roots["takes"], map[uint32]bool{}, func(n uint32, _, _ int64) { leaves = append(leaves, n) })
	if err := errors.Join(im.Close(), os.Remove(filepath.Join(dir, sumsName))); err != nil {
		t.Fatal(err)
	}
	middle := int(leaves[len(leaves)/2]-1) * pageSize
	clear(database[middle : middle+pageSize])
	if err := os.WriteFile(filepath.Join(dir, databaseName), database, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), OpenParams{Path: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	sentence(t, s.Checked(t.Context()), project.ErrDamaged, "close the project and open it again")
	closeStore(t, s)
	s = reopen(t, dir, start)
	if changed := difference(want, contents(t, s)); len(changed) > 1 { // the ballast is not of our schema
		t.Errorf("%d rows differ", len(changed))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Backup(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("a backup in a context that ended: %v", err)
	}
}

// TestDamagedHistory damages what undo goes by: the project is whole, and undo
// starts anew rather than doing half of what it says.
func TestDamagedHistory(t *testing.T) {
	s := newProject(t)
	for i := range 200 {
		err := s.Edit(t.Context(), "Rename", func(e *Editor) error {
			_, err := e.q.InsertStyle(t.Context(), db.InsertStyleParams{Name: fmt.Sprint("style ", i), Prompt: "{prompt}", Adapters: "[]"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	dir, path := s.Dir(), s.Path(databaseName)
	closeStore(t, s)
	im, err := openImage(path)
	if err != nil {
		t.Fatal(err)
	}
	roots, _ := im.roots()
	var leaf uint32
	im.walk(roots["edit_changes"], map[uint32]bool{}, func(n uint32, _, _ int64) { leaf = n })
	page := bytes.Repeat([]byte{0xff}, pageSize)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, writing := f.WriteAt(page, int64(leaf-1)*pageSize)
	if err := errors.Join(writing, f.Close(), im.Close()); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir, start)
	var styles, edits, changes int
	err = s.read.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM styles), (SELECT count(*) FROM edits), (SELECT count(*) FROM edit_changes)").Scan(&styles, &edits, &changes)
	if err != nil || styles != 200 || edits != 0 || changes != 0 {
		t.Errorf("%d styles, %d edits, %d changes, %v", styles, edits, changes, err)
	}
	if told := strings.Join(s.Notices(), " "); !strings.Contains(told, "no longer be undone") {
		t.Errorf("told %q", told)
	}
}
