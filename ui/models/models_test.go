package models

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestMain(m *testing.M) {
	studio.RegisterFamilies()
	goleak.VerifyTestMain(m)
}

// stage is the real window with this screen and a place for packs of its own.
type stage struct {
	*core.Frame
	t      *testing.T
	place  string
	keep   *settings.Store
	window fyne.Window
	page   *Page
	todo   chan func()

	session *studio.Session // the open film; nil for none
}

// Do keeps what errands want to have done for the test's goroutine, which is the
// one of the UI here.
func (s *stage) Do(_ string, f func()) { s.todo <- f }

// Session is the open project.
func (s *stage) Session() *studio.Session { return s.session }

// Settings is what the user has chosen.
func (s *stage) Settings() *settings.Store { return s.keep }

type setup struct {
	look     look.Params
	language string
	size     fyne.Size
	packs    []string
	film     bool // one is open
	// adorn makes of the real packs what a picture shall show: what is measured on
	// a machine, and where it keeps things, is another every time.
	adorn func([]studio.InstalledPack) []studio.InstalledPack
}

func onStage(t *testing.T, p setup) *stage {
	t.Helper()
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	s := &stage{t: t, place: filepath.Join(data, "kinora", "packs"), todo: make(chan func(), 1024)}
	for _, name := range p.packs {
		s.check(os.CopyFS(filepath.Join(s.place, name), os.DirFS(filepath.Join("..", "..", "assets", "pocket"))))
	}
	var notice *settings.Notice
	if s.keep, notice = settings.Open(filepath.Join(t.TempDir(), "settings.json")); notice != nil {
		t.Fatal(notice)
	}
	if p.look.Mode == "" {
		p.look.Mode = look.Dark
	}
	if p.language == "" {
		p.language = "en"
	}
	for _, err := range []error{
		settings.Set(s.keep, core.ModeKey, p.look.Mode), settings.Set(s.keep, core.ScaleKey, max(p.look.Scale, 1)), settings.Set(s.keep, core.LanguageKey, p.language),
	} {
		s.check(err)
	}
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	if p.film {
		s.openFilm()
	}
	still := func(time.Duration, func()) func() { return func() {} }
	_, err := core.New(core.Params{App: app, Window: s.window, Settings: s.keep, After: still, Screens: func(f *core.Frame) []core.Screen {
		s.Frame = f
		return []core.Screen{core.Entry(core.Models, func() core.Page {
			s.page = New(s, s)
			s.page.now = func() time.Time { return time.Date(2026, 11, 22, 22, 33, 0, 0, time.UTC) }
			if p.adorn != nil {
				s.page.list = func(ctx context.Context, keep *settings.Store, session *studio.Session) []studio.InstalledPack {
					return p.adorn(studio.Packs(ctx, keep, session))
				}
			}
			return s.page
		})}
	}})
	s.check(err)
	t.Cleanup(func() {
		s.page.Leave()
		s.page.errands.Wait()
		s.check(s.keep.Close())
		s.check(words.Use(words.Params{Language: "en"}))
	})
	if p.size.Width == 0 {
		p.size = fyne.NewSize(1280, 800)
	}
	s.window.Resize(p.size)
	s.until("the packs are read", func() bool { return s.page.loaded })
	return s
}

// openFilm opens a film whose queue runs, without anybody who makes clips.
func (s *stage) openFilm() {
	made, err := store.Create(s.t.Context(), store.CreateParams{Folder: s.t.TempDir(), Name: "Film", Now: time.Now})
	s.check(err)
	s.check(made.Close())
	s.session, err = studio.OpenSession(s.t.Context(), studio.SessionParams{Project: made.Dir(), Worker: []string{"no worker is started here"}, Version: "test", Now: time.Now})
	s.check(err)
	s.t.Cleanup(func() { s.check(s.session.Close()) })
}

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// asked is what the dialog on top says.
func (s *stage) asked() string {
	var all []string
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok {
			all = append(all, text.Text)
		}
	}
	return strings.Join(all, " ")
}

// until does what errands want to have done until something is so.
func (s *stage) until(what string, so func() bool) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for !so() {
		select {
		case f := <-s.todo:
			f()
		case <-deadline:
			s.t.Fatalf("it never happened: %s", what)
		}
	}
}

// shelf is a shelf of packs as a film maker may have them.
func shelf(found []studio.InstalledPack) []studio.InstalledPack {
	pocket := found[0]
	pocket.Name, pocket.Dir, pocket.Shipped = "pocket", "/opt/kinora/share/kinora/packs/pocket", true
	pocket.Seconds, pocket.Measured, pocket.Plan.Memory, pocket.Bytes = 3.4, true, 412e6, 21e6
	big := found[0]
	big.Name, big.Dir, big.Linked, big.Sums, big.Bytes = "ltx-2.3", "/films/models/ltx-2.3", true, false, 44e9
	big.Info = engine.Info{Name: "LTX-2.3", Family: "ltx2", Description: "Clips of up to 20 seconds with sound in 1080p, from words, pictures and sound."}
	big.Plan.Memory, big.Seconds, big.Measured = 49e9, 2600, false
	big.Plan.Reason = "it takes 49 GB of memory, and 11 GB are free"
	big.Plan.Recipe.Width, big.Plan.Recipe.Height, big.Plan.Recipe.Frames, big.Plan.Recipe.Steps = 1280, 704, 121, 40
	gone := studio.InstalledPack{
		Name: "wan-drive", Dir: "/media/disk/wan-drive", Linked: true,
		Fault: engine.Bad("give a model folder in the diffusers layout", "the pack /media/disk/wan-drive does not exist"),
	}
	return []studio.InstalledPack{pocket, big, gone}
}

