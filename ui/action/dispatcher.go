package action

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Dispatcher sends the keys of one canvas to the actions.
type Dispatcher struct {
	registry   *Registry
	canvas     fyne.Canvas
	registered []fyne.Shortcut
	held       map[fyne.KeyName]*Action
	mods       func() fyne.KeyModifier
	handlers   map[string]Chord // by the shortcut's name
}

// Attach takes over the keys of a canvas. Do it once per window, before anything
// in it is focused.
func Attach(registry *Registry, canvas fyne.Canvas) *Dispatcher {
	d := &Dispatcher{registry: registry, canvas: canvas, held: map[fyne.KeyName]*Action{}, mods: heldModifiers}
	canvas.SetOnTypedKey(d.typed)
	if keys, ok := canvas.(desktop.Canvas); ok {
		keys.SetOnKeyUp(d.up)
	}
	registry.Watch(d.listen)
	d.listen()
	return d
}

// Overlay is what an object on top of the window may be, to receive the keys
// that no field in it has taken. While any overlay is shown no action runs but those
// that are OnTop.
type Overlay interface {
	fyne.CanvasObject
	OverlayKey(*fyne.KeyEvent)
}

// typed is called for keys that no focused object takes. Objects that are
// focused but are no text fields pass on what they do not use.
func (d *Dispatcher) typed(event *fyne.KeyEvent) {
	if top := d.canvas.Overlays().Top(); top != nil {
		switch overlay, ok := top.(Overlay); {
		case ok:
			overlay.OverlayKey(event)
		case event.Name == fyne.KeyEscape:
			d.canvas.Overlays().Remove(top) // one of Fyne's own dialogs, which has no key for it
		}
		return
	}
	d.dispatch(Chord{Key: event.Name, Mods: d.mods()})
}

func (d *Dispatcher) dispatch(chord Chord) {
	a := d.registry.match(chord)
	if a == nil {
		return
	}
	if a.Released != nil {
		d.held[chord.Key] = a
	}
	a.Run()
}

func (d *Dispatcher) up(event *fyne.KeyEvent) {
	if a := d.held[event.Name]; a != nil {
		delete(d.held, event.Name)
		a.Released()
	}
}

// TypedShortcut does what a chord with modifiers means, as the canvas does when it
// is typed.
func (d *Dispatcher) TypedShortcut(s fyne.Shortcut) {
	chord, ok := d.handlers[s.ShortcutName()]
	if !ok {
		return
	}
	if a := d.registry.match(chord); d.canvas.Overlays().Top() == nil || a != nil && a.OnTop {
		d.dispatch(chord)
	}
}

// listen tells Fyne all chords with modifiers: it offers only what it knows.
func (d *Dispatcher) listen() {
	for _, s := range d.registered {
		d.canvas.RemoveShortcut(s)
	}
	d.registered = d.registered[:0]
	d.handlers = map[string]Chord{}
	for _, a := range d.registry.actions {
		for _, chord := range d.registry.Keys(a.ID) {
			s := shortcut(chord)
			if _, known := d.handlers[s.ShortcutName()]; known || chord.bare() {
				continue
			}
			d.handlers[s.ShortcutName()] = chord
			d.canvas.AddShortcut(s, d.TypedShortcut)
			d.registered = append(d.registered, s)
		}
	}
}

// shortcut is a chord in Fyne's words, which has names of its own for six of them.
func shortcut(c Chord) fyne.Shortcut {
	if c.Mods == Command() {
		switch c.Key {
		case fyne.KeyC:
			return &fyne.ShortcutCopy{}
		case fyne.KeyX:
			return &fyne.ShortcutCut{}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		}
	}
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Mods}
}

func heldModifiers() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return 0
}
