package core

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/budget"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Params are what a frame is made of.
type Params struct {
	App      fyne.App
	Window   fyne.Window
	Settings *settings.Store
	// Screens in the order of the rail; the first one is opened.
	Screens func(*Frame) []Screen
	// LanguageFolder holds the user's own translations; empty for none.
	LanguageFolder string
	// Dropped is asked before the screens whether it takes dropped files; nil takes
	// none.
	Dropped func(files []fyne.URI) bool
	// After calls a function on the UI goroutine later, until it is stopped; nil for
	// the machine's own clock.
	After func(wait time.Duration, f func()) (stop func())
}

// Frame is the window around the screens.
type Frame struct {
	p       Params
	actions *action.Registry
	keys    *action.Dispatcher
	screens []Screen
	pages   map[string]Page
	history history
	shown   string // the screen in sight
	toasts  *xwidget.Toasts
	tips    *xwidget.Tips
	status  *xwidget.StatusBar
	last    Status
	rail    *rail
	middle  *fyne.Container
	targets []target
	making  string // the screen whose page is being made
	placed  bool   // whether the size of the window is the user's
	counts  map[string]string
}

// New puts the frame into the window, in the look, the language and the size that
// the settings have. It fails where something it needs is missing.
func New(p Params) (*Frame, error) {
	if p.App == nil || p.Window == nil || p.Settings == nil || p.Screens == nil {
		return nil, errors.New("the window needs an app, a window, settings and screens")
	}
	f := &Frame{p: p, actions: action.NewRegistry(), counts: map[string]string{}}
	f.p.App = look.Quiet(p.App)
	if err := f.applyLook(); err != nil {
		return nil, err
	}
	if err := f.applyLanguage(); err != nil {
		return nil, err
	}
	f.actions.Add(f.ownActions()...)
	f.keys = action.Attach(f.actions, p.Window.Canvas())
	f.screens = p.Screens(f)
	if len(f.screens) == 0 {
		return nil, errors.New("the window needs a screen")
	}
	f.actions.Add(f.screenActions()...)
	if err := f.actions.SetBindings(settings.Get(p.Settings, bindingsKey)); err != nil {
		defer f.Toast(xwidget.Warned, fmt.Sprint(err))
	}
	f.build()
	f.actions.Watch(func() { f.rail.tell(f) })
	f.restorePlace()
	p.Window.SetOnDropped(f.dropped)
	p.Window.SetOnClosed(f.keepCorner)
	f.Go(f.screens[0].ID, "")
	return f, nil
}

// build makes everything that holds text or a length.
func (f *Frame) build() {
	f.pages = map[string]Page{}
	f.targets = nil
	if f.tips != nil {
		f.tips.Close()
	}
	f.tips = xwidget.NewTips(f.p.After)
	f.toasts = xwidget.NewToasts(f.p.After, words.T("frame.dismiss"))
	f.status = xwidget.NewStatusBar(statusItems, func() { f.Go(Queue, "") })
	f.rail = newRail(f)
	f.middle = container.NewStack()
	content := container.New(&frameLayout{frame: f}, f.rail.content, f.middle, f.status, f.toasts.Layer())
	f.p.Window.SetPadded(false)
	f.p.Window.SetContent(container.NewStack(content, f.tips.Layer()))
	f.ShowStatus(f.last)
}

// rebuild makes all of it anew at the same place, after a change of language or
// size.
func (f *Frame) rebuild() {
	if page := f.pages[f.shown]; page != nil {
		page.Leave()
	}
	for id := range f.pages {
		f.actions.Remove(id)
	}
	f.shown = ""
	f.placed = false
	size := f.p.Window.Canvas().Size()
	f.build()
	if !f.p.Window.FullScreen() {
		f.p.Window.Resize(size)
	}
	f.placed = true
	f.open(f.history.places[f.history.at])
}

// Go opens a place: a screen, and what is to be open in it. A screen that there is not is no mistake of the user's and
// nothing happens.
func (f *Frame) Go(screen, id string) {
	route := Route{Screen: screen, ID: id}
	if f.screen(screen) == nil {
		return
	}
	f.history.visit(route)
	f.open(route)
}

// Back goes to where the user was before, and tells whether there was such a place.
func (f *Frame) Back() bool { return f.step(-1) }

// Ahead takes a step back again.
func (f *Frame) Ahead() bool { return f.step(1) }

func (f *Frame) step(by int) bool {
	route, ok := f.history.move(by)
	if ok {
		f.open(route)
	}
	return ok
}

// Place is where the user is.
func (f *Frame) Place() Route { return f.history.places[f.history.at] }

func (f *Frame) open(route Route) {
	if f.shown != route.Screen {
		if page := f.pages[f.shown]; page != nil {
			page.Leave()
		}
	}
	page := f.page(route.Screen)
	if f.shown != route.Screen {
		f.shown = route.Screen
		f.tips.Hide() // of a control that nobody sees any more
		f.actions.SetScope(route.Screen)
		f.middle.Objects = []fyne.CanvasObject{page.Content()}
		f.middle.Refresh()
		f.p.Window.Canvas().Unfocus()
		f.rail.mark(route.Screen)
	}
	page.Open(route.ID)
}

// page is that of a screen; it is made when it is first wanted.
func (f *Frame) page(screen string) Page {
	if page, ok := f.pages[screen]; ok {
		return page
	}
	f.making = screen
	page := f.screen(screen).New()
	f.making = ""
	f.pages[screen] = page
	if actor, ok := page.(Actor); ok {
		own := actor.Actions()
		for i := range own {
			own[i].Scope = screen
		}
		f.actions.Add(own...)
	}
	return page
}

// KnowActions makes the pages that were not opened yet, so that their actions are
// known, and then calls then. Each page is made for itself: the window can paint
// between them.
func (f *Frame) KnowActions(then func()) {
	for _, s := range f.screens {
		if f.pages[s.ID] == nil {
			f.Do("know the actions of "+s.ID, func() {
				f.page(s.ID)
				f.KnowActions(then)
			})
			return
		}
	}
	f.Do("all actions are known", then)
}

func (f *Frame) screen(id string) *Screen {
	i := slices.IndexFunc(f.screens, func(s Screen) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &f.screens[i]
}

// Window is the window, for dialogs of the system and its clipboard.
func (f *Frame) Window() fyne.Window { return f.p.Window }

// Settings is what the user has chosen.
func (f *Frame) Settings() *settings.Store { return f.p.Settings }

// Actions is the list of all actions.
func (f *Frame) Actions() *action.Registry { return f.actions }

// Toast shows a message in the corner for a while; one that Failed stays.
func (f *Frame) Toast(tone xwidget.Tone, message string) { f.toasts.Show(tone, message, "", nil) }

// Offer is a message with something to do about it.
func (f *Frame) Offer(tone xwidget.Tone, message, act string, do func()) {
	f.toasts.Show(tone, message, act, do)
}

// Ask opens a dialog.
func (f *Frame) Ask(p xwidget.DialogParams) *xwidget.Dialog {
	return xwidget.ShowDialog(f.p.Window.Canvas(), p)
}

// Do runs f on the UI goroutine and measures it. It may be called from any
// goroutine.
func (f *Frame) Do(what string, do func()) { budget.Do(what, do) }

// SetCount shows a number at a screen in the rail; empty shows none.
func (f *Frame) SetCount(screen, count string) {
	f.counts[screen] = count
	f.rail.count(screen, count)
}
