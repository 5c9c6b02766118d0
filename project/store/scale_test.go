package store

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

const manyTakes = 100_000

// longProduction fills a project as years would: 1,000 shots with 100 takes each.
// Every prompt has words that all have, words that some have, and one of its own.
func longProduction(t testing.TB, f *film) {
	t.Helper()
	shots, takes := manyTakes/100, manyTakes
	number := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) "
	statements := []string{
		fmt.Sprintf(number+`INSERT INTO shots (code, position, title, setting, changed_at)
			SELECT printf('SH%%03d', 10*i), i*65536, 'Shot ' || i, 'a kitchen at night, rain on the window', i FROM n`, shots),
		fmt.Sprintf(number+`INSERT INTO recipes (sha256, content)
			SELECT printf('%%064x', i), json_object('seed', i, 'prompt', 'a kitchen at night, rain on the window', 'extra', hex(randomblob(200))) FROM n`, takes),
		fmt.Sprintf(number+`INSERT INTO jobs (kind, state, position, title, request, created_at, shot)
			SELECT 'generate', 'done', i, 'a job', json_object('n', i), i, 1 + (i-1)/100 FROM n`, takes),
		fmt.Sprintf(number+`INSERT INTO takes (shot, number, code, parent, verb, job, path, sha256, bytes, width, height, frames, rate_num, rate_den, recipe,
				prompt, note, favourite, seed, made_at)
			SELECT 1+(i-1)/100, 1+(i-1)%%100, printf('SH%%03d_T%%02d', 10*(1+(i-1)/100), 1+(i-1)%%100), CASE WHEN i%%100 <> 1 THEN i-1 END, 'extend', i,
				printf('media/SH%%03d_T%%02d.mp4', 10*(1+(i-1)/100), 1+(i-1)%%100), printf('%%064x', i), 1000+i, 512, 320, 97, 24, 1, i,
				'A kitchen at night, rain on the window, in ' || CASE i%%7 WHEN 0 THEN 'amber' WHEN 1 THEN 'azure' ELSE 'grey' END ||
				' light. She turns, the cup falls, and somebody laughs. The camera pushes in slowly. Word' || i || ' appears on the wall.',
				CASE WHEN i%%50 = 0 THEN 'keep this one' ELSE '' END, i%%50 = 0, i, 1700000000000000 + i FROM n`, takes),
	}
	err := f.inTx(f.t.Context(), func(_ *db.Queries, tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(f.t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// question is something that people ask a list of takes.
type question struct {
	name  string
	takes func(f *film) ([]project.Take, error)
	want  int // takes that it answers with
}

func questions() []question {
	list := func(filter TakeFilter, before int64) func(*film) ([]project.Take, error) {
		return func(f *film) ([]project.Take, error) { return f.Takes(f.t.Context(), filter, Page{Before: before}) }
	}
	search := func(words string, before int64) func(*film) ([]project.Take, error) {
		return func(f *film) ([]project.Take, error) {
			return f.SearchTakes(f.t.Context(), words, Page{Before: before})
		}
	}
	return []question{
		{"list, newest", list(TakeFilter{}, 0), 100},
		{"list, in the middle", list(TakeFilter{}, manyTakes/2), 100},
		{"list, a shot", list(TakeFilter{Shot: 500}, 0), 100},
		{"list, favourites", list(TakeFilter{Favourites: true}, manyTakes/2), 100},
		{"search, word of all", search("kitchen", 0), 100},
		{"search, word of all, in the middle", search("kitchen", manyTakes/2), 100},
		{"search, word of some", search("amber", 0), 100},
		{"search, three words", search("amber kitchen laughs", 0), 100},
		{"search, rare word", search("word77777", 0), 1},
		{"search, code", search("SH5000_T07", 0), 1},
		{"search, prefix of three letters", search("kit", 0), 100},
		{"search, prefix of one letter", search("w", 0), 100},
		{"search, prefix of two letters", search("wo", 0), 100},
		{"search, another letter", search("k", 0), 100},
		{"search, letters of codes", search("sh", 0), 100},
		{"search, many words behind a prefix", search("word7", 0), 100},
		{"search, rare and common", search("kitchen word77777", 0), 1},
		{"search, nothing", search("giraffe", 0), 0},
	}
}

// TestListsReadNoMoreThanTheyShow asks SQLite how it finds a page: along an index,
// and without sorting what it found.
func TestListsReadNoMoreThanTheyShow(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	for _, query := range []string{
		"SELECT id FROM takes WHERE id < 9 ORDER BY id DESC LIMIT 9",
		"SELECT id FROM takes WHERE id < 9 AND shot = 1 ORDER BY id DESC LIMIT 9",
		"SELECT id FROM takes WHERE id < 9 AND favourite = 1 ORDER BY id DESC LIMIT 9",
		"SELECT take_words.docid FROM take_words WHERE take_words.docid < 9 AND take_words MATCH 'a' ORDER BY take_words.docid DESC LIMIT 9",
		"SELECT * FROM shots WHERE removed = 0 ORDER BY position, id",
		"SELECT * FROM edits WHERE undone = 0 ORDER BY id DESC LIMIT 1",
		"SELECT * FROM materials WHERE shot = 1 ORDER BY position, id",
	} {
		for _, step := range plan(t, f, query) {
			if strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s", query, step)
			}
		}
	}
}

func plan(t *testing.T, f *film, query string) (steps []string) {
	t.Helper()
	rows, err := f.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Err(); err != nil || len(steps) == 0 {
		t.Fatal(steps, err)
	}
	return steps
}

// BenchmarkTakes measures opening, listing and searching with 100,000 takes.
func BenchmarkTakes(b *testing.B) {
	f := newFilm(b)
	longProduction(b, f)
	b.Run("open and close", func(b *testing.B) {
		for b.Loop() {
			f.reopen()
		}
	})
	for _, q := range questions() {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if takes, err := q.takes(f); err != nil || len(takes) != q.want {
					b.Fatalf("%d takes, want %d: %v", len(takes), q.want, err)
				}
			}
		})
	}
}
