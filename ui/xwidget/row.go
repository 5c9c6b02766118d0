package xwidget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// RowContent is what a row shows.
type RowContent struct {
	Picture  image.Image // small; nil shows Icon
	Icon     look.Icon
	Title    string
	Note     string // below the title
	Aside    string // at the right of the note: 12 of 40, 3 min left
	State    string // as a chip; empty for none
	Tone     Tone   // of the chip and of the progress
	Progress float64
	Selected bool
}

// Row is one line of a list: picture, title, note, how far it is, and buttons.
type Row struct {
	control
	content RowContent
	buttons []fyne.CanvasObject

	back, focus, well *canvas.Rectangle
	picture, icon     *canvas.Image
	title, note       *Text
	aside             *Text
	state             *Chip
	progress          *Progress
}

// NewRow makes an empty row. The buttons stand at its right end.
func NewRow(tapped func(), buttons ...fyne.CanvasObject) *Row {
	r := &Row{
		content: RowContent{Progress: -1}, buttons: buttons,
		back: plate(look.RadiusMedium), focus: plate(look.RadiusMedium), well: plate(look.RadiusSmall),
		picture: canvas.NewImageFromImage(nil), icon: look.NewIcon(),
		title: NewText("", look.Body, look.TextHigh), note: NewText("", look.Caption, look.TextLow),
		aside: NewText("", look.Caption, look.TextMedium), state: NewChip("", Neutral, nil, nil), progress: NewProgress(),
	}
	r.picture.FillMode = canvas.ImageFillCover
	r.picture.ScaleMode = canvas.ImageScaleFastest
	r.aside.SetAlign(fyne.TextAlignTrailing)
	r.tap = tapped
	r.extend(r)
	return r
}

// Set changes what is shown; progress below 0 shows no bar, and a change of it
// alone is shown at most four times a second.
func (r *Row) Set(content RowContent) {
	old := r.content
	old.Progress, old.Aside = content.Progress, content.Aside
	r.content.Progress = content.Progress
	r.progress.SetValue(max(content.Progress, 0))
	r.aside.SetText(content.Aside)
	if old == content && r.content.Aside == content.Aside && (content.Progress < 0) == !r.progress.Visible() {
		return
	}
	r.content = content
	r.Refresh()
}

func (r *Row) objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{
		r.back, r.well, r.picture, r.icon, r.title, r.note, r.aside, r.state, r.progress, r.focus,
	}, r.buttons...)
}

func (r *Row) minSize() fyne.Size {
	width := look.Px(260)
	for _, b := range r.buttons {
		width += b.MinSize().Width
	}
	return fyne.NewSize(width, look.Px(56))
}

func (r *Row) paint() {
	c := r.content
	surface := fyne.ThemeColorName("")
	switch {
	case c.Selected:
		surface = look.AccentSoft
	case r.lit():
		surface = look.Hover
	}
	fill(r.back, surface, "")
	fill(r.well, look.SurfaceWell, look.Line)
	ring(r.focus, r.focused)
	setPicture(r.picture, c.Picture)
	r.picture.CornerRadius = look.Px(look.RadiusSmall)
	show(r.picture, c.Picture != nil)
	c.Icon.Paint(r.icon, look.TextLow)
	show(r.icon, c.Picture == nil && c.Icon != "")
	r.title.SetText(c.Title)
	r.note.SetText(c.Note)
	r.aside.SetText(c.Aside)
	ink := look.TextLow
	if c.Selected {
		ink = look.TextMedium
	}
	if c.Tone == Failed {
		ink = look.Danger
	}
	r.note.SetColor(ink)
	r.state.Set(c.State, c.Tone)
	show(r.state, c.State != "")
	show(r.progress, c.Progress >= 0)
	r.progress.SetTone(progressTone(c.Tone))
}

func progressTone(t Tone) Tone {
	if t == Neutral {
		return Accented
	}
	return t
}

func (r *Row) arrange(size fyne.Size) {
	r.back.Resize(size)
	r.focus.Resize(size)
	pad := look.Px(look.Space2)
	height := size.Height - 2*pad
	width := height * 16 / 9
	put(r.well, pad, pad, width, height)
	put(r.picture, pad, pad, width, height)
	icon := look.Px(look.IconSize)
	put(r.icon, pad+(width-icon)/2, pad+(height-icon)/2, icon, icon)

	right := size.Width - pad
	for i := len(r.buttons) - 1; i >= 0; i-- {
		min := r.buttons[i].MinSize()
		right -= min.Width
		put(r.buttons[i], right, (size.Height-min.Height)/2, min.Width, min.Height)
	}
	if len(r.buttons) > 0 {
		right -= look.Px(look.Space3)
	}
	left := pad + width + look.Px(look.Space3)
	title, note := look.Body.Measure("M").Height, look.Caption.Measure("M").Height
	bar := float32(0)
	if r.progress.Visible() {
		bar = look.Px(3 + 5)
	}
	y := (size.Height - title - note - look.Px(2) - bar) / 2
	chip := float32(0)
	if r.state.Visible() {
		min := r.state.MinSize()
		chip = min.Width + look.Px(look.Space3)
		put(r.state, right-min.Width, y+(title-min.Height)/2, min.Width, min.Height)
	}
	put(r.title, left, y, right-left-chip, title)
	aside := min(r.aside.Natural().Width, (right-left)/2)
	put(r.aside, right-aside, y+title+look.Px(2), aside, note)
	put(r.note, left, y+title+look.Px(2), right-left-aside-look.Px(look.Space3), note)
	put(r.progress, left, y+title+note+look.Px(2+5), right-left, look.Px(3))
}
