package core

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/budget"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// testPage is a screen with nothing in it, which writes down what it is told.
type testPage struct {
	name    string
	log     *[]string
	content fyne.CanvasObject
	slot    *xwidget.DropSlot
	takes   bool
}

func (p *testPage) Content() fyne.CanvasObject { return p.content }
func (p *testPage) Open(id string)             { *p.log = append(*p.log, p.name+" open "+id) }
func (p *testPage) Leave()                     { *p.log = append(*p.log, p.name+" leave") }

func (p *testPage) Actions() []action.Action {
	return []action.Action{{
		ID: p.name + ".play", Title: "screen.create", Category: "screen.create", Keys: action.Must("Space"),
		Run: func() { *p.log = append(*p.log, p.name+" play") },
	}}
}

func (p *testPage) DropFiles(files []fyne.URI) bool {
	if p.takes {
		*p.log = append(*p.log, p.name+" took "+files[0].Name())
	}
	return p.takes
}

type stage struct {
	frame  *Frame
	window fyne.Window
	log    []string
	pages  map[string]*testPage
	path   string
}

var shown = []string{Projects, Create, Storyboard, Queue, Models, Settings}

// still is a clock on which nothing happens by itself.
func still(time.Duration, func()) func() { return func() {} }

// onStage opens a window with six screens that hold nothing.
func onStage(t *testing.T, path string) *stage {
	t.Helper()
	if path == "" {
		path = filepath.Join(t.TempDir(), "settings.json")
	}
	store, notice := settings.Open(path)
	if notice != nil {
		t.Fatal(notice)
	}
	s := &stage{pages: map[string]*testPage{}, path: path}
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	frame, err := New(Params{App: app, Window: s.window, Settings: store, After: still, Screens: func(f *Frame) []Screen {
		var screens []Screen
		for _, id := range shown {
			screens = append(screens, Entry(id, func() Page { return s.page(f, id) }))
		}
		return screens
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.frame = frame
	t.Cleanup(func() {
		frame.tips.Close()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if err := words.Use(words.Params{Language: "en"}); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *stage) page(f *Frame, id string) Page {
	p := &testPage{name: id, log: &s.log}
	p.content = container.NewStack(xwidget.NewEmpty(
		entries[id].icon, words.T(entries[id].title), words.T("frame.palette-nothing"),
		xwidget.NewButton(words.T("frame.palette"), "", xwidget.Primary, nil),
	))
	if id == Create {
		p.slot = xwidget.NewDropSlot("First frame", "", "picture", "")
		p.slot.OnDrop = func(files []fyne.URI) { s.log = append(s.log, "slot took "+files[0].Name()) }
		p.content = container.NewBorder(nil, nil, p.slot, nil, p.content)
		f.AddDropTarget(p.slot)
	}
	s.pages[id] = p
	return p
}

func (s *stage) want(t *testing.T, lines ...string) {
	t.Helper()
	if !slices.Equal(s.log, lines) {
		t.Errorf("happened: %q, want %q", s.log, lines)
	}
	s.log = nil
}

func (s *stage) press(key fyne.KeyName) { s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key}) }

func (s *stage) chord(key fyne.KeyName, mods fyne.KeyModifier) {
	s.frame.keys.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods})
}

func TestChoicesAreRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	t.Run("today", func(t *testing.T) {
		s := onStage(t, path)
		if got := s.frame.Choice("order"); got != "" {
			t.Errorf("nobody has chosen %q", got)
		}
		s.frame.KeepChoice("order", "longest")
		s.frame.KeepChoice("scope", "film")
		s.frame.KeepChoice("order", "name")
	})
	t.Run("tomorrow", func(t *testing.T) {
		s := onStage(t, path)
		if order, scope := s.frame.Choice("order"), s.frame.Choice("scope"); order != "name" || scope != "film" {
			t.Errorf("remembered are %q and %q", order, scope)
		}
	})
}

func TestWaysThroughTheScreens(t *testing.T) {
	s := onStage(t, "")
	s.want(t, "projects open ")
	s.chord(fyne.Key2, action.Command())
	s.want(t, "projects leave", "create open ")
	s.press(fyne.KeySpace)
	s.want(t, "create play")
	s.frame.Go(Queue, "job-7")
	s.frame.Go(Queue, "job-8")
	s.frame.Go("no such screen", "")
	s.want(t, "create leave", "queue open job-7", "queue open job-8")
	s.chord(fyne.KeyLeft, fyne.KeyModifierAlt)
	s.want(t, "queue open job-7")
	s.chord(fyne.KeyLeft, fyne.KeyModifierAlt)
	s.want(t, "queue leave", "create open ")
	s.chord(fyne.KeyRight, fyne.KeyModifierAlt)
	s.want(t, "create leave", "queue open job-7")
	s.frame.Go(Models, "")
	s.log = nil
	if s.frame.Ahead() {
		t.Error("what lay ahead is still there")
	}
	s.chord(fyne.KeyComma, action.Command())
	s.want(t, "models leave", "settings open ")
	if got := s.frame.Place(); got != (Route{Screen: Settings}) {
		t.Errorf("the place is %v", got)
	}
}

