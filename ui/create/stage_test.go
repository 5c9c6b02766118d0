package create

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/budget"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func TestMain(m *testing.M) {
	clean, err := studiotest.Setup()
	if err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		clean()
		os.Exit(code)
	}))
}

// window is the real frame with what it does not have yet, and with a UI goroutine
// that is the test's own.
type window struct {
	*core.Frame
	todo   chan func()
	meter  *budget.Meter
	said   []string
	loaded []string
	played int
	pairs  []string // that were compared
	frame  int      // that the viewer shows
	viewer fyne.CanvasObject
}

func (w *window) Do(what string, do func()) {
	w.todo <- func() { w.meter.Measure(what, do) }
}

func (w *window) Toast(tone xwidget.Tone, message string) {
	w.said = append(w.said, message)
	w.Frame.Toast(tone, message)
}

func (w *window) Viewer() fyne.CanvasObject { return w.viewer }
func (w *window) ShowTake(path string, _ project.Take) {
	w.loaded = append(w.loaded, filepath.Base(path))
}
func (w *window) PlayPause() { w.played++ }
func (w *window) CompareTakes(left, right string) {
	w.pairs = append(w.pairs, filepath.Base(left)+" "+filepath.Base(right))
}
func (w *window) ShownFrame() int { return w.frame }

type scene struct {
	t      *testing.T
	window fyne.Window
	host   *window
	desk   *studio.Desk
	page   *Page
}

type sceneParams struct {
	look      look.Params
	language  string
	size      fyne.Size
	seed      func(*testing.T, *store.Store) // fills the project before it is opened; nil for an empty one
	viewer    fyne.CanvasObject
	noProject bool
	clock     func() time.Time // that tells how long the UI goroutine is held; nil for the machine's
}

func still(time.Duration, func()) func() { return func() {} }

