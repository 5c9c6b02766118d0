package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	kept "github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

func shortcutOf(c action.Chord) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Mods}
}

func (s *stage) appearance() *appearance { return s.page.parts["appearance"].(*appearance) }
func (s *stage) engine() *computing      { return s.page.parts["engine"].(*computing) }
func (s *stage) folders() *folders       { return s.page.parts["folders"].(*folders) }

// TestALookIsThereAtOnceAndTheNextDay: theme, size and language change the window
// that is open, and the one that is opened next.
func TestALookIsThereAtOnceAndTheNextDay(t *testing.T) {
	s := onStage(t, setup{section: "appearance"})
	s.settled()
	right := &fyne.KeyEvent{Name: fyne.KeyRight}
	s.appearance().theme.TypedKey(right)
	mode := func() look.Mode { return fyne.CurrentApp().Settings().Theme().(*look.Theme).Mode() }
	if mode() != look.Light || sections[s.page.shown].id != "appearance" {
		t.Errorf("the theme is %s, the section %s", mode(), sections[s.page.shown].id)
	}
	s.appearance().size.TypedKey(right)
	if look.Px(100) != 110 {
		t.Errorf("100 points are %g", look.Px(100))
	}
	s.settled()
	for _, item := range s.appearance().menu().Items {
		if item.Label == "Deutsch" {
			item.Action()
		}
	}
	if words.Current() != "de" || s.appearance().form.title.Text() != "Aussehen" {
		t.Errorf("it speaks %s", words.Current())
	}
	s.close()

	s = onStage(t, setup{section: "appearance", path: s.path})
	if mode() != look.Light || look.Px(100) != 110 || words.Current() != "de" {
		t.Errorf("the next day: %s, %g, %s", mode(), look.Px(100), words.Current())
	}
	if a := s.appearance(); a.theme.Selected() != 1 || a.size.Selected() != 2 {
		t.Errorf("it shows %d and %d", a.theme.Selected(), a.size.Selected())
	}
}

func TestKeysAreBoundAndKept(t *testing.T) {
	s := onStage(t, setup{section: "keys"})
	if s.Actions().Find("storyboard.add") == nil {
		t.Error("the actions of a screen that was not opened are not known")
	}
	test.Tap(s.rowOf("models.verify", "verify").edit)
	s.press("Mod+Shift+V")
	if got := s.key("models.verify"); got != "Ctrl+Shift+V" {
		t.Errorf("it has %q", got)
	}
	test.Tap(s.rowOf("window.full-screen", "full").edit)
	s.press("Escape")
	if got := s.key("window.full-screen"); got != "F11" {
		t.Errorf("after Escape it has %q", got)
	}
	test.Tap(s.rowOf("window.full-screen", "full").edit)
	s.press("F9")
	path := s.path
	s.close()

	s = onStage(t, setup{section: "keys", path: path})
	if s.key("models.verify") != "Ctrl+Shift+V" || s.key("window.full-screen") != "F9" {
		t.Errorf("the next day: %q and %q", s.key("models.verify"), s.key("window.full-screen"))
	}
	row := s.rowOf("window.full-screen", "full")
	test.Tap(row.reset)
	if got := s.key("window.full-screen"); got != "F11" || row.reset.Visible() {
		t.Errorf("after a reset it has %q", got)
	}
	test.Tap(s.keys().resetAll)
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := s.key("models.verify"); got != "V" || !s.keys().resetAll.Disabled() {
		t.Errorf("after all are reset it has %q", got)
	}
}

func TestAKeyThatIsTakenIsAskedFor(t *testing.T) {
	s := onStage(t, setup{section: "keys"})
	k := s.keys()
	test.Tap(s.rowOf("window.back", "back").edit)
	s.press("Mod+K")
	if s.key("window.back") != "Alt+←" || s.key("window.palette") != "Ctrl+K" || !k.banner.Visible() {
		t.Fatalf("%q and %q", s.key("window.back"), s.key("window.palette"))
	}
	k.forget()
	if k.banner.Visible() || s.key("window.palette") != "Ctrl+K" {
		t.Error("what was not wanted happened")
	}
	test.Tap(s.rowOf("window.back", "back").edit)
	s.press("Mod+K")
	k.take()
	if s.key("window.back") != "Ctrl+K" || s.key("window.palette") != "" || k.banner.Visible() {
		t.Errorf("%q and %q", s.key("window.back"), s.key("window.palette"))
	}
	// The key that it came with is another's now.
	test.Tap(s.rowOf("window.palette", "search comm").reset)
	if !k.banner.Visible() || s.key("window.palette") != "" {
		t.Error("a reset made a conflict")
	}
	k.take()
	if s.key("window.palette") != "Ctrl+K" || s.key("window.back") != "" || len(s.Actions().Conflicts()) != 0 {
		t.Errorf("%q and %q", s.key("window.palette"), s.key("window.back"))
	}
	// Bare keys are asked for too, and one that others have on other screens is free.
	test.Tap(s.rowOf("settings.next", "next settings").edit)
	s.press("Down")
	if s.key("settings.next") != "↓" {
		t.Errorf("it has %q", s.key("settings.next"))
	}
}

