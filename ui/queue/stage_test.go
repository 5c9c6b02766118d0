package queue

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time // guarded by mu
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// stage is the real window with this screen, a real project and a queue whose
// runner is the test.
type stage struct {
	*core.Frame
	t       *testing.T
	clock   *clock
	window  fyne.Window
	session *studio.Session
	page    *Page
	todo    chan func()
	forming map[int64]studio.Forming
}

// Do keeps what the loop wants to have done for the test's goroutine, which is the
// one of the UI here.
func (s *stage) Do(_ string, f func()) { s.todo <- f }

// Session is the project that is open.
func (s *stage) Session() *studio.Session { return s.session }

type setup struct {
	look     look.Params
	language string
	size     fyne.Size
	empty    bool // no project is open
}

func onStage(t *testing.T, p setup) *stage {
	t.Helper()
	s := &stage{
		t: t, clock: &clock{now: time.Date(2026, 11, 22, 22, 33, 0, 0, time.UTC)},
		todo: make(chan func(), 1024), forming: map[int64]studio.Forming{},
	}
	if !p.empty {
		s.session = s.open()
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
		return []core.Screen{
			core.Entry(core.Queue, func() core.Page {
				s.page = New(s, s)
				s.page.now = s.clock.Now
				s.page.form = func(_ *studio.Session, job int64) (studio.Forming, bool) {
					f, ok := s.forming[job]
					return f, ok
				}
				return s.page
			}),
		}
	}})
	s.check(err)
	t.Cleanup(func() {
		s.page.Leave()
		s.check(keep.Close())
		s.check(words.Use(words.Params{Language: "en"}))
	})
	if p.size.Width == 0 {
		p.size = fyne.NewSize(1280, 800)
	}
	s.window.Resize(p.size)
	return s
}

func (s *stage) open() *studio.Session {
	folder := s.t.TempDir()
	made, err := store.Create(s.t.Context(), store.CreateParams{Folder: folder, Name: "Harbour", Now: s.clock.Now})
	s.check(err)
	dir := made.Dir()
	s.check(made.Close())
	session, err := studio.OpenSession(s.t.Context(), studio.SessionParams{
		Project: dir, Worker: []string{"no worker is started here"}, Version: "test", Now: s.clock.Now, Budget: 12e9,
	})
	s.check(err)
	s.t.Cleanup(func() { s.check(session.Close()) })
	return session
}

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// until does what the loop wants to have done until something is so.
func (s *stage) until(what string, so func() bool) {
	s.t.Helper()
	deadline := time.After(time.Minute)
	for !so() {
		select {
		case f := <-s.todo:
			f()
		case <-deadline:
			s.t.Fatalf("it never happened: %s", what)
		}
	}
}

// shows waits until the list has so many lines.
func (s *stage) shows(lines int) {
	s.t.Helper()
	s.until(fmt.Sprintf("%d lines", lines), func() bool { return len(s.page.shot.entries) == lines })
}

func take(title string, seconds float64) jobs.New {
	return jobs.New{
		Kind: project.JobGenerate, Title: title, Request: []byte("{}"), Pack: "pocket", Provider: "cpu",
		Work: 1000, Steps: 40, Memory: 3.1e9, Predicted: seconds,
	}
}

func (s *stage) add(news ...jobs.New) []project.Job {
	s.t.Helper()
	added, err := s.session.Queue.Add(s.t.Context(), news...)
	s.check(err)
	return added
}

func (s *stage) start(id int64) *jobs.Attempt {
	s.t.Helper()
	a, err := s.session.Queue.Start(s.t.Context(), id)
	s.check(err)
	return a
}

func (s *stage) step(a *jobs.Attempt, step int, checkpoint string) {
	s.t.Helper()
	s.check(a.Step(s.t.Context(), jobs.Progress{Step: step, Steps: 40, Checkpoint: checkpoint}))
}

// titles are the jobs of the list in their order.
func (s *stage) titles() []string {
	var all []string
	for _, e := range s.page.shot.entries {
		if e.heading == 0 {
			all = append(all, e.row.Title)
		}
	}
	return all
}

// line brings the line of a job into sight and returns it.
func (s *stage) line(title string) *line {
	s.t.Helper()
	for i, e := range s.page.shot.entries {
		if e.heading == 0 && e.row.Title == title {
			s.page.list.reveal(i)
			return s.page.list.shown[i]
		}
	}
	s.t.Fatalf("%q is not in the list: %q", title, s.titles())
	return nil
}

func (s *stage) press(title string, held fyne.KeyModifier) {
	s.t.Helper()
	s.line(title).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held})
}

// key does what a key means here.
func (s *stage) key(id string) {
	s.t.Helper()
	if !s.Actions().Run(id) {
		s.t.Fatalf("%s cannot be done now", id)
	}
}

// preview is a JPEG of something that forms.
func preview(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 160, 90))
	for y := range 90 {
		for x := range 160 {
			sky := color.RGBA{uint8(40 + y), uint8(60 + y), uint8(110 + y/2), 255}
			if y > 58+(x*x/900)%7 {
				sky = color.RGBA{uint8(30 + x/8), uint8(40 + x/10), uint8(48 + y/4), 255}
			}
			if dx, dy := x-112, y-40; dx*dx+dy*dy < 140 {
				sky = color.RGBA{245, 196, 120, 255}
			}
			picture.SetRGBA(x, y, sky)
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// fill puts jobs of every state into the queue.
func (s *stage) fill() []project.Job {
	s.t.Helper()
	ctx := s.t.Context()
	q := s.session.Queue
	added := s.add(
		take("SH010, the harbour wakes, gulls over the cranes", 240), take("SH020, a tug pulls out into the fog", 300),
		take("SH030, hands on a wet rope", 180), take("SH040, the ferry turns, wide", 420), take("SH050, close on the captain", 240),
		take("SH060, the bell rings twice", 200), take("SH070, wake of the ferry seen from above", 360), take("SH080, night falls on the quay", 300),
	)
	s.clock.advance(-3 * time.Hour)
	done := s.start(added[0].ID)
	s.clock.advance(4 * time.Minute)
	s.step(done, 40, "")
	s.check(done.Finish(ctx, nil))
	s.clock.advance(3*time.Hour - 20*time.Minute)
	broken := s.start(added[1].ID)
	s.clock.advance(time.Minute)
	s.step(broken, 9, "")
	s.check(broken.Fail(ctx, jobs.Failure{
		Reason: "the worker ran out of memory", Hint: "use a smaller size or fewer frames, or close other programs",
		Log: "loading transformer\nallocating 7.4 GB\nkilled by signal 9",
	}))
	s.clock.advance(10 * time.Minute)
	runs := s.start(added[2].ID)
	s.clock.advance(30 * time.Second)
	for step := 1; step <= 12; step++ {
		s.clock.advance(5 * time.Second)
		s.step(runs, step, "")
	}
	s.forming[added[2].ID] = studio.Forming{Job: added[2].ID, Phase: engine.PhaseSample, Step: 12, Steps: 40, Memory: 2.9e9, Picture: preview(s.t)}
	s.check(q.Cancel(ctx, added[7].ID))
	s.check(q.Pause(ctx, added[5].ID))
	s.check(q.SetPriority(ctx, high, added[3].ID))
	follows := take("SH070, extended by ten seconds", 360)
	follows.After = added[6].ID
	s.add(follows)
	return added
}
