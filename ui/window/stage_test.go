package window

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/budget"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/words"
)

// driver is one whose UI goroutine is the test's: what is meant for it waits
// until the test takes it.
type driver struct {
	fyne.Driver
	todo   chan func()
	meter  *budget.Meter
	moving map[*fyne.Animation]bool // what is animated until it is stopped
}

func (d *driver) DoFromGoroutine(do func(), wait bool) {
	done := make(chan struct{})
	d.todo <- func() { defer close(done); d.meter.Measure("a callback", do) }
	if wait {
		<-done
	}
}

// app is Fyne's for tests on that driver.
type app struct {
	fyne.App
	driver *driver
}

func (a app) Driver() fyne.Driver { return a.driver }

// stage is the whole window, without a display.
type stage struct {
	*testing.T
	*Window
	driver *driver
	desk   *studio.Desk
}

// onStage opens the window, with a film of two shots and a take where it is wanted.
func onStage(t *testing.T, film bool, clock func() time.Time) *stage {
	t.Helper()
	name := ""
	if film {
		name = "Harbour"
	}
	return onStageNamed(t, name, clock)
}

// onStageNamed opens the window with a film of a name; empty for none.
func onStageNamed(t *testing.T, film string, clock func() time.Time) *stage {
	t.Helper()
	for _, variable := range []string{"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"} {
		t.Setenv(variable, "") // dialogs and file managers of this machine are none of ours
	}
	kept, notice := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	if notice != nil {
		t.Fatal(notice)
	}
	s := &stage{T: t, driver: &driver{todo: make(chan func(), 100_000), meter: budget.NewMeter(clock)}}
	command, err := studiotest.Command()
	s.check(err)
	s.desk, err = studio.NewDesk(studio.DeskParams{Settings: kept, Worker: command, Version: studiotest.Version, Now: time.Now})
	s.check(err)
	// Not one that is taken away with the test: what comes late belongs to the next
	// test's goroutine then, and to no other.
	s.driver.Driver = test.NewApp().Driver()
	params := Params{App: app{fyne.CurrentApp(), s.driver}, Desk: s.desk, Settings: kept, Films: t.TempDir()}
	fyne.SetCurrentApp(params.App)
	if film != "" {
		params.Project = s.film(params.Films, film)
	}
	s.check(settings.Set(kept, core.LanguageKey, "en"))
	s.Window, err = New(t.Context(), params)
	s.check(err)
	s.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(func() {
		s.frame.Go(core.Settings, "about") // where nothing is read; what the others read ends as they are left
		s.window.Close()
		s.status.Close()
		s.viewer.close()
		s.check(s.desk.Close())
		s.quiet(500 * time.Millisecond) // what is still being read comes to its end here
		s.check(kept.Close())
		s.check(words.Use(words.Params{Language: "en"}))
	})
	if film != "" {
		s.until("the film is open", func() bool { return s.frame.Place().Screen == core.Create })
	}
	s.rest()
	return s
}

// film makes a film with two shots and a take.
func (s *stage) film(folder, name string) string {
	ctx := s.Context()
	made, err := store.Create(ctx, store.CreateParams{Folder: folder, Name: name, Now: time.Now})
	s.check(err)
	s.check(made.Edit(ctx, "write two shots", func(e *store.Editor) error {
		for _, beat := range []string{"a red ball bounces", "a blue ball rolls"} {
			if _, err := e.AddShot(ctx, project.Shot{Beats: []string{beat}}); err != nil {
				return err
			}
		}
		return nil
	}))
	clip := made.Path("media/SH010_T01.mp4")
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=1",
		"-f", "lavfi", "-i", "sine=d=1", "-pix_fmt", "yuv420p", clip).CombinedOutput()
	if err != nil {
		s.Fatalf("%v: %s", err, out)
	}
	_, err = made.Adopt(ctx, []string{clip}, "SH010")
	s.check(err)
	s.check(made.Close())
	return made.Dir()
}

func (s *stage) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// until is the UI goroutine, until something is the case.
func (s *stage) until(what string, done func() bool) {
	s.Helper()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for !done() {
		select {
		case do := <-s.driver.todo:
			do()
		case <-late.C:
			s.Fatalf("waited in vain until %s", what)
		}
	}
}

// rest is the UI goroutine until nothing has come for a while.
func (s *stage) rest() { s.quiet(40 * time.Millisecond) }

func (s *stage) quiet(while time.Duration) {
	for {
		over := time.NewTimer(while)
		select {
		case do := <-s.driver.todo:
			over.Stop()
			do()
		case <-over.C:
			return
		}
	}
}

// clear closes what lies on top of the window.
func (s *stage) clear() {
	overlays := s.window.Canvas().Overlays()
	for overlays.Top() != nil {
		overlays.Remove(overlays.Top())
	}
}
