package storyboard

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is the real window with this screen and a real project.
type stage struct {
	*core.Frame
	t       *testing.T
	window  fyne.Window
	session *studio.Session
	page    *Page
	todo    chan func()
	went    []string

	mu  sync.Mutex
	now time.Time // guarded by mu
}

// Do keeps what is wanted for the test's goroutine, which is the one of the UI
// here.
func (s *stage) Do(_ string, f func())       { s.todo <- f }
func (s *stage) Session() *studio.Session    { return s.session }
func (s *stage) Watch(func(*studio.Session)) {}
func (s *stage) Go(screen, id string)        { s.went = append(s.went, screen+" "+id) }

// Now moves on far enough that no two edits merge.
func (s *stage) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(10 * time.Second)
	return s.now
}

type setup struct {
	look     look.Params
	language string
	size     fyne.Size
	none     bool // no project is open
	before   func(*stage)
}

func onStage(t *testing.T, p setup) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Date(2026, 11, 22, 22, 33, 0, 0, time.UTC), todo: make(chan func(), 1024)}
	if !p.none {
		s.open()
		if p.before != nil {
			p.before(s)
		}
	}
	keep, notice := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	if notice != nil {
		t.Fatal(notice)
	}
	if p.look.Mode == "" {
		p.look.Mode = look.Dark
	}
	if p.look.Scale == 0 {
		p.look.Scale = 1
	}
	if p.language == "" {
		p.language = "en"
	}
	for _, err := range []error{
		settings.Set(keep, core.ModeKey, p.look.Mode), settings.Set(keep, core.ScaleKey, p.look.Scale), settings.Set(keep, core.LanguageKey, p.language),
	} {
		s.check(err)
	}
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	still := func(time.Duration, func()) func() { return func() {} }
	_, err := core.New(core.Params{App: app, Window: s.window, Settings: keep, After: still, Screens: func(f *core.Frame) []core.Screen {
		s.Frame = f
		return []core.Screen{core.Entry(core.Storyboard, func() core.Page { s.page = New(s, s); return s.page })}
	}})
	s.check(err)
	t.Cleanup(func() {
		s.page.Leave()
		s.page.clerk.flush()
		left := make(chan struct{})
		go func() { s.page.running.Wait(); close(left) }()
		for waiting := true; waiting; {
			select {
			case <-s.todo:
			case <-left:
				waiting = false
			}
		}
		if s.session != nil {
			s.check(s.session.Close())
		}
		s.check(keep.Close())
		s.check(words.Use(words.Params{Language: "en"}))
	})
	if p.size.Width == 0 {
		p.size = fyne.NewSize(1280, 800)
	}
	s.window.Resize(p.size)
	if !p.none {
		s.until("the board", func() bool { return s.page.board.film.UUID != "" })
		want := len(s.shots())
		s.until("the shots", func() bool { return len(s.page.shots) == want })
	}
	return s
}

func (s *stage) open() {
	made, err := store.Create(s.t.Context(), store.CreateParams{Folder: s.t.TempDir(), Name: "Harbour", Now: s.Now})
	s.check(err)
	dir := made.Dir()
	s.check(made.Close())
	s.session, err = studio.OpenSession(s.t.Context(), studio.SessionParams{
		Project: dir, Worker: []string{"no worker is started here"}, Version: "test", Now: s.Now, Budget: 12e9,
	})
	s.check(err)
}

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// until does what is wanted of the UI goroutine until something is so.
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

// lists waits until these shots are listed, in this order.
func (s *stage) lists(codes string) {
	s.t.Helper()
	s.until(codes, func() bool { return s.codes() == codes })
}

func (s *stage) codes() string {
	var all []string
	for _, shot := range s.page.shots {
		all = append(all, shot.Code)
	}
	return strings.Join(all, " ")
}

func (s *stage) shots() []project.Shot {
	shots, err := s.session.Store.Shots(s.t.Context())
	s.check(err)
	return shots
}

// key does what a key means here.
func (s *stage) key(id string) {
	s.t.Helper()
	if !s.Actions().Run(id) {
		s.t.Fatalf("%s cannot be done now", id)
	}
}

const harbour = `INT. FERRY OFFICE - NIGHT

Rain runs down the window. Anna counts coins on the desk.

ANNA
He said nine.

BOB
Nine, yes. It is nine.

Bob lifts the telephone and listens. There is no sound.

EXT. QUAY - DAWN

A tug pulls out into the fog. Gulls rise over the cranes.

Anna runs along the quay with a suitcase.

ANNA
Wait!

The ferry turns, wide. Her wake is seen from above.`

// fill puts shots of every state into a project.
func fill(s *stage) {
	s.t.Helper()
	ctx := s.t.Context()
	var shots []project.Shot
	s.check(s.session.Store.Edit(ctx, "fill", func(e *store.Editor) error {
		for _, scene := range splitScript(harbour) {
			kept, err := e.AddScene(ctx, project.Scene{Title: scene.Title})
			if err != nil {
				return err
			}
			for _, shot := range scene.Shots {
				added, err := e.AddShot(ctx, shotOf(shot, kept.ID, project.Rate{Num: 24, Den: 1}))
				if err != nil {
					return err
				}
				shots = append(shots, added)
			}
		}
		return nil
	}))
	s.take(shots[0], "gradients=size=640x360:rate=24:seed=5:c0=0x0c1f2c:c1=0x5d7f96", 2)
	s.take(shots[0], "gradients=size=640x360:rate=24:seed=7:c0=0x22324a:c1=0xe0a060", 1)
	s.take(shots[2], "gradients=size=640x360:rate=24:seed=11:c0=0x101820:c1=0x8fa8b8", 1)
	s.jobs(shots)
}

// take imports a clip that ffmpeg draws.
func (s *stage) take(shot project.Shot, source string, seconds int) {
	s.t.Helper()
	number, code, err := s.session.Store.NextTake(s.t.Context(), shot.ID)
	s.check(err)
	path := "media/" + code + ".mp4"
	out, err := exec.CommandContext(s.t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-t", fmt.Sprint(seconds),
		"-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", s.session.Store.Path(path)).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	_, err = s.session.Store.AddTake(s.t.Context(), project.Take{
		Shot: shot.ID, Number: number, Code: code, Verb: project.VerbImport, Path: path, Width: 640, Height: 360,
		Frames: 24 * seconds, Rate: project.Rate{Num: 24, Den: 1}, SHA256: strings.Repeat(fmt.Sprintf("%08x", 1000*shot.ID+int64(number)), 8), Bytes: 1,
	})
	s.check(err)
}
