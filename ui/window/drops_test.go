package window

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
)

func TestAFilmIsDroppedOnAnyScreen(t *testing.T) {
	s := onStage(t, true, time.Now)
	made, err := store.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Lighthouse", Now: time.Now})
	s.check(err)
	s.check(made.Close())
	picture := storage.NewFileURI(filepath.Join(t.TempDir(), "pier.png"))
	s.check(os.WriteFile(picture.Path(), []byte("no picture"), 0o600))
	if s.openDropped([]fyne.URI{picture}) {
		t.Error("a picture is taken for a film")
	}
	for _, screen := range []string{core.Create, core.Queue} {
		s.frame.Go(screen, "")
		if !s.openDropped([]fyne.URI{picture, storage.NewFileURI(made.Dir())}) {
			t.Errorf("%s: a film is none", screen)
		}
		s.until("the film is open", func() bool {
			return s.frame.Place().Screen == core.Create && s.desk.Session() != nil && s.desk.Session().Name() == "Lighthouse"
		})
		s.rest()
	}
	file := filepath.Join(t.TempDir(), "Tide.kinora.zip")
	s.check(os.WriteFile(file, nil, 0o600))
	if !s.openDropped([]fyne.URI{storage.NewFileURI(file)}) || s.window.Canvas().Overlays().Top() == nil {
		t.Error("nobody is asked what becomes of a package")
	}
}
