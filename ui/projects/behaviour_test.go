package projects

import (
	"archive/zip"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	_ "github.com/mattn/go-sqlite3" // the driver of project/store

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
)

// key does what a key means here.
func (s *scene) key(id string) {
	s.t.Helper()
	if !s.host.Actions().Run(id) {
		s.t.Fatalf("%s cannot be done now", id)
	}
}

// said waits until something was said that has words in it.
func (s *scene) said(words string) {
	s.t.Helper()
	s.until("it says "+words, func() bool {
		return slices.ContainsFunc(s.host.said, func(text string) bool { return strings.Contains(text, words) })
	})
}

// told is what the banner of a key says, nothing where there is none.
func (s *scene) told(key string) notice {
	what, _ := s.page.notices.at(key)
	return what
}

// card is the card of a film in sight.
func (s *scene) card(dir string) *card {
	s.t.Helper()
	i := slices.IndexFunc(s.page.cards, func(c *card) bool { return c.Visible() && c.content.dir == dir })
	if i < 0 {
		s.t.Fatalf("%s has no card", dir)
	}
	return s.page.cards[i]
}

func TestATapOpensAFilmAndGoesOn(t *testing.T) {
	var harbour, rain string
	s := onScene(t, sceneParams{seed: func(s *scene) {
		harbour = s.make(film{name: "Harbour", shots: 2, takes: 1, shape: wide, worked: today})
		rain = s.make(film{name: "Rain", shots: 1, worked: today})
	}})
	s.looked()
	test.Tap(s.card(harbour))
	if chip := s.card(harbour).content.chip; chip != "Opening" {
		t.Errorf("while it opens the card says %q", chip)
	}
	s.until("it is open", func() bool { return s.host.gone == "create" })
	if open := s.desk.Session(); open == nil || open.Store.Dir() != harbour {
		t.Fatalf("%v is open", open)
	}
	s.page.Open("")
	if !slices.Equal(s.page.listed, []string{harbour, rain}) {
		t.Errorf("the last used is not first: %q", s.page.listed)
	}
	if chip := s.card(harbour).content.chip; chip != "Open" {
		t.Errorf("the card of the open film says %q", chip)
	}
	session := s.desk.Session()
	s.check(session.Store.Edit(t.Context(), "Write", func(e *store.Editor) error {
		_, err := e.AddShot(context.WithoutCancel(t.Context()), sample)
		return err
	}))
	s.until("the new shot is counted", func() bool { return s.card(harbour).content.holds == "3 shots · 1 take" })
}

func TestKeysChooseAndEnterOpens(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{seed: func(s *scene) {
		harbour = s.make(film{name: "Harbour", shots: 2, worked: today})
		s.make(film{name: "Rain", shots: 1, worked: today})
	}})
	s.looked()
	focused := s.window.Canvas().Focused()
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if s.page.chosen() != harbour || !s.card(harbour).content.selected {
		t.Fatalf("%q is chosen", s.page.chosen())
	}
	s.key("projects.reveal")
	if shown := <-s.shown; shown != harbour {
		t.Errorf("%q was shown", shown)
	}
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("it is open", func() bool { return s.host.gone == "create" })
	if s.desk.Session().Store.Dir() != harbour {
		t.Error("another was opened")
	}
}

func TestForgettingTouchesNothing(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{seed: func(s *scene) {
		s.make(film{name: "Rain", shots: 1, worked: today})
		harbour = s.make(film{name: "Harbour", shots: 2, worked: today})
	}})
	s.looked()
	s.key("projects.forget")
	if len(s.page.listed) != 1 || len(s.desk.Recent()) != 1 || !store.IsProject(harbour) {
		t.Errorf("%q is listed, %q noted", s.page.listed, s.desk.Recent())
	}
	s.said("It still lies in ~/Videos/Kinora")
}

func TestAFirstFilmIsOneKeyFromATake(t *testing.T) {
	s := onScene(t, sceneParams{})
	test.Tap(s.page.first.begin)
	s.until("it is open", func() bool { return s.host.gone == "create" })
	session := s.desk.Session()
	shots, err := session.Store.Shots(t.Context())
	s.check(err)
	if len(shots) != 1 || session.Name() != "First film" {
		t.Fatalf("%s has %d shots", session.Name(), len(shots))
	}
	read, err := session.Read(t.Context(), shots[0])
	s.check(err)
	if len(read.Unknown) > 0 {
		t.Errorf("the pocket pack does not know %q", read.Unknown)
	}
	s.host.gone = ""
	s.page.firstFilm()
	s.until("another is open", func() bool { return s.host.gone == "create" })
	if name := s.desk.Session().Name(); name != "First film 2" {
		t.Errorf("the second one is called %q", name)
	}
}

