//go:build soak

package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

const (
	killsAVerb = 25
	oldTakes   = 40 // in the project and in its backup
	newTakes   = 60 // in the project since then
	outside    = 6  // files that it is made with
)

// killed is what a verb that was killed left behind.
type killed struct {
	dir     string            // of the project
	beside  string            // where packages go
	sources map[string]string // what lies outside: names by checksum
	takes   []int             // how many there may be
}

// TestVerbsKilled kills the program at random instants of the verbs that write much
// at once. Afterwards the project opens, everything is there, no file has its name
// that is not whole, what was not finished goes with the next opening, and the verb
// does what it did not.
func TestVerbsKilled(t *testing.T) {
	migrations, err := filepath.Abs("../../project/store/migrations")
	if err != nil {
		t.Fatal(err)
	}
	place := fresh(t)
	random := rand.New(rand.NewPCG(7, 11))
	total := 0
	for _, verb := range []struct {
		name  string
		old   bool // schema
		takes []int
		args  func(k killed) []string
	}{
		{"backup", false, []int{newTakes}, func(k killed) []string { return []string{"project", "backup", "-p", k.dir} }},
		{"collect", false, []int{newTakes}, func(k killed) []string { return []string{"project", "collect", "-p", k.dir} }},
		{"package", false, []int{newTakes}, func(k killed) []string {
			return []string{"project", "package", filepath.Join(k.beside, "Film.zip"), "-p", k.dir}
		}},
		{"restore", false, []int{newTakes, oldTakes}, func(k killed) []string {
			return []string{"project", "restore", "-p", k.dir, firstBackup(t, k.dir)}
		}},
		{"migration", true, []int{newTakes}, func(k killed) []string { return []string{"project", "backup", "-p", k.dir} }},
	} {
		t.Run(verb.name, func(t *testing.T) {
			sources := map[string]string{}
			template := filmToKill(t, filepath.Join(t.TempDir(), "template"), filepath.Join(place, verb.name+" outside"), sources)
			if verb.old {
				makeOlder(t, template, migrations)
			}
			longest := time.Duration(0)
			kills, ended, halves := 0, 0, 0
			for kills < killsAVerb && ended < 10*killsAVerb {
				at := t.TempDir()
				k := killed{dir: filepath.Join(at, "Film.kinora"), beside: filepath.Join(at, "beside"), sources: sources, takes: verb.takes}
				if err := errors.Join(os.CopyFS(k.dir, os.DirFS(template)), os.Mkdir(k.beside, 0o755)); err != nil {
					t.Fatal(err)
				}
				args := verb.args(k)
				if longest == 0 { // a whole one says how long there is to kill
					began := time.Now()
					k.finish(t, args)
					longest = time.Since(began)
					t.Logf("%s takes %.2f s", verb.name, longest.Seconds())
					continue
				}
				if k.kill(t, args, time.Duration(random.Int64N(int64(longest)))) {
					kills++
				} else {
					ended++
				}
				if k.hidden(t) > 0 {
					halves++
				}
				k.check(t)
				if verb.name == "package" {
					_ = os.Remove(filepath.Join(k.beside, "Film.zip")) // whole, as checked
				}
				k.finish(t, args)
				k.check(t)
				if err := os.RemoveAll(at); err != nil || t.Failed() {
					t.Fatalf("after %d kills: %v", kills, err)
				}
			}
			if kills < killsAVerb {
				t.Errorf("only %d kills met it", kills)
			}
			total += kills
			t.Logf("%d kills in %s, %d of which left something half made, and %d came too late", kills, verb.name, halves, ended)
		})
	}
	t.Logf("%d kills", total)
}

