package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
)

// catch waits for the keys that an action shall have.
func (k *keys) catch(id string) {
	k.forget()
	k.catching = id
	k.grid.Refresh()
	for _, r := range k.rows {
		if r.id == id && r.box.Visible() {
			k.page.host.Window().Canvas().Focus(r.catcher)
		}
	}
}

// typed takes a key that came by itself or with Shift; Escape keeps what there was.
func (k *keys) typed(event *fyne.KeyEvent) {
	chord, ok := action.Pressed(event)
	switch {
	case !ok:
	case chord == action.Chord{Key: fyne.KeyEscape}:
		k.release()
	default:
		k.bind(chord)
	}
}

// pressed takes keys with other modifiers.
func (k *keys) pressed(s fyne.Shortcut) {
	if chord, ok := action.ChordOf(s); ok {
		k.bind(chord)
	}
}

// bind gives the action the chord, or asks first where another one has it.
func (k *keys) bind(chord action.Chord) {
	id := k.catching
	registry := k.page.host.Actions()
	k.release()
	if registry.Find(id) == nil {
		return
	}
	if rivals := registry.Rivals(id, chord); len(rivals) > 0 {
		k.ask(wish{id, chord, rivals})
		return
	}
	k.give(id, []action.Chord{chord})
	k.kept()
}

// ask says who has the chord, and offers to take it from there.
func (k *keys) ask(w wish) {
	k.wish = w
	title := words.T(k.page.host.Actions().Find(w.id).Title)
	k.banner.Set(words.T("settings.taken", "Key", w.chord.Label(), "Actions", named(w.rivals)),
		words.T("settings.taken-advice", "Action", title, "Actions", named(w.rivals)))
	k.banner.Show()
	k.layout()
}

// take gives the action the chord that others have, which lose it.
func (k *keys) take() {
	w := k.wish
	registry := k.page.host.Actions()
	for _, rival := range w.rivals {
		k.give(rival.ID, slices.DeleteFunc(registry.Keys(rival.ID), func(c action.Chord) bool { return c == w.chord }))
	}
	k.give(w.id, []action.Chord{w.chord})
	k.forget()
	k.kept()
}

func (k *keys) give(id string, chords []action.Chord) {
	if err := k.page.host.Actions().Bind(id, chords); err != nil {
		k.page.fail(err)
	}
}

// reset gives an action the keys that it came with, unless others have them now.
func (k *keys) reset(id string) {
	registry := k.page.host.Actions()
	k.forget()
	own := registry.Keys(id)
	registry.Reset(id)
	for _, chord := range registry.Keys(id) {
		if rivals := registry.Rivals(id, chord); len(rivals) > 0 {
			k.give(id, own)
			k.ask(wish{id, chord, rivals})
			return
		}
	}
	k.kept()
}

// release no longer waits for a key.
func (k *keys) release() {
	if k.catching == "" {
		return
	}
	k.catching = ""
	k.grid.Refresh()
	if canvas := k.page.host.Window().Canvas(); canvas.Focused() != nil {
		canvas.Focus(k.grid)
	}
}

// forget takes back what was asked about a key.
func (k *keys) forget() {
	k.wish = wish{}
	if k.banner.Visible() {
		k.banner.Hide()
		k.layout()
	}
}