func TestItLooksAsItShould(t *testing.T) {
	small, large := fyne.NewSize(1280, 800), fyne.NewSize(1920, 1080)
	for name, p := range map[string]setup{
		"filled_dark_1280":    {size: small},
		"filled_dark_1920":    {size: large},
		"filled_light_1280":   {size: small, look: look.Params{Mode: look.Light}},
		"filled_light_1920":   {size: large, look: look.Params{Mode: look.Light}},
		"filled_contrast":     {size: small, look: look.Params{Mode: look.HighContrast}},
		"filled_german_large": {size: small, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			p.packs, p.adorn = []string{"pocket"}, shelf
			s := onStage(t, p)
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestWhatCannotRunLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{packs: []string{"pocket"}, adorn: shelf})
	s.page.choose(1)
	test.AssertRendersToImage(t, "too_large.png", s.window.Canvas())
	s.page.choose(2)
	test.AssertRendersToImage(t, "broken.png", s.window.Canvas())
	s.page.DropFiles([]fyne.URI{storage.NewFileURI("/films/holiday.mov")})
	s.until("a sentence", func() bool { return s.page.view.fault.Visible() })
	test.AssertRendersToImage(t, "refused.png", s.window.Canvas())
}

func TestNothingLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{})
	test.AssertRendersToImage(t, "empty.png", s.window.Canvas())
}

func TestAThousandPacksWithLongNamesLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{packs: []string{"pocket"}, adorn: func(found []studio.InstalledPack) []studio.InstalledPack {
		var all []studio.InstalledPack
		for i := range 1000 {
			p := shelf(found)[i%3]
			p.Name = fmt.Sprintf("pack-%04d", i)
			if p.Fault == nil {
				p.Info.Name = fmt.Sprintf("Donaudampfschifffahrtsgesellschaft number %04d, the one with the harbour", i)
			}
			all = append(all, p)
		}
		return all
	}})
	s.page.choose(400)
	test.AssertRendersToImage(t, "thousand.png", s.window.Canvas())
}

func TestAFolderIsAddedVerifiedAndForgotten(t *testing.T) {
	s := onStage(t, setup{})
	dir := filepath.Join(t.TempDir(), "harbour")
	s.check(os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "assets", "pocket"))))
	s.page.DropFiles([]fyne.URI{storage.NewFileURI(dir)})
	s.until("it is listed", func() bool { return len(s.page.packs) == 1 && s.page.selected == "harbour" })
	if !s.Actions().Run("models.verify") {
		t.Fatal("it cannot be verified")
	}
	s.until("it is verified", func() bool { return s.page.checking == "" && !s.page.packs[0].Checked.IsZero() })
	test.Tap(s.page.view.detail.forget)
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("nobody was asked")
	}
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("it is forgotten", func() bool { return len(s.page.packs) == 0 && s.page.view.empty.Visible() })
	if _, err := os.Stat(filepath.Join(dir, "model_index.json")); err != nil {
		t.Error("its files are gone")
	}
}

func TestAnAlteredFileIsFound(t *testing.T) {
	s := onStage(t, setup{packs: []string{"pocket"}})
	s.check(os.WriteFile(filepath.Join(s.place, "pocket", "README.md"), []byte("altered"), 0o600))
	s.page.verifyAsync()
	s.until("a sentence", func() bool { return s.page.view.fault.Visible() })
	_, err := studio.FindPack("pocket")
	s.check(err)
	if s.Actions().Run("models.forget") {
		t.Error("a pack that was not added can be forgotten")
	}
}

func TestEveryFolderIsCheckedBeforeItIsAdded(t *testing.T) {
	s := onStage(t, setup{})
	for dir, want := range map[string]string{
		t.TempDir(): "model_index.json", filepath.Join(s.place, "gone"): "does not exist",
	} {
		s.page.fail(nil)
		s.page.DropFiles([]fyne.URI{storage.NewFileURI(dir)})
		s.until("a sentence", func() bool { return s.page.view.fault.Visible() })
		_, err := studio.AddPack(t.Context(), dir)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if len(s.page.packs) != 0 {
		t.Error("something was added")
	}
}

func TestAPackIsDownloadedByTheQueueAndListed(t *testing.T) {
	pocket := filepath.Join("..", "..", "assets", "pocket")
	server := httptest.NewServer(http.StripPrefix("/harbour/", http.FileServer(http.Dir(pocket))))
	t.Cleanup(server.Close)
	s := onStage(t, setup{packs: []string{"pocket"}, adorn: shelf, film: true})
	dialog := s.page.newFetching()
	confirm := func() { s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	dialog.addresses.SetText("harbour.safetensors")
	confirm()
	s.until("a sentence", func() bool { return strings.Contains(s.asked(), "begins with https://") })
	s.window.Canvas().Focus(dialog.name)
	test.AssertRendersToImage(t, "download.png", s.window.Canvas())
	dialog.addresses.SetText(addresses(t, server.URL+"/harbour/", pocket))
	confirm()
	s.until("the dialog is closed", func() bool { return s.window.Canvas().Overlays().Top() == nil })
	s.check(s.session.Run(t.Context(), true))
	s.page.list = studio.Packs
	s.until("the pack is listed", func() bool { return s.page.index("harbour") >= 0 })
}

// addresses are those of all files that the pocket pack was published with, a line each.
func addresses(t *testing.T, at, pocket string) string {
	t.Helper()
	sums, err := os.ReadFile(filepath.Join(pocket, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	all := at + "SHA256SUMS"
	for line := range strings.Lines(string(sums)) {
		all += "\n" + at + strings.Fields(line)[1]
	}
	return all
}
