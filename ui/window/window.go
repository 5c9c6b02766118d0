package window

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/create"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/models"
	"github.com/kinora-studio/kinora/ui/player"
	"github.com/kinora-studio/kinora/ui/projects"
	"github.com/kinora-studio/kinora/ui/queue"
	settingspage "github.com/kinora-studio/kinora/ui/settings"
	"github.com/kinora-studio/kinora/ui/storyboard"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Params are what the window is made of.
type Params struct {
	App      fyne.App
	Desk     *studio.Desk
	Settings *settings.Store
	Project  string // folder of the project to open; empty for none
	Films    string // folder in which new films are made
	// LanguageFolder holds the user's own translations; empty for none.
	LanguageFolder string
}

// Window is the studio's window.
type Window struct {
	params Params
	window fyne.Window
	frame  *core.Frame
	viewer *viewer
	status *queue.Presenter
	// projects is the screen that opens films; nil before it was first shown.
	projects *projects.Page
	told     troubles
}

// host is what screens see of the window.
type host struct {
	*core.Frame
	*viewer
}

// New makes the window; Run shows it.
func New(ctx context.Context, p Params) (*Window, error) {
	if p.App == nil || p.Desk == nil || p.Settings == nil {
		return nil, errors.New("the window needs an app, a desk and settings")
	}
	w := &Window{params: p, window: p.App.NewWindow("Kinora")}
	var err error
	w.frame, err = core.New(core.Params{
		App: p.App, Window: w.window, Settings: p.Settings, LanguageFolder: p.LanguageFolder, Dropped: w.openDropped,
		Screens: func(f *core.Frame) []core.Screen { return w.screens(f) }, //nolint:contextcheck // pages live longer than what opens the window
	})
	if err != nil {
		return nil, err
	}
	w.frame.Actions().Add(w.viewer.actions()...)
	w.status, err = queue.NewPresenter(queue.StatusParams{ //nolint:contextcheck // ended by Close
		Desk: p.Desk, Do: w.frame.Do,
		Show:  func(s queue.Status) { w.frame.ShowStatus(core.Status(s)) },
		Count: func(count string) { w.frame.SetCount(core.Queue, count) },
	})
	if err != nil {
		return nil, err
	}
	p.Desk.Watch(func(s *studio.Session) { w.frame.Do("title", func() { w.title(s) }) })
	p.Desk.OnTrouble(w.trouble)
	if p.Project != "" {
		w.openAsync(ctx, p.Project)
	}
	return w, nil
}

// screens lists what the rail shows: only what works.
func (w *Window) screens(f *core.Frame) []core.Screen {
	w.viewer = &viewer{frame: f}
	h := host{f, w.viewer}
	return []core.Screen{
		core.Entry(core.Projects, func() core.Page {
			w.projects = projects.New(h, w.params.Desk, w.films)
			return w.projects
		}),
		core.Entry(core.Create, func() core.Page { return create.New(h, w.params.Desk) }),
		core.Entry(core.Storyboard, func() core.Page { return storyboard.New(h, w.params.Desk) }),
		core.Entry(core.Queue, func() core.Page { return queue.New(h, w.params.Desk) }),
		core.Entry(core.Models, func() core.Page { return models.New(h, w.params.Desk) }),
		core.Entry(core.Settings, func() core.Page {
			return settingspage.New(h, w.params.Desk, settingspage.Params{
				Films: w.films, Player: player.Version, LanguageFolder: w.params.LanguageFolder,
			})
		}),
	}
}

// films is the folder in which new films are made: the user's choice, or the one
// that the program has for them.
func (w *Window) films() string {
	if chosen := settings.Get(w.params.Settings, studio.FilmsFolder); chosen != "" {
		return chosen
	}
	return w.params.Films
}

// openAsync opens a project and goes to where its shots are written.
func (w *Window) openAsync(ctx context.Context, dir string) {
	go func() {
		session, err := w.params.Desk.Open(ctx, dir)
		w.frame.Do("open project", func() {
			if err != nil {
				w.Warn(fault.Sentence(err))
				return
			}
			if session.Store.Repair() != nil {
				w.frame.Go(core.Projects, "") // which says what happened, and leads on
				return
			}
			if n := len(session.Interrupted()); n > 0 {
				w.frame.Toast(xwidget.Neutral, words.N("projects.interrupted", n))
			}
			for _, notice := range session.Store.Notices() {
				w.Warn(fault.Notice(notice))
			}
			w.frame.Go(core.Create, "")
		})
	}()
}

// openDropped opens a film that is dropped on any screen. What else is dropped is
// the screen's own.
func (w *Window) openDropped(files []fyne.URI) bool {
	films := slices.DeleteFunc(slices.Clone(files), func(f fyne.URI) bool { return !projects.IsFilm(f) })
	if len(films) == 0 {
		return false
	}
	w.frame.Go(core.Projects, "")
	return w.projects.DropFiles(films)
}

func (w *Window) title(s *studio.Session) {
	if s == nil {
		w.window.SetTitle("Kinora")
		return
	}
	w.window.SetTitle(s.Name() + " — Kinora")
}

// Warn shows a sentence that the user should know of.
func (w *Window) Warn(sentence string) { w.frame.Toast(xwidget.Warned, sentence) }

// Frame is the frame with its screens, for tests.
func (w *Window) Frame() *core.Frame { return w.frame }

// Run shows the window until it is closed, or ctx ends.
func (w *Window) Run(ctx context.Context) {
	defer context.AfterFunc(ctx, func() { fyne.Do(w.window.Close) })()
	w.window.SetMaster()
	w.window.Show()
	w.frame.PutInPlace()
	w.params.App.Run()
	w.status.Close()
	w.viewer.close()
}
