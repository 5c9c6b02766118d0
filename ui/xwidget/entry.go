package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a field of one line. It is Fyne's, but for a few things: shortcuts
// that it has no use for go on to the window, so that Ctrl+K works while
// somebody writes; Escape leaves it, and Enter confirms the dialog around it; and a
// tooltip.
type Entry struct {
	widget.Entry
	// OnLeft is called when the field loses the focus.
	OnLeft func()
	// OnKey may take a key before the field does; it returns whether it did.
	OnKey func(*fyne.KeyEvent) bool
	tip   Tip
	key   func() string // of the tooltip, where it changes; else nil
}

// NewEntry makes an empty field.
func NewEntry(placeholder string, changed func(text string)) *Entry {
	e := &Entry{}
	e.PlaceHolder = placeholder
	e.OnChanged = changed
	e.ExtendBaseWidget(e)
	return e
}

// SetTip says what the tooltip shows.
func (e *Entry) SetTip(text, key string) { e.tip = Tip{Text: text, Key: key} }

// SetTipKey has the tooltip ask for its key each time it is shown.
func (e *Entry) SetTipKey(key func() string) { e.key = key }

// TipText returns what the tooltip shows now.
func (e *Entry) TipText() Tip { return e.tip.with(e.key) }

// TypedShortcut does what belongs to a text and passes everything else on.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if !passShortcut(e, s) {
		e.Entry.TypedShortcut(s)
	}
}

// TypedKey leaves the field on Escape, and lets a dialog take an Enter that the field
// itself has no use for.
func (e *Entry) TypedKey(event *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(event) {
		return
	}
	if event.Name == fyne.KeyEscape {
		leave(e, event)
		return
	}
	enter := event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
	if c := canvasOf(e); enter && !e.MultiLine && e.OnSubmitted == nil && c != nil && c.Overlays().Top() != nil {
		passKey(e, event)
		return
	}
	e.Entry.TypedKey(event)
}

// FocusLost tells that the user has left.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft()
	}
}

// MouseIn shows the tooltip.
func (e *Entry) MouseIn(*desktop.MouseEvent) { offerTip(e, e.TipText()) }

// MouseMoved is the pointer moving within.
func (e *Entry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes it away.
func (e *Entry) MouseOut() { hideTip() }

// leave gives up the focus, and lets whatever lies on top of the window close.
func leave(o fyne.CanvasObject, event *fyne.KeyEvent) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	c.Unfocus()
	if c.Overlays().Top() != nil {
		passKey(o, event)
	}
}

// moves are the keys with modifiers that Fyne's field answers to itself.
var moves = map[fyne.KeyName]bool{
	fyne.KeyLeft: true, fyne.KeyRight: true, fyne.KeyHome: true, fyne.KeyEnd: true, fyne.KeyBackspace: true, fyne.KeyDelete: true,
}

// passShortcut gives a shortcut that no text needs to the canvas. Pasting is one
// while what was copied is no text: a picture may be meant for something else.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		if moves[s.KeyName] {
			return false
		}
	case *fyne.ShortcutPaste:
		if s.Clipboard == nil || s.Clipboard.Content() != "" {
			return false
		}
	default:
		return false
	}
	c, ok := canvasOf(o).(fyne.Shortcutable)
	if ok {
		c.TypedShortcut(s)
	}
	return ok
}
