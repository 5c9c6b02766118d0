package xwidget

import (
	"image/color"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// TextArea is a text of several lines, or of one. It underlines words that it is told
// of, and says in its corner how long the text is. Tab goes on to the next field.
type TextArea struct {
	widget.BaseWidget
	// OnChanged is called with the text after every change by the user.
	OnChanged func(text string)
	// OnEnter is called for Enter without Shift; nil begins a new line.
	OnEnter func()
	// Unknown tells whether a word is to be underlined; nil for none. It is asked
	// for every word at each change and has to be quick.
	Unknown func(word string) bool
	// Count returns what the corner says and whether it is a warning: 42 of 128.
	// Nil for nothing.
	Count func(text string) (note string, tooLong bool)
	// Most is how many characters the text may come to have by pasting; 0 for any
	// number. OnCut is told how many of those that were pasted had no room.
	Most  int
	OnCut func(left int)

	field  *areaEntry
	shadow *shadowText    // breaks its lines as the field does and tells where
	lines  []*canvas.Text // of the shadow
	points float32        // of the shadow's text
	marks  *fyne.Container
	page   *fyne.Container
	scroll *container.Scroll
	back   *canvas.Rectangle
	note   *canvas.Text
	rows   int
	single bool // a line, which Enter ends
	tip    Tip
	inner  fyne.CanvasObject
}

// NewTextArea makes an empty text that shows so many lines before it scrolls.
func NewTextArea(placeholder string, rows int) *TextArea {
	a := &TextArea{rows: rows, back: plate(look.RadiusMedium), note: canvas.NewText("", nil)}
	a.field = &areaEntry{area: a}
	a.field.MultiLine = true
	a.field.Wrapping = fyne.TextWrapWord
	a.field.PlaceHolder = placeholder
	a.field.OnChanged = a.changed
	a.field.ExtendBaseWidget(a.field)
	a.field.OnCursorChanged = a.follow
	a.shadow = newShadowText()
	a.marks = container.NewWithoutLayout()
	a.page = container.New(areaLayout{a}, a.field, a.marks)
	a.scroll = container.NewVScroll(a.page)
	a.inner = container.NewThemeOverride(a.scroll, bareField{})
	a.ExtendBaseWidget(a)
	return a
}

// NewTextLine makes an empty text of one line. What is pasted into it becomes one.
func NewTextLine(placeholder string) *TextArea {
	a := NewTextArea(placeholder, 1)
	a.single = true
	return a
}

// SetTip says what the tooltip shows.
func (a *TextArea) SetTip(text, key string) { a.tip = Tip{Text: text, Key: key} }

// Text returns the text.
func (a *TextArea) Text() string { return a.field.Text }

// SetText changes the text, and calls OnChanged only if it is another one.
func (a *TextArea) SetText(text string) {
	if text != a.field.Text {
		a.field.SetText(text) // which refreshes all
	}
}

// Field is the object to give the focus to.
func (a *TextArea) Field() fyne.Focusable { return a.field }

// SetPlaceholder changes what is read while there is no text.
func (a *TextArea) SetPlaceholder(text string) { a.field.SetPlaceHolder(text) }

func (a *TextArea) changed(text string) {
	if one := strings.Join(strings.FieldsFunc(text, isBreak), " "); a.single && one != text {
		a.field.SetText(one) // which tells of itself
		return
	}
	a.Refresh()
	if a.OnChanged != nil {
		a.OnChanged(text)
	}
}

func isBreak(r rune) bool { return r == '\n' || r == '\r' }

// follow keeps the cursor in sight: the field does not scroll itself.
func (a *TextArea) follow() {
	line := a.lineHeight()
	top := float32(a.field.CursorRow) * line
	view := a.scroll.Size().Height
	switch offset := a.scroll.Offset.Y; {
	case top < offset:
		a.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+line+look.Px(look.Space3) > offset+view:
		a.scroll.ScrollToOffset(fyne.NewPos(0, top+line+look.Px(look.Space3)-view))
	}
}

func (a *TextArea) lineHeight() float32 {
	return look.Body.Measure("M").Height + theme.Size(theme.SizeNameLineSpacing)
}

// CreateRenderer is for Fyne.
func (a *TextArea) CreateRenderer() fyne.WidgetRenderer { return draw(a) }

func (a *TextArea) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{a.back, a.inner, a.note}
}

