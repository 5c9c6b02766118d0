package studio_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// TestMovedProjectWaits: while a project's folder is elsewhere nothing is made in
// its old place, and the queue goes on by itself when it is back.
func TestMovedProjectWaits(t *testing.T) {
	dir := film(t, t.TempDir())
	params, err := sessionParams(dir)
	if err != nil {
		t.Fatal(err)
	}
	waits := make(chan error, 1)
	params.Waits = func(err error) {
		select {
		case waits <- err:
		default:
		}
	}
	s, err := studio.OpenSession(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	id := generate(t, s, studio.GenerateParams{Shot: addShot(t, s, 2, 1).ID})[0].ID
	away := filepath.Join(filepath.Dir(dir), "Elsewhere"+store.Ending)
	if err := os.Rename(dir, away); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, false) }()
	select {
	case err := <-waits:
		if !errors.Is(err, project.ErrMoved) {
			t.Error(err)
		}
	case err := <-ended:
		t.Fatalf("the queue ended with %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old place holds something: %v", err)
	}
	if err := os.Rename(away, dir); err != nil {
		t.Fatal(err)
	}
	until(t, s, id, inState(project.Done))
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