func TestANewFilmKeepsItsFrames(t *testing.T) {
	s := onScene(t, sceneParams{seed: func(s *scene) { s.make(film{name: "Harbour", worked: today}) }})
	s.looked()
	n := s.page.askNew()
	n.size, n.rate = frames()[2], rates[2].rate
	n.name.SetText("Harbour")
	n.dialog.Confirm()
	n.name.SetText(" Ferry ")
	n.dialog.Confirm()
	s.until("it is open", func() bool { return s.host.gone == "create" })
	made, err := s.desk.Session().Store.Project(t.Context())
	s.check(err)
	if made.Name != "Ferry" || made.Width != 1920 || made.Height != 1080 || made.Rate.Num != 25 {
		t.Errorf("made %+v", made)
	}
}

func TestAFolderForANewFilmIsChosenWithoutTheSystemsDialog(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	s := onScene(t, sceneParams{seed: func(s *scene) { s.make(film{name: "Harbour", worked: today}) }})
	s.looked()
	n := s.page.askNew()
	n.name.SetText("Harbour")
	n.pickFolder()
	s.until("the window's dialog", func() bool { return len(s.window.Canvas().Overlays().List()) == 2 })
	other := t.TempDir()
	n.setFolder(other)
	n.dialog.Confirm()
	s.until("it is open", func() bool { return s.host.gone == "create" })
	if dir := s.desk.Session().Store.Dir(); filepath.Dir(dir) != other {
		t.Errorf("it was made as %s", dir)
	}
}

func TestWhatCannotBeOpenedIsSaid(t *testing.T) {
	var harbour, newer, broken string
	s := onScene(t, sceneParams{seed: func(s *scene) {
		harbour = s.make(film{name: "Harbour", shots: 1, worked: today})
		newer = s.make(film{name: "Newer", shots: 1, worked: today})
		broken = s.make(film{name: "Broken", worked: today})
		s.check(os.RemoveAll(filepath.Join(broken, store.BackupsFolder)))
		s.check(os.WriteFile(filepath.Join(broken, "project.db"), []byte(strings.Repeat("no database ", 900)), 0o600))
		database, err := sql.Open("sqlite3", filepath.Join(newer, "project.db"))
		s.check(err)
		_, err = database.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
		s.check(err)
		s.check(database.Close())
	}})
	other, err := store.Open(t.Context(), store.OpenParams{Path: harbour, Now: time.Now})
	s.check(err)
	defer func() { _ = other.Close() }()
	s.looked()
	for dir, want := range map[string]string{harbour: "2 shots", newer: "Made with a newer Kinora", broken: "Cannot be read now"} {
		if c := s.card(dir).content; c.reason != want && dir != harbour {
			t.Errorf("%s says %q", dir, c.reason)
		}
	}
	for dir, want := range map[string]string{
		harbour: "“Harbour” is open in another window of Kinora", newer: "“Newer” was made with a newer Kinora", broken: "“Broken” could not be opened",
	} {
		s.page.openAsync(dir)
		s.until("the refusal of "+dir, func() bool { return s.told("open").message != "" && s.page.opening == "" })
		if said := s.told("open").message; !strings.Contains(said, want) {
			t.Errorf("%s: %s", dir, said)
		}
	}
}

func TestBackupsComeBack(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{seed: func(s *scene) { harbour = s.make(film{name: "Harbour", shots: 2, worked: today}) }})
	s.looked()
	s.page.openAsync(harbour)
	s.until("it is open", func() bool { return s.host.gone == "create" })
	s.key("projects.backup")
	s.said("“Harbour” is backed up")
	backups, err := s.desk.Session().Store.Backups()
	s.check(err)
	s.check(s.desk.Session().Store.Edit(t.Context(), "Write", func(e *store.Editor) error {
		_, err := e.AddShot(context.WithoutCancel(t.Context()), sample)
		return err
	}))
	before := s.desk.Session()
	s.page.restoreTo(harbour, backups[0])
	s.said("is as it was on")
	session := s.desk.Session()
	if session == nil || session == before {
		t.Fatal("it was not opened again")
	}
	shots, err := session.Store.Shots(t.Context())
	s.check(err)
	if len(shots) != 2 {
		t.Errorf("%d shots", len(shots))
	}
}