func TestPaletteFindsAndDoes(t *testing.T) {
	s := onStage(t, "")
	s.log = nil
	s.chord(fyne.KeyK, action.Command())
	field := s.window.Canvas().Focused()
	if field == nil {
		t.Fatal("the palette has no focus")
	}
	s.press(fyne.KeySpace) // belongs to the palette now
	s.window.Resize(fyne.NewSize(1280, 800))
	test.AssertRendersToImage(t, "palette/all.png", s.window.Canvas())
	test.Type(field, "strbrd")
	s.window.Resize(fyne.NewSize(900, 600))
	test.AssertRendersToImage(t, "palette/found.png", s.window.Canvas())
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.want(t, "projects leave", "storyboard open ")
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("the palette is still open")
	}
	s.chord(fyne.KeyK, action.Command())
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("Escape did not close the palette")
	}
}

func TestFilesGoToWhatLiesUnderThePointer(t *testing.T) {
	s := onStage(t, "")
	files := []fyne.URI{storage.NewFileURI("/tmp/a.png")}
	s.frame.Go(Create, "")
	s.log = nil
	slot := s.pages[Create].slot
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(slot).AddXY(5, 5)
	s.frame.dropped(at, files)
	s.want(t, "slot took a.png")
	slot.MouseIn(&desktop.MouseEvent{})
	s.frame.dropped(fyne.NewPos(9999, 0), files) // an old place, as on Windows
	s.want(t, "slot took a.png")
	slot.MouseOut()
	s.frame.dropped(fyne.NewPos(900, 300), files)
	s.want(t)
	if s.frame.toasts.Count() != 1 {
		t.Error("nobody was told that nothing takes the file")
	}
	s.pages[Create].takes = true
	s.frame.dropped(fyne.NewPos(900, 300), files)
	s.want(t, "create took a.png")
	scroll := container.NewVScroll(container.NewVBox(slot, container.NewGridWrap(fyne.NewSize(100, 3000))))
	page := s.pages[Create].content.(*fyne.Container)
	page.Objects = []fyne.CanvasObject{scroll}
	page.Layout = layout.NewStackLayout()
	page.Refresh()
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(slot).AddXY(5, 5)
	s.frame.dropped(at, files)
	s.want(t, "slot took a.png")
	scroll.ScrollToOffset(fyne.NewPos(0, 1500))
	s.frame.dropped(at.SubtractXY(0, 1500), files)
	s.frame.dropped(at, files)
	s.want(t, "create took a.png", "create took a.png")
	scroll.ScrollToOffset(fyne.Position{})
	s.frame.p.Dropped = func(files []fyne.URI) bool { return files[0].Extension() == ".kinora" }
	s.frame.dropped(at, []fyne.URI{storage.NewFileURI("/tmp/a.kinora")})
	s.want(t)
	s.frame.dropped(at, files)
	s.want(t, "slot took a.png")
	s.frame.Go(Queue, "")
	s.log = nil
	s.frame.dropped(at, files) // the slot is out of sight
	s.want(t)
}