// TestWhatJobsMayUseIsHandedToTheDesk: at once, without a button, and it is there
// the next day; that jobs keep to it the tests of app/studio say.
func TestWhatJobsMayUseIsHandedToTheDesk(t *testing.T) {
	s := onStage(t, setup{section: "engine"})
	s.page.about.cores = func() int { return 16 }
	e := s.engine()
	e.limit.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	e.memory.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	e.memory.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	for _, item := range e.threadsMenu().Items {
		if item.Label == "4 cores" {
			item.Action()
		}
	}
	for _, item := range e.providerMenu().Items {
		if item.Disabled != (item.Label != "Processor (CPU)") {
			t.Errorf("%s can be chosen: %t", item.Label, !item.Disabled)
		}
		if !item.Disabled {
			item.Action()
		}
	}
	want := studio.Machine{Budget: 1.5e9, Threads: 4, Provider: "cpu"}
	if got := s.page.machine(); got != want {
		t.Errorf("what was chosen is %+v", got)
	}
	s.page.errands.Wait()
	if got := s.Machine(); got != want {
		t.Errorf("the desk has %+v", got)
	}
	path := s.path
	s.close()
	s = onStage(t, setup{section: "engine", path: path})
	if got := s.Machine(); got != want || s.engine().memory.Value() != 1.5 || s.engine().limit.Selected() != 1 {
		t.Errorf("the next day: %+v", got)
	}
	s.engine().limit.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	s.page.errands.Wait()
	if got := s.Machine().Budget; got != 0 || !s.engine().memory.Disabled() {
		t.Errorf("without a limit: %d", got)
	}
}

func TestTheDoctorSaysWhatWorksHere(t *testing.T) {
	s := onStage(t, setup{section: "engine"})
	s.settled()
	e := s.engine()
	if !e.checks["cpu"].finding.Works || e.checks["onnxruntime"].finding.Version == "" || !e.checks[playerPart].finding.Works {
		t.Errorf("%+v", e.checks["cpu"].finding)
	}
	if note := e.checks["cuda"].row.note.Text(); !strings.Contains(note, "CUDA") || strings.Contains(note, "--provider") {
		t.Errorf("of CUDA it says %q", note)
	}
	t.Setenv("PATH", "")
	test.Tap(e.again)
	s.until("ffmpeg is missed", func() bool { return !e.checks["ffmpeg"].finding.Works && e.asked == 0 })
	if note := e.checks["ffmpeg"].row.note.Text(); !strings.Contains(note, "nstall") {
		t.Errorf("of ffmpeg it says %q", note)
	}
}

func TestFoldersAreTriedBeforeTheyAreTaken(t *testing.T) {
	s := onStage(t, setup{section: "folders"})
	f := s.folders()
	gone := filepath.Join(t.TempDir(), "gone")
	f.setFilms(gone)
	s.page.errands.Wait()
	s.until("it is refused", func() bool { return len(s.todo) == 0 })
	if got := f.films.Text(); got != "/usual" {
		t.Errorf("films go to %q", got)
	}
	good := t.TempDir()
	f.setFilms(good)
	s.until("it is taken", func() bool { return f.films.Text() == good && f.reset.Visible() })
	if left, _ := os.ReadDir(good); len(left) != 0 {
		t.Errorf("left in it: %v", left)
	}
	test.Tap(f.reset)
	s.until("it is taken back", func() bool { return f.films.Text() == "/usual" && !f.reset.Visible() })
	if got := kept.Get(s.keep, studio.FilmsFolder); got != "" {
		t.Errorf("kept is %q", got)
	}
}

func TestTheCacheIsClearedOnlyWhenAsked(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", home)
	file := filepath.Join(home, "kinora", "int8", "weights")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, make([]byte, 3_000_000), 0o600); err != nil {
		t.Fatal(err)
	}
	s := onStage(t, setup{section: "folders"})
	s.settled()
	f := s.folders()
	if f.size.Text() != "3 MB" {
		t.Errorf("it has %q", f.size.Text())
	}
	for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		if _, err := os.Stat(file); err != nil {
			t.Error("it was cleared before that was wanted")
		}
		test.Tap(f.clear)
		s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
	}
	s.until("it is empty", func() bool { return f.size.Text() == "Empty" && f.clear.Disabled() })
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is still there")
	}
}

func TestSectionsAreTurnedByKeys(t *testing.T) {
	s := onStage(t, setup{})
	var seen []string
	for range sections {
		seen = append(seen, sections[s.page.shown].id)
		s.Actions().Run("settings.next")
	}
	if got := strings.Join(seen, " "); got != "appearance keys folders engine privacy about" {
		t.Errorf("seen %s", got)
	}
	s.Actions().Run("settings.search")
	if s.window.Canvas().Focused() != fyne.Focusable(s.keys().search) {
		t.Error("the search has no focus")
	}
}
