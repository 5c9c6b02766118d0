package core

import (
	"fmt"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// goTo is the beginning of the actions that open a screen.
const goTo = "go."

// ownActions are those of the window itself.
func (f *Frame) ownActions() []action.Action {
	window := words.ID("frame.category.window")
	return []action.Action{
		{
			ID: "window.palette", Title: words.ID("frame.palette"), Category: window, Icon: "command",
			Keys: action.Must("Mod+K"), Run: f.showPalette,
		},
		{
			ID: "window.back", Title: words.ID("frame.back"), Words: words.ID("search.back"), Category: window, Icon: "chevron-left",
			Keys: action.Must("Alt+Left"), Run: func() { f.Back() }, Enabled: func() bool { return f.history.can(-1) },
		},
		{
			ID: "window.ahead", Title: words.ID("frame.ahead"), Words: words.ID("search.ahead"), Category: window, Icon: "chevron-right",
			Keys: action.Must("Alt+Right"), Run: func() { f.Ahead() }, Enabled: func() bool { return f.history.can(1) },
		},
		{
			ID: "window.full-screen", Title: words.ID("frame.full-screen"), Words: words.ID("search.window-full"), Category: window, Icon: "full-screen",
			Keys: action.Must("F11"), Run: func() { f.p.Window.SetFullScreen(!f.p.Window.FullScreen()) },
		},
		{
			ID: "window.quit", Title: words.ID("frame.quit"), Words: words.ID("search.quit"), Category: window, Icon: "close",
			Keys: action.Must("Mod+Q"), Run: f.p.Window.Close, OnTop: true,
		},
	}
}

// screenActions open the screens: Ctrl and its number in the rail, and Ctrl and a
// comma for the last one, as programs do for their settings.
func (f *Frame) screenActions() []action.Action {
	var all []action.Action
	for i, s := range f.screens {
		a := action.Action{
			ID: goTo + s.ID, Title: s.Title, Words: s.Words, Category: words.ID("frame.category.go"), Icon: s.Icon,
			Run: func() { f.Go(s.ID, "") },
		}
		switch {
		case s.Last:
			a.Keys = action.Must("Mod+,")
		case i < 9:
			a.Keys = action.Must(fmt.Sprintf("Mod+%d", i+1))
		}
		all = append(all, a)
	}
	return all
}

// showPalette lists what can be done now: first what belongs to the screen.
func (f *Frame) showPalette() {
	var here, elsewhere []xwidget.PaletteEntry
	for _, a := range f.actions.All() {
		if !f.actions.Available(a) || a.ID == "window.palette" {
			continue
		}
		entry := xwidget.PaletteEntry{
			Title: words.T(a.Title), Words: synonyms(a), Category: words.T(a.Category), Key: f.actions.KeyLabel(a.ID), Icon: a.Icon, Run: a.Run,
		}
		if a.Scope != "" {
			here = append(here, entry)
		} else {
			elsewhere = append(elsewhere, entry)
		}
	}
	xwidget.ShowPalette(f.p.Window.Canvas(), words.T("frame.palette-hint"), words.T("frame.palette-nothing"), append(here, elsewhere...))
}

// synonyms are what an action is found by besides its title.
func synonyms(a *action.Action) string {
	if a.Words == "" {
		return ""
	}
	return words.T(a.Words)
}