// program is the program as a process of its own.
func program(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// kill runs a verb and kills it after a while; it reports whether it still ran.
func (k killed) kill(t *testing.T, args []string, after time.Duration) bool {
	t.Helper()
	cmd := program(t.Context(), args)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	return cmd.Wait() != nil
}

// finish runs a verb to its end.
func (k killed) finish(t *testing.T, args []string) {
	t.Helper()
	if out, err := program(t.Context(), args).CombinedOutput(); err != nil {
		t.Fatalf("%q: %v: %s", args, err, out)
	}
}

// check looks at everything that a kill could have hurt.
func (k killed) check(t *testing.T) {
	t.Helper()
	k.checkNames(t)
	s := k.open(t)
	if s.Repair() != nil {
		t.Errorf("it had to be repaired: %q", s.Notices())
	}
	counts, err := s.Counts(t.Context())
	if err != nil || !contains(k.takes, counts.Takes) {
		t.Errorf("it has %+v, want takes %v; %v", counts, k.takes, err)
	}
	shots, err := s.Shots(t.Context())
	if err != nil || len(shots) != outside {
		t.Errorf("it has %d shots, %v", len(shots), err)
	}
	for _, shot := range shots {
		for _, m := range shot.Media {
			if sum := sumOf(t, s.Path(m.Path)); k.sources[sum] == "" {
				t.Errorf("%s is made with %s, which is another file", shot.Code, m.Path)
			}
		}
	}
	report, err := s.Check(t.Context(), true)
	if err != nil {
		t.Error(err)
	}
	for _, problem := range report.Problems {
		// Takes that were made since a backup lie there after going back to it, and so
		// does a copy that nothing names yet.
		if !strings.Contains(problem, "can be adopted") && !strings.Contains(problem, "MB left") {
			t.Error(problem)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	k.checkLeftovers(t)
}

func (k killed) open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.OpenParams{Path: k.dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkNames reads every file that has its final name.
func (k killed) checkNames(t *testing.T) {
	t.Helper()
	backups, err := filepath.Glob(filepath.Join(k.dir, "backups", "project-*.db"))
	if err != nil || len(backups) == 0 {
		t.Fatalf("the backups are %q, %v", backups, err)
	}
	for _, path := range backups {
		pool, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&immutable=1")
		if err != nil {
			t.Fatal(err)
		}
		var verdict string
		var takes int
		err = errors.Join(pool.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict),
			pool.QueryRowContext(t.Context(), "SELECT count(*) FROM takes").Scan(&takes), pool.Close())
		if err != nil || verdict != "ok" {
			t.Errorf("the backup %s is %q, %v", path, verdict, err)
		}
	}
	collected, err := filepath.Glob(filepath.Join(k.dir, "media", "sources", "[^.]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range collected {
		if k.sources[sumOf(t, path)] == "" {
			t.Errorf("%s is half a file", path)
		}
	}
	if file := filepath.Join(k.beside, "Film.zip"); k.packed(t, file) {
		to := t.TempDir()
		if _, err := store.Unpack(t.Context(), file, to); err != nil {
			t.Error(err)
		}
		_ = os.RemoveAll(to)
	}
}

// packed reports whether there is a package, and reads all of it.
func (k killed) packed(t *testing.T, file string) bool {
	t.Helper()
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Errorf("the package is half a file: %v", err)
		return false
	}
	defer func() { _ = archive.Close() }()
	for _, entry := range archive.File {
		from, err := entry.Open()
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := io.Copy(io.Discard, from); err != nil {
			t.Errorf("%s in the package: %v", entry.Name, err)
		}
		_ = from.Close()
	}
	return true
}

// each goes through what is in the project's folder and where packages go.
func (k killed) each(t *testing.T, do func(path string, hidden bool)) {
	t.Helper()
	for _, root := range []string{k.dir, k.beside} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && path != root {
				do(path, strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "workplace-"))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// hidden counts what is not finished.
func (k killed) hidden(t *testing.T) (n int) {
	t.Helper()
	k.each(t, func(_ string, hidden bool) {
		if hidden {
			n++
		}
	})
	return n
}

// checkLeftovers opens the project some minutes later, after which nothing hidden is
// anywhere.
func (k killed) checkLeftovers(t *testing.T) {
	t.Helper()
	before := time.Now().Add(-3 * time.Minute)
	k.each(t, func(path string, hidden bool) {
		if hidden || strings.Contains(path, "/.") {
			if err := os.Chtimes(path, before, before); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := k.open(t).Close(); err != nil {
		t.Fatal(err)
	}
	k.each(t, func(path string, hidden bool) {
		if hidden {
			t.Errorf("%s was left behind", path)
		}
	})
}

func contains(all []int, n int) bool {
	for _, one := range all {
		if one == n {
			return true
		}
	}
	return false
}

func sumOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// firstBackup is the one with the fewest takes: the first was made with the project.
func firstBackup(t *testing.T, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "backups", "project-*.db"))
	if err != nil || len(all) < 2 {
		t.Fatal(all, err)
	}
	return filepath.Base(all[1])
}

// filmToKill makes a project of some 25 MB in folder, shots of which are made with
// files in another one.
func filmToKill(t *testing.T, folder, elsewhere string, sources map[string]string) string {
	t.Helper()
	if err := errors.Join(os.MkdirAll(folder, 0o755), os.MkdirAll(elsewhere, 0o755)); err != nil {
		t.Fatal(err)
	}
	s, err := store.Create(t.Context(), store.CreateParams{Folder: folder, Name: "Film", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Edit(t.Context(), "Add shots", func(e *store.Editor) error {
		for i := range outside {
			path := filepath.Join(elsewhere, fmt.Sprintf("source %d.png", i))
			if err := os.WriteFile(path, noise(6<<20), 0o644); err != nil {
				return err
			}
			sources[sumOf(t, path)] = path
			if _, err := e.AddShot(t.Context(), project.Shot{Beats: []string{"a ball"}, Media: []project.Material{
				{Role: project.RoleReference, Path: path, Strength: 1},
			}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	addTakes(t, s, oldTakes)
	if _, err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	addTakes(t, s, newTakes-oldTakes)
	dir := s.Dir()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// noise cannot be made smaller.
func noise(bytes int) []byte {
	content := make([]byte, bytes)
	_, _ = rand.NewChaCha8([32]byte{byte(rand.Uint32()), byte(rand.Uint32()), byte(rand.Uint32()), byte(rand.Uint32())}).Read(content)
	return content
}

// addTakes adds takes whose clips are noise, and whose recipes are large.
func addTakes(t *testing.T, s *store.Store, n int) {
	t.Helper()
	for range n {
		number, code, err := s.NextTake(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		path := "media/" + code + ".mp4"
		if err := os.WriteFile(s.Path(path), noise(400<<10), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err = s.AddTake(t.Context(), project.Take{
			Shot: 1, Number: number, Verb: project.VerbImport, Path: path, SHA256: sumOf(t, s.Path(path)), Bytes: 400 << 10,
			Width: 64, Height: 64, Frames: 9, Rate: project.Rate{Num: 24, Den: 1}, Prompt: "a ball " + code,
			Recipe: []byte(fmt.Sprintf(`{"noise":"%x"}`, noise(40<<10))),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// makeOlder gives a project the first version of the schema, with all that is in it.
func makeOlder(t *testing.T, dir, migrations string) {
	t.Helper()
	path := filepath.Join(dir, "project.db")
	older := path + ".older"
	pool, err := sql.Open("sqlite3", older)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, os.DirFS(migrations), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	statements := []string{"ATTACH '" + path + "' AS whole"}
	for _, table := range []string{"project", "shots", "materials", "recipes", "takes"} {
		statements = append(statements, fmt.Sprintf("INSERT INTO main.%[1]s (%[2]s) SELECT %[2]s FROM whole.%[1]s", table, columnsOf(t, pool, table)))
	}
	for _, statement := range statements {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := errors.Join(pool.Close(), os.Remove(path), os.Rename(older, path)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"project.db-wal", "project.db-shm", "project.sums"} { // of the newer one
		_ = os.Remove(filepath.Join(dir, name))
	}
}

func columnsOf(t *testing.T, pool *sql.DB, table string) string {
	t.Helper()
	var columns string
	if err := pool.QueryRowContext(t.Context(), "SELECT group_concat(name) FROM pragma_table_info(?)", table).Scan(&columns); err != nil {
		t.Fatal(err)
	}
	return columns
}
