package projects

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
)

var small, large = fyne.NewSize(1280, 800), fyne.NewSize(1920, 1080)

var wide, square, scope, tall = image.Pt(640, 360), image.Pt(480, 480), image.Pt(640, 268), image.Pt(360, 640)

// seven are the films of somebody who works with them.
func seven(s *scene) {
	for _, f := range []film{
		{name: "Old tests", shots: 0, worked: today.AddDate(0, -7, -3), folder: "Documents"},
		{name: "Kettle, 30 seconds", shots: 9, takes: 3, shape: tall, hue: 0.35, worked: today.AddDate(0, 0, -19)},
		{name: "The ferry turns", shots: 48, takes: 7, shape: scope, hue: 0.82, worked: today.AddDate(0, 0, -6)},
		{name: "First film", shots: 1, takes: 2, shape: square, hue: 0.15, worked: today.AddDate(0, 0, -3)},
		{name: "Rain, pitch", shots: 12, takes: 4, shape: wide, hue: 0.66, queued: 3, worked: today.Add(-26 * time.Hour)},
		{name: "Lighthouse", shots: 5, worked: today.Add(-5 * time.Hour)},
		{name: "Harbour", shots: 31, takes: 9, shape: wide, hue: 0.24, worked: today.Add(-40 * time.Minute)},
	} {
		s.make(f)
	}
}

func TestItLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"filled_dark_1280":    {size: small},
		"filled_dark_1920":    {size: large},
		"filled_light_1280":   {size: small, look: look.Params{Mode: look.Light}},
		"filled_light_1920":   {size: large, look: look.Params{Mode: look.Light}},
		"filled_contrast":     {size: small, look: look.Params{Mode: look.HighContrast}},
		"filled_german_large": {size: small, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			p.seed = seven
			s := onScene(t, p)
			s.looked()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestTheFirstStartLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"first_dark_1280":    {size: small},
		"first_dark_1920":    {size: large},
		"first_light_1280":   {size: small, look: look.Params{Mode: look.Light}},
		"first_light_1920":   {size: large, look: look.Params{Mode: look.Light}},
		"first_german_large": {size: small, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.until("it greets", func() bool { return len(s.page.first.strip.Objects) > 0 })
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
	t.Run("first_no_pack", func(t *testing.T) {
		s := onScene(t, sceneParams{seed: func(s *scene) { t.Setenv("XDG_DATA_HOME", filepath.Join(s.home, ".local", "share")) }})
		s.until("the lack is told", s.page.first.lack.Visible)
		test.AssertRendersToImage(t, "first_no_pack.png", s.window.Canvas())
	})
}

func TestMissingFilmsLookAsTheyShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: func(s *scene) {
		gone := s.make(film{name: "On the red disk", folder: "media/red", worked: today})
		s.check(os.RemoveAll(filepath.Dir(gone)))
		seven(s)
		s.check(studio.NoteProject(s.desk.Settings(), gone))
	}})
	s.looked()
	s.page.openAsync(s.page.listed[0])
	s.until("the refusal", func() bool { return s.told("open").message != "" })
	s.looked()
	test.AssertRendersToImage(t, "missing.png", s.window.Canvas())
}

func TestLongNamesLookAsTheyShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: func(s *scene) {
		seven(s)
		s.make(film{
			name:   "Donaudampfschifffahrtsgesellschaftskapitänswitwe looks over the harbour at dawn, third and last version for the pitch",
			folder: "Clients/A studio with a very long name/2026/November/Second unit/Exports for the editor", shots: 118, takes: 12, shape: wide, hue: 0.5, queued: 12, worked: today.AddDate(-1, 0, 0),
		})
	}})
	s.looked()
	test.AssertRendersToImage(t, "long_names.png", s.window.Canvas())
}

// many notes 200 films, most of which share their pictures.
func many(s *scene) {
	for i := range 200 {
		f := film{name: fmt.Sprintf("Film %03d", 200-i), shots: 3, worked: today.AddDate(0, 0, i-200)}
		if i >= 184 {
			f.shots, f.takes, f.shape, f.hue = i%4*7+1, i%4+1, wide, float64(i%4)/4+0.1
			s.make(f)
			continue
		}
		dir := filepath.Join(s.films, f.name+store.Ending)
		s.check(os.Symlink(s.filmed(film{shots: 3, worked: today}), dir))
		s.check(studio.NoteProject(s.desk.Settings(), dir))
	}
}

func TestTwoHundredFilmsLookAsTheyShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: many})
	s.looked()
	test.AssertRendersToImage(t, "many.png", s.window.Canvas())
	s.page.filter.SetText("film 01")
	s.looked()
	test.AssertRendersToImage(t, "found.png", s.window.Canvas())
	s.page.filter.SetText("zebra")
	test.AssertRendersToImage(t, "found_none.png", s.window.Canvas())
}

func TestDialogsLookAsTheyShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: seven})
	s.looked()
	s.page.ask()
	for _, r := range "Harbour" {
		s.window.Canvas().Focused().TypedRune(r)
	}
	test.AssertRendersToImage(t, "new_film.png", s.window.Canvas())
}

func TestTheBackupsLookAsTheyShould(t *testing.T) {
	for name, p := range map[string]sceneParams{"restore.png": {}, "restore_german_large.png": {look: look.Params{Scale: 1.25}, language: "de"}} {
		t.Run(name, func(t *testing.T) {
			p.seed = seven
			s := onScene(t, p)
			s.looked()
			var backups []store.Backup
			for i := range 12 {
				backups = append(backups, store.Backup{Made: today.Add(-time.Duration(i*i*17) * time.Minute), Bytes: int64(412000 - 9000*i)})
			}
			s.page.chooseBackup(s.page.chosen(), backups)
			test.AssertRendersToImage(t, name, s.window.Canvas())
		})
	}
}

func TestTheMenuLooksAsItShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: seven})
	s.looked()
	s.page.menuOfChosen()
	test.AssertRendersToImage(t, "menu.png", s.window.Canvas())
}
