package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Field is a control with its name above, and below it a hint or what is wrong.
type Field struct {
	widget.BaseWidget
	name, note *Text
	content    fyne.CanvasObject
	aside      fyne.CanvasObject // at the right of the name; nil for nothing
	hint, bad  string
}

// NewField puts a name above a control. The hint may be empty, aside nil.
func NewField(name, hint string, content, aside fyne.CanvasObject) *Field {
	f := &Field{
		name: NewText(name, look.Label, look.TextMedium), note: NewParagraph(hint, look.Caption, look.TextLow, 0),
		content: content, aside: aside, hint: hint,
	}
	f.ExtendBaseWidget(f)
	return f
}

// SetError shows what is wrong in place of the hint; empty shows the hint again.
func (f *Field) SetError(sentence string) {
	f.bad = sentence
	f.Refresh()
}

// SetHint changes the hint.
func (f *Field) SetHint(hint string) {
	f.hint = hint
	f.Refresh()
}

// Resize lets the note break anew.
func (f *Field) Resize(size fyne.Size) {
	f.note.Resize(fyne.NewSize(size.Width, f.note.Size().Height))
	f.BaseWidget.Resize(size)
}

// CreateRenderer is for Fyne.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return draw(f) }

func (f *Field) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.name, f.content, f.note}
	if f.aside != nil {
		all = append(all, f.aside)
	}
	return all
}

func (f *Field) head() float32 {
	height := f.name.MinSize().Height
	if f.aside != nil {
		height = max(height, f.aside.MinSize().Height)
	}
	return height + look.Px(look.Space1)
}

func (f *Field) minSize() fyne.Size {
	size := f.content.MinSize()
	size.Height += f.head()
	if f.note.Text() != "" {
		size.Height += look.Px(look.Space1) + f.note.MinSize().Height
	}
	return size
}

func (f *Field) paint() {
	text, ink := f.hint, look.TextLow
	if f.bad != "" {
		text, ink = f.bad, look.Danger
	}
	f.note.SetText(text)
	f.note.SetColor(ink)
	show(f.note, text != "")
}

func (f *Field) arrange(size fyne.Size) {
	head, aside := f.head(), float32(0)
	if f.aside != nil {
		min := f.aside.MinSize()
		aside = min.Width + look.Px(look.Space2)
		put(f.aside, size.Width-min.Width, (head-look.Px(look.Space1)-min.Height)/2, min.Width, min.Height)
	}
	put(f.name, 0, 0, size.Width-aside, head-look.Px(look.Space1))
	note := float32(0)
	if f.note.Text() != "" {
		note = f.note.HeightFor(size.Width)
		put(f.note, 0, size.Height-note, size.Width, note)
		note += look.Px(look.Space1)
	}
	put(f.content, 0, head, size.Width, size.Height-head-note)
}