func TestWhatIsChosenIsThereNextTime(t *testing.T) {
	s := onStage(t, "")
	s.window.Resize(fyne.NewSize(1000, 700))
	split := s.frame.Split("create", xwidget.SplitParams{
		Main: xwidget.NewPanel(look.SurfaceBase, 0), Side: xwidget.NewPanel(look.SurfacePanel, 0),
		State: xwidget.SplitState{Size: 200}, Least: 100,
	})
	split.SetCollapsed(true)
	if err := s.frame.SetLook(look.Params{Mode: look.Light, Scale: 1.25}); err != nil {
		t.Fatal(err)
	}
	if err := s.frame.SetLanguage("de"); err != nil {
		t.Fatal(err)
	}
	if err := s.frame.Actions().Bind("window.palette", action.Must("Mod+P")); err != nil {
		t.Fatal(err)
	}
	s.frame.KeepBindings()
	if err := s.frame.SetLook(look.Params{Mode: "sepia"}); err == nil {
		t.Error("a theme that there is not was taken")
	}
	if err := s.frame.Settings().Close(); err != nil {
		t.Fatal(err)
	}

	again := onStage(t, s.path)
	if got := again.window.Canvas().Size(); got != fyne.NewSize(1000, 700) {
		t.Errorf("the window is %v", got)
	}
	theme, ok := fyne.CurrentApp().Settings().Theme().(*look.Theme)
	if !ok || theme.Mode() != look.Light || look.Px(100) != 125 {
		t.Error("the look is another")
	}
	if words.Current() != "de" {
		t.Error("the language is another")
	}
	if got := again.frame.Split("create", xwidget.SplitParams{Main: split, Side: split}).State(); !got.Collapsed || got.Size != 200 {
		t.Errorf("the split is %+v", got)
	}
	if err := again.frame.Actions().Bind(goTo+Create, action.Must("F5")); err != nil {
		t.Fatal(err)
	}
	if got := again.frame.rail.items[Create].TipText(); got != (xwidget.Tip{Text: "Dreh", Key: "F5"}) {
		t.Errorf("the rail says %+v", got)
	}
	if got := again.frame.Actions().KeyLabel("window.palette"); got != "Strg+P" {
		t.Errorf("the palette has %q", got)
	}
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	store, _ := settings.Open(path)
	for _, err := range []error{
		settings.Set(store, ModeKey, "sepia"),
		settings.Set(store, ScaleKey, 40),
		settings.Set(store, LanguageKey, "no language"),
		settings.Set(store, placeKey, extent{Width: -3}),
		settings.Set(store, bindingsKey, map[string][]string{"window.back": {"Hyper+X"}}),
		store.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s := onStage(t, path)
	if got := s.window.Canvas().Size(); got != fyne.NewSize(1280, 800) {
		t.Errorf("the window is %v", got)
	}
}

func TestNewNeedsItsParts(t *testing.T) {
	if _, err := New(Params{}); err == nil {
		t.Error("a window without anything was made")
	}
}

func TestFrameLooksAsItShould(t *testing.T) {
	status := Status{Job: "Harbour at dawn · 12/40 · 1 min", Progress: 0.3, Provider: "CPU", Memory: "5.1/16 GB"}
	for name, c := range map[string]struct {
		look     look.Params
		language string
		size     fyne.Size
	}{
		"dark_1280":     {look.Params{}, "en", fyne.NewSize(1280, 800)},
		"dark_1920":     {look.Params{}, "en", fyne.NewSize(1920, 1080)},
		"light_1280":    {look.Params{Mode: look.Light}, "en", fyne.NewSize(1280, 800)},
		"light_1920":    {look.Params{Mode: look.Light}, "en", fyne.NewSize(1920, 1080)},
		"contrast_1280": {look.Params{Mode: look.HighContrast}, "en", fyne.NewSize(1280, 800)},
		"contrast_1920": {look.Params{Mode: look.HighContrast}, "en", fyne.NewSize(1920, 1080)},
		"german_large":  {look.Params{Scale: 1.25}, "de", fyne.NewSize(1280, 800)},
	} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, "")
			if err := s.frame.SetLook(look.Params{Mode: orDark(c.look.Mode), Scale: max(c.look.Scale, 1)}); err != nil {
				t.Fatal(err)
			}
			if err := s.frame.SetLanguage(c.language); err != nil {
				t.Fatal(err)
			}
			s.window.Resize(c.size)
			s.frame.Go(Storyboard, "")
			s.frame.SetCount(Queue, "3")
			s.frame.ShowStatus(status)
			s.frame.Toast(xwidget.Succeeded, words.T("frame.palette-nothing"))
			test.AssertRendersToImage(t, "frame/"+name+".png", s.window.Canvas())
		})
	}
}

func orDark(m look.Mode) look.Mode {
	if m == "" {
		return look.Dark
	}
	return m
}

func TestDialogLooksAsItShould(t *testing.T) {
	s := onStage(t, "")
	confirmed, cancelled := 0, 0
	params := xwidget.DialogParams{
		Title:   "Delete this take?",
		Content: xwidget.NewParagraph("Take 3 of Harbour at dawn goes to the bin of this project, where it stays for 30 days.", look.Body, look.TextMedium, 0),
		Confirm: "Delete", Cancel: "Keep", Danger: true,
		OnConfirm: func() bool { confirmed++; return confirmed > 1 },
		OnCancel:  func() { cancelled++ },
	}
	s.frame.Ask(params)
	test.AssertRendersToImage(t, "dialog/danger.png", s.window.Canvas())
	s.press(fyne.KeyReturn)
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("the dialog closed although it was not to")
	}
	s.press(fyne.KeyReturn)
	if s.window.Canvas().Overlays().Top() != nil {
		t.Fatal("the dialog is still open")
	}
	s.frame.Ask(params)
	s.press(fyne.KeyEscape)
	if confirmed != 2 || cancelled != 1 {
		t.Errorf("confirmed %d times, cancelled %d times", confirmed, cancelled)
	}
}

func TestEveryWayIsQuick(t *testing.T) {
	s := onStage(t, "")
	for _, id := range shown { // the pages are made once
		s.frame.Go(id, "")
	}
	for what, do := range map[string]func(){
		"opening a screen": func() { s.frame.Go(Create, ""); s.frame.Go(Queue, "") },
		"the status":       func() { s.frame.ShowStatus(Status{Job: fmt.Sprint(len(s.log)), Progress: 0.5}) },
	} {
		// The machine may be busy with something else once, but not ten times.
		meter := budget.NewMeter(nil)
		for range 10 {
			meter.Do(what, do)
		}
		if slow := meter.Overruns(); len(slow) == meter.Count() {
			t.Error(slow[len(slow)-1])
		}
	}
}
