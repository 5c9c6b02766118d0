package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what everything has that can be tapped: a tap, a tooltip, the
// pointer over it, the focus.
type control struct {
	widget.DisableableWidget
	self    parts
	tip     Tip
	key     func() string // of the tooltip, where it changes; else nil
	hovered bool
	focused bool
	tap     func()
}

var (
	_ fyne.Tappable      = (*control)(nil)
	_ fyne.Focusable     = (*control)(nil)
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
)

func (c *control) extend(self parts) {
	c.self = self
	c.ExtendBaseWidget(self)
}

// CreateRenderer is for Fyne.
func (c *control) CreateRenderer() fyne.WidgetRenderer { return draw(c.self) }

// SetTip says what the tooltip shows; an empty text shows none.
func (c *control) SetTip(text, key string) { c.tip = Tip{Text: text, Key: key} }

// SetTipKey has the tooltip ask for its key each time it is shown: the user may have
// bound another one.
func (c *control) SetTipKey(key func() string) { c.key = key }

// TipText returns what the tooltip shows now: whole what is cut in the control, and
// what it does.
func (c *control) TipText() Tip { return c.tip.with(c.key).under(cutIn(c.self)) }

// Tapped does what the control is for.
func (c *control) Tapped(*fyne.PointEvent) {
	hideTip()
	if !c.Disabled() && c.tap != nil {
		c.tap()
	}
}

// FocusGained shows the focus ring.
func (c *control) FocusGained() { c.focused = true; c.self.Refresh() }

// FocusLost takes it away.
func (c *control) FocusLost() { c.focused = false; c.self.Refresh() }

// TypedRune has no meaning for a control.
func (c *control) TypedRune(rune) {}

// TypedKey taps on space and Enter and passes everything else on.
func (c *control) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		passKey(c.self, event)
	}
}

// MouseIn is the pointer coming.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	offerTip(c.self, c.TipText())
	c.self.Refresh()
}

// MouseMoved is the pointer moving within.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is the pointer going.
func (c *control) MouseOut() {
	c.hovered = false
	hideTip()
	c.self.Refresh()
}

// Cursor is a hand where a tap does something.
func (c *control) Cursor() desktop.Cursor {
	if c.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// lit tells whether the pointer makes the control stand out.
func (c *control) lit() bool { return c.hovered && !c.Disabled() }
