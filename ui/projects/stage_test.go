package projects

import (
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
	"fyne.io/fyne/v2/storage"
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
	time.Local = time.UTC // pictures show times of day
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		clean()
		os.Exit(code)
	}))
}

// today is when the tests look at the screen.
var today = time.Date(2026, 11, 22, 18, 30, 0, 0, time.UTC)

// window is the real frame, with a UI goroutine that is the test's own.
type window struct {
	*core.Frame
	todo   chan func()
	meter  *budget.Meter
	said   []string
	offers []func()
	gone   string // the screen that was gone to
}

func (w *window) Do(what string, do func()) {
	w.todo <- func() { w.meter.Measure(what, do) }
}

func (w *window) Toast(tone xwidget.Tone, message string) {
	w.said = append(w.said, message)
	w.Frame.Toast(tone, message)
}

func (w *window) Offer(tone xwidget.Tone, message, act string, do func()) {
	w.said = append(w.said, message)
	w.offers = append(w.offers, do)
	w.Frame.Offer(tone, message, act, do)
}

func (w *window) Go(screen, _ string) { w.gone = screen }

// scene is the screen in a window, with real projects.
type scene struct {
	t      *testing.T
	window fyne.Window
	host   *window
	desk   *studio.Desk
	page   *Page
	home   string // of the user
	films  string
	shown  chan string // paths that the file manager was asked to show
}

type sceneParams struct {
	look     look.Params
	language string
	size     fyne.Size
	seed     func(s *scene)   // makes films and notes them before the screen is shown
	clock    func() time.Time // that tells how long the UI goroutine is held; nil for the machine's
	now      func() time.Time // of the program; nil for the machine's
}

func still(time.Duration, func()) func() { return func() {} }

func onScene(t *testing.T, p sceneParams) *scene {
	t.Helper()
	s := &scene{t: t, home: t.TempDir(), shown: make(chan string, 8)}
	t.Setenv("HOME", s.home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(s.home, ".cache"))
	s.films = filepath.Join(s.home, "Videos", "Kinora")
	s.check(os.MkdirAll(s.films, 0o755))
	kept, notice := settings.Open(filepath.Join(s.home, "settings.json"))
	if notice != nil {
		t.Fatal(notice)
	}
	command, err := studiotest.Command()
	s.check(err)
	if p.now == nil {
		p.now = time.Now
	}
	s.desk, err = studio.NewDesk(studio.DeskParams{Settings: kept, Worker: command, Version: studiotest.Version, Now: p.now})
	s.check(err)
	if p.seed != nil {
		p.seed(s)
	}
	app := test.NewTempApp(t)
	s.window = test.NewTempWindow(t, nil)
	s.host = &window{todo: make(chan func(), 100_000), meter: budget.NewMeter(p.clock)}
	if p.look.Mode == "" {
		p.look.Mode = look.Dark
	}
	if p.language == "" {
		p.language = "en"
	}
	for _, err := range []error{
		settings.Set(kept, core.ModeKey, p.look.Mode), settings.Set(kept, core.ScaleKey, max(p.look.Scale, 1)), settings.Set(kept, core.LanguageKey, p.language),
	} {
		s.check(err)
	}
	_, err = core.New(core.Params{App: app, Window: s.window, Settings: kept, After: still, Screens: func(f *core.Frame) []core.Screen {
		s.host.Frame = f
		return []core.Screen{core.Entry(core.Projects, func() core.Page {
			s.page = New(s.host, s.desk, func() string { return s.films })
			s.page.now = func() time.Time { return today }
			s.page.reveal = func(_ context.Context, path string) error { s.shown <- path; return nil }
			return s.page
		})}
	}})
	s.check(err)
	t.Cleanup(func() {
		s.page.Leave()
		ended := make(chan struct{})
		go func() { s.page.errand.running.Wait(); close(ended) }()
		s.until("all errands have come back", func() bool {
			select {
			case <-ended:
				return true
			default:
				return false
			}
		})
		s.check(s.desk.Close())
		s.check(kept.Close())
		s.check(words.Use(words.Params{Language: "en"}))
	})
	if p.size.Width == 0 {
		p.size = small
	}
	s.window.Resize(p.size)
	return s
}

func (s *scene) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// until does what errands want to have done until something is so.
func (s *scene) until(what string, so func() bool) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case f := <-s.host.todo:
			f()
		case <-tick.C:
		case <-deadline:
			s.t.Fatalf("it never happened: %s (said %q, told %q)", what, s.host.said, s.page.notices.all)
		}
	}
}

// looked waits until all cards in sight show what their films hold.
func (s *scene) looked() {
	s.t.Helper()
	s.until("all cards are filled", func() bool {
		first, last := s.page.grid.InSight()
		for i := first; i < last; i++ {
			if _, ok := s.page.glances.known[s.page.listed[i]]; !ok {
				return false
			}
		}
		return true
	})
}

// film is what a test's project holds.
type film struct {
	name   string
	folder string // below the user's home; empty for the folder of films
	shots  int
	takes  int // of the first shot
	shape  image.Point
	hue    float64
	queued int
	worked time.Time
}

