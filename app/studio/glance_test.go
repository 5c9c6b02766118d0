package studio_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// lookedAt is a closed project with a shot, in the folder of a user with a cache of
// their own.
func lookedAt(t *testing.T) (dir string) {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	s, err := store.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Harbour", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	addShots(t, s, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir()
}

func addShots(t *testing.T, s *store.Store, count int) {
	t.Helper()
	err := s.Edit(t.Context(), "Write", func(e *store.Editor) error {
		for range count {
			if _, err := e.AddShot(context.WithoutCancel(t.Context()), project.Shot{Beats: []string{"a ball drops"}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLookSeesWhatOthersWrite(t *testing.T) {
	dir := lookedAt(t)
	if g := studio.Look(t.Context(), dir, time.Now); g.Fault != nil || g.Counts.Shots != 1 || g.Name != "Harbour" {
		t.Fatalf("%+v", g)
	}
	s, err := store.Open(t.Context(), store.OpenParams{Path: dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	addShots(t, s, 2)
	if g := studio.Look(t.Context(), dir, time.Now); g.Fault != nil || g.Counts.Shots != 3 {
		t.Errorf("while it is open for writing: %+v", g)
	}
}

func TestLookTellsWhatRunsFromWhatWasLeft(t *testing.T) {
	dir := lookedAt(t)
	s, err := store.Open(t.Context(), store.OpenParams{Path: dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AddJobs(t.Context(), []project.Job{{Kind: project.JobGenerate, State: project.Running, Title: "SH010", Request: []byte("{}")}})
	if err != nil {
		t.Fatal(err)
	}
	if g := studio.Look(t.Context(), dir, time.Now); g.Counts.Running != 1 || g.Counts.Waiting != 0 {
		t.Errorf("while it is open: %+v", g.Counts)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // read, and from the cache
		if g := studio.Look(t.Context(), dir, time.Now); g.Counts.Running != 0 || g.Counts.Waiting != 1 {
			t.Errorf("when its process has ended: %+v", g.Counts)
		}
	}
}

func TestLookNeedsNoDatabaseForWhatItKnows(t *testing.T) {
	dir := lookedAt(t)
	path := filepath.Join(dir, "project.db")
	first := studio.Look(t.Context(), dir, time.Now)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, make([]byte, info.Size()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if again := studio.Look(t.Context(), dir, time.Now); again.Fault != nil || again.Counts != first.Counts {
		t.Errorf("the cache has it: %+v", again)
	}
	later := info.ModTime().Add(time.Second)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	if changed := studio.Look(t.Context(), dir, time.Now); changed.Fault == nil || changed.Counts.Shots != 0 {
		t.Errorf("it was changed since: %+v", changed)
	}
}

func TestLookTellsWhatIsMissing(t *testing.T) {
	dir := lookedAt(t)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if g := studio.Look(t.Context(), dir, time.Now); !g.Missing || g.Fault != nil {
		t.Errorf("%+v", g)
	}
}

func TestUpkeepOfAProjectThatIsNotOpen(t *testing.T) {
	dir, desk := lookedAt(t), upkeeper(t)
	if err := desk.Write(t.Context(), dir, func(s *store.Store) error {
		_, err := s.Backup(t.Context())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var backups []store.Backup
	if err := desk.Read(t.Context(), dir, func(s *store.Store) (err error) {
		backups, err = s.Backups()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := desk.Write(t.Context(), dir, func(s *store.Store) error { addShots(t, s, 3); return nil }); err != nil {
		t.Fatal(err)
	}
	if was, err := desk.Restore(t.Context(), dir, backups[0].Name); was || err != nil {
		t.Fatal(was, err)
	}
	if g := studio.Look(t.Context(), dir, time.Now); g.Counts.Shots != 1 {
		t.Errorf("%+v", g)
	}
	other, err := store.Open(t.Context(), store.OpenParams{Path: dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if err := desk.Write(t.Context(), dir, func(*store.Store) error { return nil }); !errors.Is(err, project.ErrBusy) {
		t.Errorf("another has it open: %v", err)
	}
}

// upkeeper is a desk that opens nothing.
func upkeeper(t *testing.T) *studio.Desk {
	t.Helper()
	chosen, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	t.Cleanup(func() { _ = chosen.Close() })
	desk, err := studio.NewDesk(studio.DeskParams{Settings: chosen, Worker: []string{"none"}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return desk
}