func TestCheckCollectAndPack(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{seed: func(s *scene) { harbour = s.make(film{name: "Harbour", shots: 2, worked: today}) }})
	s.looked()
	s.key("projects.check")
	s.said("“Harbour” is intact")
	s.page.collectAsync(harbour)
	s.said("had everything in its folder already")
	target := filepath.Join(s.home, "Harbour.zip")
	s.check(os.WriteFile(target, []byte("an older package"), 0o600))
	s.page.packAsync(harbour, target, true)
	s.said("Harbour.zip is ready")
	s.host.offers[0]()
	if shown := <-s.shown; shown != target {
		t.Errorf("%q was shown", shown)
	}
	archive, err := zip.OpenReader(target)
	s.check(err)
	s.check(archive.Close())
	s.check(os.RemoveAll(harbour))
	s.drop(target)
	s.window.Canvas().Overlays().Top().(interface{ OverlayKey(*fyne.KeyEvent) }).OverlayKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("it is unpacked and open", func() bool { return s.host.gone == "create" })
	if open := s.desk.Session(); open.Store.Dir() != harbour {
		t.Errorf("%s is open", open.Store.Dir())
	}
}

func TestDroppedFilmsOpen(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{seed: func(s *scene) { harbour = s.make(film{name: "Harbour", worked: today}) }})
	s.drop(s.home)
	s.said("That is not a film")
	s.drop(filepath.Join(harbour, "project.db"))
	s.until("it is open", func() bool { return s.host.gone == "create" })
}

// damaged is a film whose database is newer than its backup, and broken.
func damaged(s *scene) (dir string) {
	dir = s.make(film{name: "Harbour", shots: 12, takes: 3, shape: wide, hue: 0.24, worked: today.Add(-3 * time.Hour)})
	path := filepath.Join(dir, "project.db")
	kept, err := store.Open(s.t.Context(), store.OpenParams{Path: dir, Now: func() time.Time { return today.Add(-2 * time.Hour) }})
	s.check(err)
	_, err = kept.Backup(s.t.Context())
	s.check(err)
	s.check(kept.Close())
	data, err := os.ReadFile(path)
	s.check(err)
	for i := 100; i < len(data); i++ { // all but the header
		data[i] = 0x5a
	}
	s.check(os.WriteFile(path, data, 0o600))
	source, _ := clip(s.t, wide, 0.24)
	for _, name := range []string{"SH010_T07.mov", "loose.mov"} {
		s.check(os.Link(source, filepath.Join(dir, store.MediaFolder, name)))
	}
	return dir
}

func TestARepairIsToldAndClipsAreAdopted(t *testing.T) {
	var harbour string
	s := onScene(t, sceneParams{now: func() time.Time { return today }, seed: func(s *scene) {
		seven(s)
		s.check(os.RemoveAll(filepath.Join(s.films, "Harbour"+store.Ending)))
		harbour = damaged(s)
	}})
	s.looked()
	s.page.openAsync(harbour)
	s.until("clips are offered", func() bool {
		return strings.Contains(s.told("repair").advice, "2 clips")
	})
	if said := s.told("repair").message; !strings.Contains(said, "the backup of 2026-11-22 16:30") {
		t.Errorf("it says %s", said)
	}
	if s.host.gone != "" {
		t.Errorf("it went to %s", s.host.gone)
	}
	s.until("the card shows what it holds", func() bool { return s.card(harbour).content.holds == "12 shots · 3 takes" })
	s.looked()
	test.AssertRendersToImage(t, "repaired.png", s.window.Canvas())
	session := s.desk.Session()
	clips, err := studio.LostClips(t.Context(), session.Store)
	s.check(err)
	s.page.adoptAsync(session, session.Store.Repair(), clips)
	s.said("2 clips are takes again")
	takes, err := session.Store.Takes(t.Context(), store.TakeFilter{}, store.Page{})
	s.check(err)
	if len(takes) != 5 {
		t.Errorf("%d takes", len(takes))
	}
}