// make makes a film and notes it as the one used last. It returns its folder.
func (s *scene) make(f film) string {
	s.t.Helper()
	folder := s.films
	if f.folder != "" {
		folder = filepath.Join(s.home, f.folder)
	}
	s.check(os.MkdirAll(folder, 0o755))
	dir := filepath.Join(folder, store.FolderName(f.name))
	s.check(os.CopyFS(dir, os.DirFS(s.filmed(f))))
	s.aged(dir, f.worked)
	s.check(studio.NoteProject(s.desk.Settings(), dir))
	return dir
}

// filmed makes what a film holds once for all tests: making it waits for the disk.
func (s *scene) filmed(f film) string {
	s.t.Helper()
	ctx := s.t.Context()
	folder := filepath.Join(os.Getenv("XDG_DATA_HOME"), "films")
	s.check(os.MkdirAll(folder, 0o755))
	name := fmt.Sprintf("%d-%d-%v-%.0f-%d", f.shots, f.takes, f.shape, f.hue*100, f.queued)
	if dir := filepath.Join(folder, store.FolderName(name)); store.IsProject(dir) {
		return dir
	}
	kept, err := store.Create(ctx, store.CreateParams{Folder: folder, Name: name, Now: func() time.Time { return f.worked }})
	s.check(err)
	var first project.Shot
	s.check(kept.Edit(ctx, "Write", func(e *store.Editor) error {
		for i := range f.shots {
			shot, err := e.AddShot(context.WithoutCancel(ctx), project.Shot{Beats: []string{"a tug pulls out"}})
			if err != nil {
				return err
			}
			if i == 0 {
				first = shot
			}
		}
		return nil
	}))
	for i := range f.takes {
		name := "media/" + project.TakeCode(first.Code, i+1) + ".mov"
		source, sum := clip(s.t, f.shape, f.hue)
		s.check(os.Link(source, kept.Path(name)))
		_, err := kept.AddTake(ctx, project.Take{
			Shot: first.ID, Verb: project.VerbGenerate, Path: name, SHA256: sum, Bytes: 1, Width: f.shape.X, Height: f.shape.Y, Frames: 2,
			Rate: project.Rate{Num: 24, Den: 1}, Silent: true, Prompt: "a tug pulls out", Made: f.worked,
		})
		s.check(err)
	}
	var jobs []project.Job
	for i := range f.queued {
		jobs = append(jobs, project.Job{Kind: project.JobGenerate, State: project.Paused, Title: fmt.Sprint("job ", i), Request: []byte("{}"), Created: f.worked, Shot: first.ID})
	}
	_, err = kept.AddJobs(ctx, jobs)
	s.check(err)
	dir := kept.Dir()
	s.check(kept.Close())
	return dir
}

// aged makes a film one that was worked in last at a moment.
func (s *scene) aged(dir string, worked time.Time) {
	s.t.Helper()
	s.check(os.Chtimes(filepath.Join(dir, "project.db"), worked, worked))
}

// clip makes a clip of two frames, once for each shape and hue.
func clip(t *testing.T, shape image.Point, hue float64) (path, sum string) {
	t.Helper()
	path = filepath.Join(os.Getenv("XDG_DATA_HOME"), fmt.Sprintf("clip-%dx%d-%.0f.mov", shape.X, shape.Y, hue*100))
	if _, err := os.Stat(path); err != nil {
		still := filepath.Join(t.TempDir(), "still.png")
		f, err := os.Create(still)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, landscape(shape.X, shape.Y, hue)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-y", "-loop", "1", "-i", still, "-frames:v", "2", "-r", "24", "-c:v", "mjpeg", "-q:v", "2", path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sha := sha256.Sum256(data)
	return path, hex.EncodeToString(sha[:])
}

// landscape is a sea under a sky with hills, as a film might begin.
func landscape(width, height int, hue float64) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	warm := 0.5 + 0.5*math.Sin(hue*2*math.Pi)
	for y := range height {
		for x := range width {
			fx, fy := float64(x)/float64(width), float64(y)/float64(height)
			horizon := 0.58 + 0.02*math.Sin(hue*20)
			r, g, b := 40+fy*150*(0.4+warm), 58+fy*110*(0.5+0.5*warm), 96+fy*70*(1.4-warm)
			hill := horizon - 0.10*math.Abs(math.Sin(fx*4+hue*9)) - 0.05*math.Sin(fx*11+hue*5)
			sun := math.Hypot((fx-0.25-0.5*hue)*float64(width)/float64(height), fy-0.34)
			glow := 70 * math.Exp(-sun*sun*22)
			r, g, b = r+glow, g+glow*0.8, b+glow*0.4
			switch {
			case fy > horizon:
				d := (fy - horizon) / (1 - horizon)
				r, g, b = 26+warm*60*(1-d), 42+30*(1-d), 60+44*(1-d)
				wave := 6 * math.Sin(fx*60+fy*260)
				r, g, b = r+wave, g+wave, b+wave
			case fy > hill:
				r, g, b = r*0.34, g*0.36, b*0.42
			case sun < 0.055:
				r, g, b = 252, 226, 180
			}
			picture.SetRGBA(x, y, color.RGBA{level(r), level(g), level(b), 255})
		}
	}
	return picture
}

func level(v float64) uint8 { return uint8(max(0, min(255, v))) }

func (s *scene) drop(paths ...string) {
	var files []fyne.URI
	for _, path := range paths {
		files = append(files, storage.NewFileURI(path))
	}
	s.page.DropFiles(files)
}
