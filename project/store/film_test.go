package store

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// clock is a time that tests move.
type clock struct{ micros atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.micros.Store(time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *clock) Now() time.Time          { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.micros.Add(d.Microseconds()) }

// failer is what testing.T and rapid.T have in common.
type failer interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// film is an open project that a test can close and open again.
type film struct {
	*Store
	t     failer
	clock *clock
	jobs  int
}

func newFilm(t testing.TB) *film {
	t.Helper()
	f := filmIn(t, t.TempDir())
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func filmIn(t failer, folder string) *film {
	t.Helper()
	f := &film{t: t, clock: newClock()}
	s, err := Create(t.Context(), CreateParams{Folder: folder, Name: "Film", Now: f.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	f.use(s)
	return f
}

// use takes a store in which nothing waits for the disk: these tests cut no power.
func (f *film) use(s *Store) {
	f.t.Helper()
	f.Store = s
	if _, err := s.write.ExecContext(f.t.Context(), "PRAGMA synchronous = OFF"); err != nil {
		f.t.Fatal(err)
	}
}

// copyOf copies a closed project into a folder and opens the copy.
func (f *film) copyOf(dir, folder string) {
	f.t.Helper()
	if err := os.CopyFS(folder, os.DirFS(dir)); err != nil {
		f.t.Fatal(err)
	}
	s, err := Open(f.t.Context(), OpenParams{Path: folder, Now: f.clock.Now})
	if err != nil {
		f.t.Fatal(err)
	}
	f.use(s)
}

// reopen closes the project and opens it, as the next start of the program does.
func (f *film) reopen() {
	f.t.Helper()
	if err := f.Close(); err != nil {
		f.t.Fatal(err)
	}
	s, err := Open(f.t.Context(), OpenParams{Path: f.Dir(), Now: f.clock.Now})
	if err != nil {
		f.t.Fatal(err)
	}
	f.use(s)
}

// edit makes a change that has to succeed.
func (f *film) edit(label string, change func(e *Editor) error) {
	f.t.Helper()
	if err := f.Edit(f.t.Context(), label, change); err != nil {
		f.t.Fatalf("%s: %v", label, err)
	}
}

// addShot adds a shot in an edit of its own.
func (f *film) addShot(shot project.Shot) (added project.Shot) {
	f.t.Helper()
	f.edit("Add a shot", func(e *Editor) (err error) {
		added, err = e.AddShot(f.t.Context(), shot)
		return err
	})
	return added
}

// job puts a running job into the queue's table.
func (f *film) job(shot int64) (id int64) {
	f.t.Helper()
	f.jobs++
	err := f.write.QueryRowContext(f.t.Context(), `INSERT INTO jobs (kind, state, position, request, created_at, shot, checkpoint, steps)
		VALUES ('generate', 'running', ?, '{}', 0, ?, 'cache/latents', 30) RETURNING id`, f.jobs, shot).Scan(&id)
	if err != nil {
		f.t.Fatal(err)
	}
	return id
}

// take makes a job and commits its take.
func (f *film) take(shot int64, change func(*project.Take)) project.Take {
	f.t.Helper()
	job := f.job(shot)
	take := sampleTake(shot, fmt.Sprintf("media/%d.mp4", job))
	if change != nil {
		change(&take)
	}
	made, err := f.CommitTake(f.t.Context(), job, take)
	if err != nil {
		f.t.Fatal(err)
	}
	return made
}

func sampleTake(shot int64, path string) project.Take {
	return project.Take{
		Shot: shot, Verb: project.VerbGenerate, Path: path, SHA256: strings.Repeat("0123456789abcdef", 4), Bytes: 1000,
		Width: 512, Height: 320, Frames: 97, Rate: project.Rate{Num: 24000, Den: 1001}, Recipe: []byte(`{"steps": 30}`),
		Prompt: "A kitchen at night", Seed: 1<<64 - 1, Seconds: 12.5,
	}
}

// dump returns every byte of what can be undone, one row a line.
func (f *film) dump() string {
	f.t.Helper()
	var out strings.Builder
	for _, t := range journalledTables() {
		columns := "*"
		if t.columns != nil {
			columns = "id, " + strings.Join(t.columns, ", ")
		}
		f.dumpTable(&out, t.table, columns)
	}
	return out.String()
}

func (f *film) dumpTable(out io.Writer, table, columns string) {
	f.t.Helper()
	rows, err := f.read.QueryContext(f.t.Context(), "SELECT "+columns+" FROM "+table+" ORDER BY id")
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		f.t.Fatal(err)
	}
	values, targets := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			f.t.Fatal(err)
		}
		fmt.Fprintf(out, "%s %#v\n", table, values)
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
}
