package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWorkplaces: what a killed program left where it packed goes with the next
// opening, and nothing else does, whatever a note says.
func TestWorkplaces(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	dir, beside, project := s.Dir(), t.TempDir(), s.Path("")
	write := func(path string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("film"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	note := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, CacheFolder, workplacePrefix+name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	left := filepath.Join(beside, scratchPrefix+"left")
	write(filepath.Join(left, packageName))
	write(filepath.Join(left, databaseName+"-journal"))
	mixed, film := filepath.Join(beside, scratchPrefix+"mixed"), filepath.Join(beside, "film")
	write(filepath.Join(mixed, "other.mp4"))
	write(filepath.Join(film, packageName))
	notes := []string{
		note("1", left), note("2", mixed), note("3", film), note("4", filepath.Join(beside, scratchPrefix+"gone")), note("5", ""), note("6", project),
		note("7", scratchPrefix+"relative"), note("8", filepath.Join(mixed, "other.mp4")),
	}
	busy, end, err := s.workplace(beside)
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(busy, packageName))
	closeStore(t, s)
	s = reopen(t, dir, start.Add(time.Hour))
	for _, path := range append(notes, left) {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there", path)
		}
	}
	for _, path := range []string{filepath.Join(mixed, "other.mp4"), filepath.Join(film, packageName), filepath.Join(busy, packageName), s.Path(databaseName)} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	end()
	entries, err := os.ReadDir(filepath.Join(dir, CacheFolder))
	if _, gone := os.Stat(busy); err != nil || len(entries) > 0 || !errors.Is(gone, fs.ErrNotExist) {
		t.Errorf("left behind: %v, %v, %v", entries, err, gone)
	}
	if err := os.RemoveAll(filepath.Join(dir, CacheFolder)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(beside, "Film.zip")
	if err := s.Package(t.Context(), file); err != nil {
		t.Errorf("without a cache nothing can be packed: %v", err)
	}
}