// onScene opens the window on this screen, with a real project.
func onScene(t *testing.T, p sceneParams) *scene {
	t.Helper()
	kept, notice := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	if notice != nil {
		t.Fatal(notice)
	}
	command, err := studiotest.Command()
	if err != nil {
		t.Fatal(err)
	}
	desk, err := studio.NewDesk(studio.DeskParams{Settings: kept, Worker: command, Version: studiotest.Version, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if !p.noProject {
		made, err := store.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Harbour", Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if p.seed != nil {
			p.seed(t, made)
		}
		dir := made.Dir()
		if err := made.Close(); err != nil {
			t.Fatal(err)
		}
		session, err := desk.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		sketched(t, session)
	}
	s := &scene{t: t, desk: desk}
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	s.host = &window{todo: make(chan func(), 100_000), meter: budget.NewMeter(p.clock), viewer: p.viewer}
	for _, err := range []error{
		settings.Set(kept, core.ModeKey, orDark(p.look.Mode)), settings.Set(kept, core.ScaleKey, max(p.look.Scale, 1)),
		settings.Set(kept, core.LanguageKey, orEnglish(p.language)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = core.New(core.Params{App: app, Window: s.window, Settings: kept, After: still, Screens: func(f *core.Frame) []core.Screen {
		s.host.Frame = f
		return []core.Screen{core.Entry(core.Create, func() core.Page {
			s.page = New(s.host, desk)
			return s.page
		})}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if p.size.IsZero() {
		p.size = fyne.NewSize(1280, 800)
	}
	s.window.Resize(p.size)
	t.Cleanup(func() { s.close(kept) })
	if !p.noProject {
		s.until("the shot is read", func() bool { return s.page.planner.reading.Info.Name != "" })
	}
	return s
}

// sketched draws the thumbnails once, so that all that is shown comes from the
// cache, which has lost a little.
func sketched(t *testing.T, session *studio.Session) {
	t.Helper()
	takes, err := session.Store.Takes(t.Context(), store.TakeFilter{}, store.Page{Limit: 6})
	if err != nil {
		t.Fatal(err)
	}
	for _, take := range takes {
		if _, err := session.Strip(t.Context(), take); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *scene) close(kept *settings.Store) {
	s.page.Leave()
	if err := s.desk.Close(); err != nil {
		s.t.Error(err)
	}
	s.page.errands.running.Wait()
	if err := kept.Close(); err != nil {
		s.t.Error(err)
	}
	if err := words.Use(words.Params{Language: "en"}); err != nil {
		s.t.Error(err)
	}
}

func orDark(m look.Mode) look.Mode {
	if m == "" {
		return look.Dark
	}
	return m
}

func orEnglish(tag string) string {
	if tag == "" {
		return "en"
	}
	return tag
}

// until is the UI goroutine, until something is the case.
func (s *scene) until(what string, done func() bool) {
	s.t.Helper()
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for !done() {
		select {
		case do := <-s.host.todo:
			do()
		case <-late.C:
			s.t.Fatalf("waited in vain until %s; said %q; plan %d of %d: %s", what, s.host.said, s.page.planner.shown, s.page.planner.turn, test.RenderObjectToMarkup(s.page.planner.problem))
		}
	}
}

// drain does what has come by now.
func (s *scene) drain() {
	for {
		select {
		case do := <-s.host.todo:
			do()
		default:
			return
		}
	}
}

// planned waits for the plan of what is written now.
func (s *scene) planned() {
	s.t.Helper()
	s.kept()
	s.until("the plan is there", func() bool { return s.page.planner.shown == s.page.planner.turn })
}

// drawn waits for the pictures of the takes in sight.
func (s *scene) drawn() {
	s.t.Helper()
	g := s.page.gallery
	s.until("the takes are drawn", func() bool {
		first, last := g.grid.InSight()
		for i := max(first, len(g.jobs)); i < min(last, g.count()); i++ {
			if _, ok := g.thumbs.posters.get(g.takes.at(i - len(g.jobs)).ID); !ok {
				return false
			}
		}
		return true
	})
	g.grid.Refresh() // the shadows at its edges follow a scroll with the next one
	stage := s.page.stage
	s.until("the size is known", func() bool { _, known := g.sizes[g.selected]; return known || g.selected <= 0 })
	s.until("the picture is smooth", func() bool { return !stage.picture.Visible() || stage.picture.Image != stage.source })
}

// session is the open project.
func (s *scene) session() *studio.Session { return s.desk.Session() }

// shot reads a shot as the project has it.
func (s *scene) shot(code string) project.Shot {
	s.t.Helper()
	shot, err := s.session().Store.ShotByCode(s.t.Context(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	return shot
}

// kept waits until what was written is in the project.
func (s *scene) kept() {
	s.t.Helper()
	s.page.saver.flush()
	s.drain()
}

// landscape is a picture like one of a film: sky, ground and a sun that moves.
func landscape(width, height int, hue, at float64) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			sun := math.Exp(-60 * ((u-0.2-0.6*at)*(u-0.2-0.6*at)*2.6 + (v-0.45+0.2*math.Sin(at*3))*(v-0.45+0.2*math.Sin(at*3))))
			r, g, b := 40+90*v*hue+170*sun, 58+50*v+120*sun, 120-60*v*hue+60*sun
			ridge := 0.62 + 0.06*math.Sin(u*9+hue*7) + 0.02*math.Sin(u*31)
			if v > ridge {
				r, g, b = 30*hue+14*u, 36-10*u+8*hue, 34+10*(1-hue)
			}
			if v > ridge+0.16 {
				r, g, b = r*0.55, g*0.55, b*0.6
			}
			picture.SetRGBA(x, y, color.RGBA{uint8(min(r, 255)), uint8(min(g, 255)), uint8(min(b, 255)), 255})
		}
	}
	return picture
}

// The clips of tests have the size of thumbnails and lose nothing, so that every
// ffmpeg shows the same.
const (
	clipWidth, clipHeight, clipFrames = 320, 180, 24
)

func film(t *testing.T, path string, hue float64) {
	t.Helper()
	var raw bytes.Buffer
	for i := range clipFrames {
		p := landscape(clipWidth, clipHeight, hue, float64(i)/clipFrames)
		for j := 0; j < len(p.Pix); j += 4 {
			raw.Write(p.Pix[j : j+3])
		}
	}
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
		"-s", fmt.Sprintf("%dx%d", clipWidth, clipHeight), "-r", "24", "-i", "-", "-c:v", "png", path)
	cmd.Stdin = &raw
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// filmed adds takes to a shot, of a few different films.
func filmed(t *testing.T, kept *store.Store, shot project.Shot, count int) {
	t.Helper()
	const different = 6
	var sources, sums []string
	for i := range min(count, different) {
		path := filepath.Join(os.Getenv("XDG_DATA_HOME"), fmt.Sprintf("film-%d.mov", i)) // for all tests
		if _, err := os.Stat(path); err != nil {
			film(t, path, float64(i)/different)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		sources, sums = append(sources, path), append(sums, hex.EncodeToString(sum[:]))
	}
	made := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for i := range count {
		name := project.TakeCode(shot.Code, i+1) + ".mov"
		if err := os.Link(sources[i%different], kept.Path("media/"+name)); err != nil {
			t.Fatal(err)
		}
		take := project.Take{
			Shot: shot.ID, Verb: project.VerbGenerate, Path: "media/" + name, SHA256: sums[i%different], Bytes: 1,
			Width: clipWidth, Height: clipHeight, Frames: clipFrames, Rate: project.Rate{Num: 24, Den: 1}, Silent: true,
			Prompt: "a ball drops, static camera", Seed: uint64(4700 + i), Made: made.Add(time.Duration(i) * time.Minute),
		}
		if _, err := kept.AddTake(t.Context(), take); err != nil {
			t.Fatal(err)
		}
	}
}

// written adds a shot.
func written(t *testing.T, kept *store.Store, shot project.Shot) project.Shot {
	t.Helper()
	err := kept.Edit(t.Context(), "Write", func(e *store.Editor) (err error) {
		shot, err = e.AddShot(context.WithoutCancel(t.Context()), shot)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return shot
}

// picture writes a picture to a file.
func picture(t *testing.T, name string) string {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, landscape(640, 360, 0.8, 0.4)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
