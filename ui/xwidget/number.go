package xwidget

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
)

// NumberParams describe a number.
type NumberParams struct {
	Value, Least, Most, Step float64
	Digits                   int    // after the decimal sign
	Unit                     string // behind the number: s, %
	Zero                     string // in place of the number 0; empty to show that
	OnChanged                func(value float64)

	// OnWritten, where there is one, is told each number that is written, and the
	// nearest in range. One out of range then changes nothing.
	OnWritten func(written, nearest float64)
}

// Number is a number that is changed by dragging to the sides, by the arrow keys
// (with Shift ten steps at once), or by writing another one: a tap or a digit
// begins that, Enter ends it, Escape takes it back. It is shown with the decimal sign
// of the user's language, and read with a point or a comma.
type Number struct {
	control
	p       NumberParams
	dragged float64 // what is left of a drag that is no whole step yet
	editing bool

	back, focus *canvas.Rectangle
	text, unit  *canvas.Text
	field       *Entry
}

var (
	_ fyne.Draggable     = (*Number)(nil)
	_ desktop.Cursorable = (*Number)(nil)
)

// NewNumber makes a number. A step of 0 is 1; Least must not be above Most.
func NewNumber(p NumberParams) *Number {
	if p.Step <= 0 {
		p.Step = 1
	}
	n := &Number{
		p: p, back: plate(look.RadiusMedium), focus: plate(look.RadiusMedium),
		text: canvas.NewText("", nil), unit: canvas.NewText("", nil), field: NewEntry("", nil),
	}
	n.p.Value = n.within(p.Value)
	n.field.OnSubmitted = func(string) { n.finish(true) }
	n.field.OnLeft = func() { n.finish(true) }
	n.field.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name == fyne.KeyEscape {
			n.finish(false)
		}
		return event.Name == fyne.KeyEscape
	}
	n.tap = n.edit
	n.extend(n)
	return n
}

// Value returns the number.
func (n *Number) Value() float64 { return n.p.Value }

// SetValue changes the number without calling OnChanged.
func (n *Number) SetValue(value float64) {
	n.p.Value = n.within(value)
	n.Refresh()
}

// SetRange changes what is allowed, and the number where it has to.
func (n *Number) SetRange(least, most float64) {
	n.p.Least, n.p.Most = least, most
	n.SetValue(n.p.Value)
}

// within keeps the number in its range, with the digits that are shown: steps are for
// the keys and the pointer, and what somebody writes is what it is.
func (n *Number) within(value float64) float64 {
	if math.IsNaN(value) {
		return n.p.Least
	}
	scale := math.Pow10(n.p.Digits)
	return min(max(math.Round(value*scale)/scale, n.p.Least), n.p.Most)
}

func (n *Number) change(value float64) {
	value = n.within(value)
	if n.Disabled() || value == n.p.Value {
		return
	}
	n.p.Value = value
	n.Refresh()
	if n.p.OnChanged != nil {
		n.p.OnChanged(value)
	}
}

// Dragged changes the number by a step for every four points to the side.
func (n *Number) Dragged(event *fyne.DragEvent) {
	n.dragged += float64(event.Dragged.DX)
	const points = 4
	if steps := math.Trunc(n.dragged / points); steps != 0 {
		n.dragged -= steps * points
		n.change(n.p.Value + steps*n.p.Step)
	}
}

// DragEnd forgets what was no whole step.
func (n *Number) DragEnd() { n.dragged = 0 }

// Cursor says that the number can be dragged.
func (n *Number) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// TypedKey steps with the arrows.
func (n *Number) TypedKey(event *fyne.KeyEvent) {
	step := n.p.Step
	if heldShift() {
		step *= 10
	}
	switch event.Name {
	case fyne.KeyUp, fyne.KeyRight:
		n.change(n.p.Value + step)
	case fyne.KeyDown, fyne.KeyLeft:
		n.change(n.p.Value - step)
	case fyne.KeyHome:
		n.change(n.p.Least)
	case fyne.KeyEnd:
		n.change(n.p.Most)
	default:
		n.control.TypedKey(event)
	}
}

