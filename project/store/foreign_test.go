package store

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
)

// foreignPackage makes a package as somebody would who wants it to do harm: by
// running statements on the database of an honest one.
func foreignPackage(t *testing.T, statements ...string) string {
	t.Helper()
	s := newProject(t)
	addShots(t, s, 1)
	fillTakes(t, s, 11, 12)
	execute(t, s, statements...)
	file := filepath.Join(t.TempDir(), "Film.zip")
	if err := s.Package(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	return file
}

// addShots makes edits that can be undone.
func addShots(t *testing.T, s *Store, n int) {
	t.Helper()
	for range n {
		err := s.Edit(t.Context(), "Add a shot", func(e *Editor) error {
			_, err := e.AddShot(t.Context(), project.Shot{Beats: []string{"a ball"}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestForeignDatabases unpacks packages whose databases want more than to be read.
func TestForeignDatabases(t *testing.T) {
	t.Parallel()
	for name, statements := range map[string][]string{
		"a trigger":               {"CREATE TRIGGER evil AFTER INSERT ON shots BEGIN DELETE FROM takes; END"},
		"a trigger of ours":       {"DROP TRIGGER take_words_insert", "CREATE TRIGGER take_words_insert AFTER INSERT ON takes BEGIN DELETE FROM shots; END"},
		"a view for a table":      {"DROP TABLE sequences", "CREATE VIEW sequences AS SELECT 1 AS id"},
		"a table less":            {"DROP TABLE styles"},
		"a table more":            {"CREATE TABLE loot (a)"},
		"a column more":           {"ALTER TABLE project ADD COLUMN loot TEXT"},
		"no version":              {"DROP TABLE goose_db_version"},
		"a newer version":         {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"},
		"a shot that goes up":     {"UPDATE shots SET code = '../../evil' WHERE id = 1"},
		"a take that goes up":     {"UPDATE takes SET path = '../../evil.mp4' WHERE id = 11"},
		"a take elsewhere":        {"UPDATE takes SET path = '/etc/passwd' WHERE id = 11"},
		"a take elsewhere (else)": {`UPDATE takes SET path = 'C:\evil.mp4' WHERE id = 11`},
		"a take that is a backup": {"UPDATE takes SET path = 'backups/evil.mp4' WHERE id = 11"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			_, err := Unpack(t.Context(), foreignPackage(t, statements...), folder)
			sentence(t, err, project.ErrBadInput)
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("left behind %v, %v", left, err)
			}
		})
	}
}

// TestPackagesGiveNoOrders unpacks a package with a queue and a history.
func TestPackagesGiveNoOrders(t *testing.T) {
	t.Parallel()
	const job = "INSERT INTO jobs (id, kind, state, position, request, created_at, after_id, group_id) VALUES "
	file := foreignPackage(t,
		job+"(100, 'export', 'queued', 1, '{}', 1, NULL, NULL)", job+"(101, 'download', 'failed', 2, '{}', 1, 100, 100)",
		job+"(102, 'generate', 'queued', 3, '{}', 1, 101, 102)",
		`CREATE TRIGGER "undo_x; DROP TABLE shots" AFTER INSERT ON shots BEGIN DELETE FROM takes; END`)
	dir, err := Unpack(t.Context(), file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir, start)
	jobs, err := s.OpenJobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) != 1 || jobs[0].ID != 102 || jobs[0].After != 0 {
		t.Errorf("the queue holds %+v", jobs)
	}
	_, err = s.Undo(t.Context())
	if err == nil || !strings.Contains(err.Error(), "nothing to undo") {
		t.Errorf("undo: %v", err)
	}
	addShots(t, s, 1)
	if shots, err := s.Shots(t.Context()); err != nil || len(shots) < 2 {
		t.Errorf("%d shots, %v", len(shots), err)
	}
	if takes, err := s.Takes(t.Context(), TakeFilter{}, Page{Limit: 10}); err != nil || len(takes) != 2 {
		t.Errorf("%d takes, %v", len(takes), err)
	}
	if err := nothingHidden(filepath.Dir(dir)); err != nil {
		t.Error(err)
	}
}

// TestEditsReachNoOtherFile undoes an edit that somebody else wrote into the
// database of a project that was copied as a folder.
func TestEditsReachNoOtherFile(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"attached":         "ATTACH '%' AS x; CREATE TABLE x.loot (a)",
		"attached outside": "COMMIT; ATTACH '%' AS x; CREATE TABLE x.loot (a)",
		"written":          "COMMIT; VACUUM INTO '%'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newProject(t)
			addShots(t, s, 1)
			other := filepath.Join(t.TempDir(), "other.db")
			evil := strings.ReplaceAll(statement, "%", other)
			execute(t, s, "UPDATE edit_changes SET statement = '"+strings.ReplaceAll(evil, "'", "''")+"'")
			if label, err := s.Undo(t.Context()); err == nil {
				t.Errorf("undone: %s", label)
			}
			if _, err := os.Stat(other); err == nil {
				t.Errorf("made %s", other)
			}
		})
	}
}

// TestTwoFilesOfOneName unpacks archives that say one thing twice.
func TestTwoFilesOfOneName(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]string{"twice": "Film.kinora/media/a.mp4", "a file as a folder": "Film.kinora/media/a.mp4/b", "a folder as a file": "Film.kinora/media"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "Film.zip")
			out, err := os.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			archive := zip.NewWriter(out)
			for _, name := range []string{"Film.kinora/project.db", "Film.kinora/media/a.mp4", entry} {
				w, err := archive.Create(name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write([]byte("x")); err != nil {
					t.Fatal(err)
				}
			}
			if err := archive.Close(); err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			_, err = Unpack(t.Context(), file, t.TempDir())
			sentence(t, err, project.ErrBadInput, "one name")
		})
	}
	_, err := Unpack(t.Context(), t.TempDir(), t.TempDir())
	sentence(t, err, project.ErrBadInput, "is a folder")
}
