package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// start is when the tests' clocks begin.
var start = time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)

// newProject makes a project that is closed with the test.
func newProject(t testing.TB) *Store {
	t.Helper()
	s, err := Create(context.Background(), CreateParams{Folder: t.TempDir(), Name: "Film", Now: func() time.Time { return start }}) //nolint:usetesting // also for benchmarks
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// reopen opens a project at a moment, and closes it with the test.
func reopen(t testing.TB, dir string, at time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), OpenParams{Path: dir, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Checked(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func execute(t testing.TB, s *Store, statements ...string) {
	t.Helper()
	err := s.inTx(t.Context(), func(_ *db.Queries, tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fillTakes puts takes number from to to into a project as a long production
// would, ten a shot, with their shots, jobs and recipes. Files are not made.
func fillTakes(t testing.TB, s *Store, from, to int) {
	t.Helper()
	numbers := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i+1 FROM n WHERE i < %d) ", from, to)
	execute(t, s,
		numbers+`INSERT OR IGNORE INTO shots (id, code, position, title, setting, beats, changed_at)
			SELECT (i+9)/10, printf('SH%03d', 10*((i+9)/10)), (i+9)/10, 'Shot', 'a kitchen at night, rain on the window', '["she turns", "the cup falls"]', i FROM n`,
		numbers+`INSERT INTO recipes (id, sha256, content)
			SELECT i, lower(hex(randomblob(32))), json_object('seed', i, 'prompt', 'A kitchen at night', 'rest', hex(randomblob(iif(i % 50 = 0, 5000, 300)))) FROM n`,
		numbers+`INSERT INTO jobs (id, kind, state, position, title, request, created_at, shot)
			SELECT i, 'generate', 'done', i, 'a job', json_object('n', i, 'rest', hex(randomblob(100))), i, (i+9)/10 FROM n`,
		numbers+`INSERT INTO takes (id, shot, number, code, verb, job, path, sha256, bytes, width, height, frames, rate_num, rate_den, recipe, prompt, seed, seconds, made_at)
			SELECT i, (i+9)/10, 1+(i+9)%10, printf('SH%03d_T%02d', 10*((i+9)/10), 1+(i+9)%10), 'generate', i,
			printf('media/SH%03d_T%02d.mp4', 10*((i+9)/10), 1+(i+9)%10), lower(hex(randomblob(32))), 1000+i, 512, 320, 97, 24, 1, i,
			'A kitchen at night, rain on the window. She turns, the cup falls. number ' || i, -i, i/7.0, 1700000000000000 + i FROM n`,
		numbers+`INSERT INTO materials (shot, position, role, path) SELECT (i+9)/10, i, 'reference', '/elsewhere/' || i || '.png' FROM n`,
		numbers+`INSERT OR REPLACE INTO settings (key, value) SELECT 'key' || i, 'value' || i FROM n WHERE i % 5 = 0`,
	)
}

// copyProject copies a closed project and returns the folder of the copy.
func copyProject(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(dir))
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// contents returns all rows of a project, by table and identity.
func contents(t testing.TB, s *Store) map[string]string {
	t.Helper()
	tables, err := tablesOf(t.Context(), s.read)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, table := range tables {
		if err := readTable(t.Context(), s.read, table, all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func readTable(ctx context.Context, pool *sql.DB, table table, into map[string]string) error {
	rows, err := pool.QueryContext(ctx, "SELECT * FROM "+quoted(table.name))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		values := make([]any, len(table.columns))
		places := make([]any, len(values))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return err
		}
		var key []any
		for i, v := range values {
			if table.columns[i].key {
				key = append(key, v)
			}
		}
		into[table.name+" "+fmt.Sprint(key...)] = fmt.Sprintf("%#v", values)
	}
	return rows.Err()
}
