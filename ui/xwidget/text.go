package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Text is a line, or a paragraph, in a style and a colour of the theme. It has no
// padding, so that things align by their letters. A line that has no room ends in
// an ellipsis; it takes no pointer, so that what it lies on keeps it.
type Text struct {
	widget.BaseWidget

	text  string
	style look.TextStyle
	color fyne.ThemeColorName
	align fyne.TextAlign

	wrapped bool
	limit   int     // of lines, 0 for any number
	least   float32 // that a line keeps, at 100 %; 0 for that of a few letters
	width   float32 // at which the lines were broken

	lines  []*canvas.Text
	fits   []string // the lines as they were broken last
	fitted fit
}

// NewText makes a line. Its smallest width is that of a few letters.
func NewText(text string, style look.TextStyle, color fyne.ThemeColorName) *Text {
	t := &Text{text: text, style: style, color: color}
	t.ExtendBaseWidget(t)
	return t
}

// NewParagraph makes a text that breaks into lines at the width it is given, at
// most so many; 0 for any number.
func NewParagraph(text string, style look.TextStyle, color fyne.ThemeColorName, lines int) *Text {
	t := NewText(text, style, color)
	t.wrapped, t.limit = true, lines
	return t
}

// SetText changes what is read.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// Text returns all of what is read, also what an ellipsis stands for.
func (t *Text) Text() string { return t.text }

// SetColor changes the colour.
func (t *Text) SetColor(color fyne.ThemeColorName) {
	if t.color != color {
		t.color = color
		t.Refresh()
	}
}

// SetLeast has a line keep so much room at 100 %, whatever it says: what changes its
// words need not lay out anything around it.
func (t *Text) SetLeast(width float32) { t.least = width }

// SetAlign puts lines to the left, the middle or the right.
func (t *Text) SetAlign(align fyne.TextAlign) {
	t.align = align
	t.Refresh()
}

// MinSize of a paragraph knows its height only once it has been given a width.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	return t.minSize()
}

// Resize breaks a paragraph anew.
func (t *Text) Resize(size fyne.Size) {
	again := t.wrapped && t.width != size.Width
	t.width = size.Width
	t.BaseWidget.Resize(size)
	if again {
		t.Refresh()
	}
}

// Natural is the room that the whole text takes in one line.
func (t *Text) Natural() fyne.Size { return t.style.Measure(t.text) }

// HeightFor is the height of a paragraph at a width.
func (t *Text) HeightFor(width float32) float32 {
	return float32(len(t.linesAt(width))) * t.lineHeight()
}

func (t *Text) lineHeight() float32 {
	return t.style.Measure("M").Height + look.Px(2)
}

// CreateRenderer is for Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return draw(t)
}

func (t *Text) minSize() fyne.Size {
	if t.wrapped {
		width := min(t.Natural().Width, look.Px(60))
		if t.width == 0 {
			return fyne.NewSize(width, t.lineHeight())
		}
		return fyne.NewSize(width, t.HeightFor(t.width))
	}
	whole := t.Natural()
	if t.least > 0 {
		return fyne.NewSize(look.Px(t.least), whole.Height)
	}
	return fyne.NewSize(min(whole.Width, look.Px(24)), whole.Height)
}

func (t *Text) broken() []string { return t.linesAt(t.Size().Width) }

func (t *Text) linesAt(width float32) []string {
	now := fit{t.text, width, t.style.Points(), t.limit}
	if now == t.fitted {
		return t.fits
	}
	switch {
	case !t.wrapped:
		t.fits = []string{shorten(t.text, t.style, now.width)}
	case now.width == 0:
		t.fits = []string{t.text}
	default:
		t.fits = wrap(t.text, t.style, now.width, t.limit)
	}
	t.fitted = now
	return t.fits
}

// fit is what decides how a text is broken; it is worked out once for each.
type fit struct {
	text          string
	width, points float32
	limit         int
}

func (t *Text) paint() {
	lines := t.broken()
	for len(t.lines) < len(lines) {
		t.lines = append(t.lines, canvas.NewText("", nil))
	}
	t.lines = t.lines[:len(lines)]
	for i, line := range lines {
		t.lines[i].Text = line
		t.lines[i].Alignment = t.align
		t.style.Apply(t.lines[i], t.color)
	}
}

func (t *Text) arrange(size fyne.Size) {
	if lines := t.broken(); !t.wrapped && len(t.lines) == 1 {
		t.lines[0].Text = lines[0]
		natural := t.style.Measure("M").Height
		put(t.lines[0], 0, (size.Height-natural)/2, size.Width, natural)
		return
	}
	height := t.lineHeight()
	for i, line := range t.lines {
		put(line, 0, float32(i)*height, size.Width, height)
	}
}

func (t *Text) objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(t.lines))
	for i, line := range t.lines {
		all[i] = line
	}
	return all
}
