package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// TestNothingIsMadeWhereAProjectWas: a folder that was moved away is not made anew.
func TestNothingIsMadeWhereAProjectWas(t *testing.T) {
	s, err := Create(t.Context(), CreateParams{Folder: t.TempDir(), Name: "Film", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	deep := filepath.Join(s.Dir(), CacheFolder, "strips")
	if err := errors.Join(s.InPlace(), MakeInside(deep)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(deep); err != nil {
		t.Fatal(err)
	}
	away := filepath.Join(filepath.Dir(s.Dir()), "Elsewhere"+Ending)
	if err := os.Rename(s.Dir(), away); err != nil {
		t.Fatal(err)
	}
	_, backup := s.Backup(t.Context())
	for what, err := range map[string]error{"in place": s.InPlace(), "a folder": MakeInside(deep), "a backup": backup} {
		if !errors.Is(err, project.ErrMoved) || !errors.Is(err, project.ErrBadInput) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(s.Dir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder was made: %v", err)
	}
	if err := os.Mkdir(s.Dir(), 0o755); err != nil { // somebody else's
		t.Fatal(err)
	}
	if err := s.InPlace(); !errors.Is(err, project.ErrMoved) {
		t.Errorf("another folder in its place: %v", err)
	}
	if err := errors.Join(os.Remove(s.Dir()), os.Rename(away, s.Dir()), s.InPlace()); err != nil {
		t.Error(err)
	}
}