// TypedRune begins to write another number.
func (n *Number) TypedRune(r rune) {
	if r >= '0' && r <= '9' || r == '-' || n.p.Digits > 0 && (r == '.' || r == ',') {
		if n.edit(); !n.editing {
			return
		}
		n.field.TypedRune(r) // in place of what is selected, which is all
	}
}

func (n *Number) edit() {
	c := canvasOf(n)
	if n.Disabled() || c == nil {
		return
	}
	n.editing = true
	n.field.SetText(n.shown())
	n.Refresh()
	c.Focus(n.field)
	n.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// finish takes what was written; what is no number changes nothing.
func (n *Number) finish(take bool) {
	if !n.editing {
		return
	}
	n.editing = false
	written := strings.TrimSuffix(strings.TrimSpace(n.field.Text), n.p.Unit)
	if value, err := amount.Parse(written); err == nil && take {
		outside := value < n.p.Least || value > n.p.Most
		if n.p.OnWritten != nil {
			n.p.OnWritten(value, min(max(value, n.p.Least), n.p.Most))
		}
		if !outside || n.p.OnWritten == nil {
			n.change(value)
		}
	}
	n.Refresh()
	if c := canvasOf(n); c != nil && c.Focused() == n.field {
		c.Unfocus()
	}
}

func (n *Number) shown() string { return amount.Fixed(n.p.Value, n.p.Digits) }

func (n *Number) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.back, n.text, n.unit, n.focus, n.field}
}

func (n *Number) minSize() fyne.Size {
	widest := amount.Fixed(n.p.Most, n.p.Digits)
	width := look.Digits.Measure(widest).Width + look.Px(2*look.Space2)
	if n.p.Unit != "" {
		width += look.Label.Measure(n.p.Unit).Width + look.Px(look.Space1)
	}
	if n.p.Zero != "" {
		width = max(width, look.Label.Measure(n.p.Zero).Width+look.Px(2*look.Space2))
	}
	return fyne.NewSize(max(width, look.Px(56)), look.Px(look.ControlHeight))
}

func (n *Number) paint() {
	line := look.Line
	if n.lit() {
		line = look.LineStrong
	}
	fill(n.back, look.SurfaceWell, line)
	ring(n.focus, n.focused)
	ink, faint := look.TextHigh, look.TextLow
	if n.Disabled() {
		ink, faint = look.TextDisabled, look.TextDisabled
	}
	n.text.Text = n.shown()
	look.Digits.Apply(n.text, ink)
	n.unit.Text = n.p.Unit
	look.Label.Apply(n.unit, faint)
	if n.worded() {
		n.text.Text, n.unit.Text = n.p.Zero, ""
		look.Label.Apply(n.text, ink)
	}
	show(n.field, n.editing)
	show(n.text, !n.editing)
	show(n.unit, !n.editing)
}

// worded tells whether words stand in place of the number.
func (n *Number) worded() bool { return n.p.Zero != "" && n.p.Value == 0 }

func (n *Number) arrange(size fyne.Size) {
	n.back.Resize(size)
	n.focus.Resize(size)
	n.field.Resize(size)
	unit := look.Label.Measure(n.p.Unit)
	if n.p.Unit == "" {
		unit.Width = -look.Px(look.Space1)
	}
	right := size.Width - look.Px(look.Space2) - unit.Width
	putMid(n.unit, right, size.Height, fyne.NewSize(max(unit.Width, 0), unit.Height))
	text := look.Digits.Measure(n.text.Text)
	if n.worded() {
		n.text.Text = shorten(n.p.Zero, look.Label, size.Width-look.Px(2*look.Space2))
		text = look.Label.Measure(n.text.Text)
		putMid(n.text, size.Width-look.Px(look.Space2)-text.Width, size.Height, text)
		return
	}
	putMid(n.text, right-look.Px(look.Space1)-text.Width, size.Height, text)
}

func heldShift() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
