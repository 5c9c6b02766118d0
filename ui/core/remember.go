package core

import (
	"image"
	"maps"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/place"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// What the window keeps from one day to the next.
var (
	placeKey    = settings.Key[extent]{Name: "window.place", Default: extent{Width: 1280, Height: 800}}
	splitsKey   = settings.Key[map[string]xwidget.SplitState]{Name: "window.splits"}
	choicesKey  = settings.Key[map[string]string]{Name: "window.choices"}
	bindingsKey = settings.Key[map[string][]string]{Name: "window.keys"}
	// ModeKey is dark, light or contrast.
	ModeKey = settings.Key[look.Mode]{Name: "window.theme", Default: look.Dark}
	// ScaleKey is the size of all text and controls.
	ScaleKey = settings.Key[float32]{Name: "window.scale", Default: 1}
	// LanguageKey is a tag such as de; empty for the system's.
	LanguageKey = settings.Key[string]{Name: "window.language"}
)

// extent is the size of the window, and where its corner stands on the screen, in
// pixels of the display; without a corner the system puts it where it thinks best.
type extent struct {
	Width      float32      `json:"width"`
	Height     float32      `json:"height"`
	Corner     *image.Point `json:"corner,omitempty"`
	FullScreen bool         `json:"full_screen,omitempty"`
}

func (f *Frame) restorePlace() {
	p := settings.Get(f.p.Settings, placeKey)
	if !(p.Width >= 320 && p.Width <= 16384 && p.Height >= 240 && p.Height <= 16384) {
		p.Width, p.Height = placeKey.Default.Width, placeKey.Default.Height
	}
	f.p.Window.Resize(fyne.NewSize(p.Width, p.Height))
	f.p.Window.SetFullScreen(p.FullScreen)
	f.placed = true
}

// keepPlace remembers the size, but neither that of a full screen nor the one that
// a window has until it is told its own.
func (f *Frame) keepPlace(size fyne.Size) {
	if !f.placed {
		return
	}
	full := f.p.Window.FullScreen()
	p := settings.Get(f.p.Settings, placeKey)
	if !full {
		p.Width, p.Height = size.Width, size.Height
	}
	p.FullScreen = full
	f.keep(settings.Set(f.p.Settings, placeKey, p))
}

// PutInPlace moves the window to where it stood when it was closed. It has to be
// shown before.
func (f *Frame) PutInPlace() {
	if p := settings.Get(f.p.Settings, placeKey); p.Corner != nil && !p.FullScreen {
		place.Move(f.p.Window, *p.Corner)
	}
}

// keepCorner remembers where the window stands, while it still stands.
func (f *Frame) keepCorner() {
	if f.p.Window.FullScreen() {
		return
	}
	if corner, ok := place.Of(f.p.Window); ok {
		p := settings.Get(f.p.Settings, placeKey)
		p.Corner = &corner
		f.keep(settings.Set(f.p.Settings, placeKey, p))
	}
}

// keep tells the user when a choice could not be kept.
func (f *Frame) keep(err error) {
	if err != nil {
		f.Toast(xwidget.Warned, words.T("frame.not-kept", "Error", err))
	}
}

// Split makes a split that remembers where its divider stands, under a name.
func (f *Frame) Split(name string, p xwidget.SplitParams) *xwidget.Split {
	if kept, ok := settings.Get(f.p.Settings, splitsKey)[name]; ok && kept.Size > 0 {
		p.State = kept
	}
	changed := p.OnChanged
	p.OnChanged = func(state xwidget.SplitState) {
		all := settings.Get(f.p.Settings, splitsKey)
		if all == nil {
			all = map[string]xwidget.SplitState{}
		}
		all[name] = state
		f.keep(settings.Set(f.p.Settings, splitsKey, all))
		if changed != nil {
			changed(state)
		}
	}
	return xwidget.NewSplit(p)
}

// Choice is what was chosen last under a name; empty where nothing was.
func (f *Frame) Choice(name string) string { return settings.Get(f.p.Settings, choicesKey)[name] }

// KeepChoice remembers what was chosen under a name.
func (f *Frame) KeepChoice(name, chosen string) {
	all := maps.Clone(settings.Get(f.p.Settings, choicesKey))
	if all == nil {
		all = map[string]string{}
	}
	all[name] = chosen
	f.keep(settings.Set(f.p.Settings, choicesKey, all))
}

// KeepBindings writes the keys that the user has bound into the settings.
func (f *Frame) KeepBindings() {
	f.keep(settings.Set(f.p.Settings, bindingsKey, f.actions.Bindings()))
}

// Look is the theme and the size that the settings have.
func (f *Frame) Look() look.Params {
	return look.Params{Mode: settings.Get(f.p.Settings, ModeKey), Scale: settings.Get(f.p.Settings, ScaleKey)}
}

// Language is the tag that was chosen; empty for the system's.
func (f *Frame) Language() string { return settings.Get(f.p.Settings, LanguageKey) }

// SetLook changes theme and size, keeps them, and shows all of the window anew.
func (f *Frame) SetLook(p look.Params) error {
	if _, err := look.New(p); err != nil {
		return err
	}
	f.keep(settings.Set(f.p.Settings, ModeKey, p.Mode))
	f.keep(settings.Set(f.p.Settings, ScaleKey, p.Scale))
	if err := f.applyLook(); err != nil {
		return err
	}
	f.rebuild()
	return nil
}

// SetLanguage changes the language, keeps it, and shows all of the window anew.
func (f *Frame) SetLanguage(tag string) error {
	if err := words.Use(words.Params{Language: tag, Folder: f.p.LanguageFolder}); err != nil {
		return err
	}
	f.keep(settings.Set(f.p.Settings, LanguageKey, tag))
	f.rebuild()
	return nil
}

// applyLook takes what the settings say; what makes no sense counts as not said.
func (f *Frame) applyLook() error {
	theme, err := look.New(look.Params{Mode: settings.Get(f.p.Settings, ModeKey), Scale: settings.Get(f.p.Settings, ScaleKey)})
	if err != nil {
		if theme, err = look.New(look.Params{}); err != nil {
			return err
		}
	}
	f.p.App.Settings().SetTheme(theme)
	return nil
}

// applyLanguage takes the built-in languages alone where the user's own files
// cannot be read.
func (f *Frame) applyLanguage() error {
	tag := settings.Get(f.p.Settings, LanguageKey)
	if words.Use(words.Params{Language: tag, Folder: f.p.LanguageFolder}) == nil {
		return nil
	}
	return words.Use(words.Params{Language: tag})
}
