package settings

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	kept "github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/models"
	"github.com/kinora-studio/kinora/ui/storyboard"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestMain(m *testing.M) {
	studio.RegisterFamilies()
	goleak.VerifyTestMain(m)
}

// stage is the real window with this screen and one that was not opened yet, and a
// real desk.
type stage struct {
	*core.Frame
	*studio.Desk
	t      *testing.T
	path   string // of the settings
	keep   *kept.Store
	window fyne.Window
	page   *Page
	found  []studio.Finding
	todo   chan func()
}

// Do keeps what errands want to have done for the test's goroutine, which is the
// one of the UI here.
func (s *stage) Do(_ string, f func()) { s.todo <- f }

// Settings is what the user has chosen; frame and desk both have it.
func (s *stage) Settings() *kept.Store { return s.keep }

// Examine is the real doctor, or what a picture shall show of another machine.
func (s *stage) Examine(ctx context.Context) ([]studio.Finding, error) {
	if s.found != nil {
		return s.found, nil
	}
	return s.Desk.Examine(ctx)
}

type setup struct {
	section  string
	look     look.Params
	language string
	size     fyne.Size
	path     string // of the settings; empty for new ones
	picture  bool   // show another machine than this one
}

// scenery is a machine as a film maker may have one.
func scenery(p *Page) {
	p.params.Films = func() string { return "/Users/mara/Movies/Kinora" }
	p.params.Player = func() (string, error) { return "mpv 0.40.0", nil }
	p.about = machine{
		total: func() int64 { return 64e9 }, cores: func() int { return 16 },
		cache: func() studio.Cache {
			return studio.Cache{Dir: "/Users/mara/Library/Caches/kinora", Bytes: 11_400_000_000}
		},
		packs:    func() string { return "/Users/mara/Library/Application Support/kinora/packs" },
		settings: func() string { return "/Users/mara/Library/Application Support/kinora/settings.json" },
	}
}

var healthy = []studio.Finding{
	{Part: "onnxruntime", Works: true, Version: "1.32.0", Path: "/Users/mara/Library/Caches/kinora/onnxruntime/1.32.0/libonnxruntime.dylib"},
	{Part: "cpu", Works: true},
	{Part: "cuda", What: "the CUDA provider cannot be used here: CUDA execution provider is not enabled in this build.", Hint: "use --provider cpu"},
	{Part: "directml", What: "DirectML exists on Windows only", Hint: "use --provider cpu or cuda"},
	{Part: "ffmpeg", Works: true, Version: "7.1.1", Path: "/usr/local/bin/ffmpeg"},
	{Part: "ffprobe", Works: true, Version: "7.1.1", Path: "/usr/local/bin/ffprobe"},
}

func onStage(t *testing.T, p setup) *stage {
	t.Helper()
	s := &stage{t: t, path: p.path, todo: make(chan func(), 1024)}
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	if s.path == "" {
		s.path = filepath.Join(t.TempDir(), "settings.json")
	}
	var notice *kept.Notice
	if s.keep, notice = kept.Open(s.path); notice != nil {
		t.Fatal(notice)
	}
	if p.path == "" {
		s.set(p)
	}
	var err error
	s.Desk, err = studio.NewDesk(studio.DeskParams{Settings: s.keep, Worker: []string{"no worker is started here"}, Version: "0.1.0", Now: time.Now})
	s.check(err)
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	if p.size.Width == 0 {
		p.size = fyne.NewSize(1280, 800)
	}
	still := func(time.Duration, func()) func() { return func() {} }
	_, err = core.New(core.Params{App: app, Window: s.window, Settings: s.keep, After: still, Screens: func(f *core.Frame) []core.Screen {
		s.Frame = f
		return []core.Screen{
			core.Entry(core.Models, func() core.Page { return models.New(s, s) }),
			core.Entry(core.Storyboard, func() core.Page { return storyboard.New(s, s) }),
			core.Entry(core.Settings, func() core.Page {
				s.page = New(s, s, Params{Films: s.films, Player: func() (string, error) { return "mpv 0.40.0", nil }})
				if p.picture {
					scenery(s.page)
					s.found = healthy
				}
				return s.page
			}),
		}
	}})
	s.check(err)
	t.Cleanup(s.close)
	s.window.Resize(p.size)
	s.Go(screen, p.section)
	return s
}

func (s *stage) set(p setup) {
	if p.look.Mode == "" {
		p.look.Mode = look.Dark
	}
	if p.language == "" {
		p.language = "en"
	}
	s.check(kept.Set(s.keep, core.ModeKey, p.look.Mode))
	s.check(kept.Set(s.keep, core.ScaleKey, max(p.look.Scale, 1)))
	s.check(kept.Set(s.keep, core.LanguageKey, p.language))
}

func (s *stage) films() string {
	if chosen := kept.Get(s.keep, studio.FilmsFolder); chosen != "" {
		return chosen
	}
	return "/usual"
}

// close ends what was begun; what was chosen is on the disk then.
func (s *stage) close() {
	if s.keep == nil {
		return
	}
	s.page.Leave()
	s.page.errands.Wait()
	s.check(s.Desk.Close())
	s.check(s.keep.Close())
	s.keep = nil
	s.check(words.Use(words.Params{Language: "en"}))
}

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// until does what errands want to have done until something is so.
func (s *stage) until(what string, so func() bool) {
	s.t.Helper()
	deadline := time.After(30 * time.Second)
	for !so() {
		select {
		case f := <-s.todo:
			f()
		case <-deadline:
			s.t.Fatalf("it never happened: %s", what)
		}
	}
}

// settled waits for the errands of the section that is shown.
func (s *stage) settled() {
	s.t.Helper()
	switch part := s.page.parts[sections[s.page.shown].id].(type) {
	case *appearance:
		s.until("the languages are read", func() bool { return len(part.languages) > 0 })
	case *folders:
		s.until("the cache is measured", func() bool { return part.size.Text() != "" })
	case *computing:
		s.until("the doctor has looked", func() bool { return part.asked == 0 })
	}
}

func (s *stage) keys() *keys          { return s.page.parts["keys"].(*keys) }
func (s *stage) key(id string) string { return s.Actions().KeyLabel(id) }

// press types keys as the keyboard would.
func (s *stage) press(chord string) {
	s.t.Helper()
	c := action.Must(chord)[0]
	focused := s.window.Canvas().Focused()
	if focused == nil {
		s.t.Fatal("nothing takes keys")
	}
	if c.Mods == 0 {
		focused.TypedKey(&fyne.KeyEvent{Name: c.Key})
		return
	}
	focused.(fyne.Shortcutable).TypedShortcut(shortcutOf(c))
}

// rowOf is the line of an action, brought into sight by a search.
func (s *stage) rowOf(id, search string) *keyRow {
	s.t.Helper()
	k := s.keys()
	k.search.SetText(search)
	for _, r := range k.rows {
		if r.id == id && r.box.Visible() {
			return r
		}
	}
	s.t.Fatalf("no line of %s", id)
	return nil
}