func (a *TextArea) noteHeight() float32 {
	if a.Count == nil {
		return 0
	}
	return look.Caption.Measure("M").Height + look.Px(6)
}

func (a *TextArea) minSize() fyne.Size {
	return fyne.NewSize(look.Px(120), float32(a.rows)*a.lineHeight()+look.Px(2*6)+a.noteHeight())
}

func (a *TextArea) paint() {
	line := look.LineStrong
	if a.field.focused {
		line = look.FocusRing
	}
	fill(a.back, look.SurfaceWell, line)
	show(a.note, a.Count != nil)
	if a.Count != nil {
		note, tooLong := a.Count(a.field.Text)
		ink := look.TextLow
		if tooLong {
			ink = look.Warning
		}
		a.note.Text = note
		a.note.Alignment = fyne.TextAlignTrailing
		look.Caption.Apply(a.note, ink)
	}
	segment := a.shadow.Segments[0].(*widget.TextSegment)
	if points := look.Body.Points(); segment.Text != a.field.Text || a.points != points {
		segment.Text, a.points = a.field.Text, points
		a.shadow.Refresh()
		a.breakLines()
	}
	a.Mark()
}

func (a *TextArea) arrange(size fyne.Size) {
	a.back.Resize(size)
	below := a.noteHeight()
	put(a.inner, 0, 0, size.Width, size.Height-below)
	if below > 0 {
		put(a.note, 0, size.Height-below, size.Width-look.Px(look.Space2), below-look.Px(6))
	}
	a.page.Layout.Layout(a.page.Objects, a.page.Size())
	canvas.Refresh(a.page) // its own Refresh would have the field break all lines again
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*`)

// breakLines asks the shadow where its lines are.
func (a *TextArea) breakLines() {
	a.lines = nil
	if a.Unknown == nil || a.shadow.Size().Width == 0 {
		return
	}
	a.lines = a.shadow.lines()
}

// Mark asks anew which words are unknown, and draws a line below each of them.
func (a *TextArea) Mark() {
	var lines []fyne.CanvasObject
	below := look.Body.Measure("M").Height
	for _, text := range a.lines {
		for _, at := range wordPattern.FindAllStringIndex(text.Text, -1) {
			if !a.Unknown(text.Text[at[0]:at[1]]) {
				continue
			}
			left := fyne.MeasureText(text.Text[:at[0]], text.TextSize, text.TextStyle).Width
			width := fyne.MeasureText(text.Text[at[0]:at[1]], text.TextSize, text.TextStyle).Width
			line := canvas.NewRectangle(look.Color(look.Warning))
			line.CornerRadius = look.Px(1)
			pos := text.Position()
			put(line, pos.X+left, pos.Y+below, width, look.Px(1.5))
			lines = append(lines, line)
		}
	}
	if len(lines)+len(a.marks.Objects) > 0 {
		a.marks.Objects = lines
		a.marks.Refresh()
	}
}

// areaLayout gives the field the height of its whole text, so that the marks and
// the text scroll as one.
type areaLayout struct{ area *TextArea }

func (l areaLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(40), l.area.shadow.MinSize().Height)
}

func (l areaLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	a := l.area
	if a.shadow.Size() != size {
		a.shadow.Resize(size)
		a.breakLines()
		a.Mark()
	}
	// The width of the border is also that of the cursor, and while the field has the
	// focus both have the accent: what lies beyond the page is clipped away.
	a.field.Move(fyne.NewPos(0, -look.Px(fieldBorder)))
	a.field.Resize(size.AddWidthHeight(0, 2*look.Px(fieldBorder)))
	a.marks.Resize(size)
}

const fieldBorder = 1.5

// bareField takes the field's own frame away: the area draws one around the
// scrolling page.
type bareField struct{}

func (bareField) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (b bareField) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground || name == theme.ColorNameInputBorder {
		return color.Transparent
	}
	return b.base().Color(name, v)
}

func (b bareField) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameInputBorder {
		return look.Px(fieldBorder)
	}
	return b.base().Size(name)
}

func (b bareField) Font(style fyne.TextStyle) fyne.Resource    { return b.base().Font(style) }
func (b bareField) Icon(name fyne.ThemeIconName) fyne.Resource { return b.base().Icon(name) }
