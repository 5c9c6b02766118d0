package xwidget

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// areaEntry is the field within a TextArea.
type areaEntry struct {
	widget.Entry
	area    *TextArea
	focused bool
}

// TypedShortcut does what belongs to a text and passes everything else on.
func (e *areaEntry) TypedShortcut(s fyne.Shortcut) {
	if passShortcut(e, s) {
		return
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok && e.area.Most > 0 {
		e.paste([]rune(paste.Clipboard.Content()))
		return
	}
	e.Entry.TypedShortcut(s)
}

// paste takes of a text what there is room for: Fyne takes time in the square of a
// text's length, and one of a whole book would stop the window.
func (e *areaEntry) paste(copied []rune) {
	room := e.area.Most - utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(e.SelectedText())
	fit := min(len(copied), max(room, 0))
	if fit > 0 {
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: copiedText(copied[:fit])})
	}
	if left := len(copied) - fit; left > 0 && e.area.OnCut != nil {
		e.area.OnCut(left)
	}
}

// copiedText is a clipboard that holds a text for one paste.
type copiedText string

// Content is the text.
func (t copiedText) Content() string { return string(t) }

// SetContent is not done by a paste.
func (copiedText) SetContent(string) {}

// TypedKey leaves the field on Escape, and a single line on Enter.
func (e *areaEntry) TypedKey(event *fyne.KeyEvent) {
	enter := event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
	if event.Name == fyne.KeyEscape || enter && e.area.single {
		leave(e, event)
		return
	}
	if enter && e.area.OnEnter != nil && !heldShift() {
		e.area.OnEnter()
		return
	}
	e.Entry.TypedKey(event)
}

// AcceptsTab leaves Tab to the window, which goes on to the next field: no prompt
// has tabs in it.
func (e *areaEntry) AcceptsTab() bool { return false }

// MouseIn shows the tooltip.
func (e *areaEntry) MouseIn(*desktop.MouseEvent) { offerTip(e.area, e.area.tip) }

// MouseMoved is the pointer moving within.
func (e *areaEntry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes it away.
func (e *areaEntry) MouseOut() { hideTip() }

// FocusGained shows the focus ring.
func (e *areaEntry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.area.Refresh()
}

// FocusLost takes it away.
func (e *areaEntry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.area.Refresh()
}
