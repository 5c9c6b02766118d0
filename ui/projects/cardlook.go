package projects

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// leastCard is how narrow a card may be at 100 %.
const leastCard = 252

// cardHeight is the height of a card of a width: a picture of 16:9 and three lines.
func cardHeight(width float32) float32 {
	pad := look.Px(look.Space2)
	return pad + (width-2*pad)*9/16 + look.Px(look.Space2) + look.Px(look.ControlHeight) + look.Label.Measure("M").Height +
		look.Px(look.Space1) + look.Caption.Measure("M").Height + look.Px(look.Space3)
}

type cardRenderer struct{ card *card }

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	c := r.card
	return []fyne.CanvasObject{c.back, c.well, c.bars, c.picture, c.icon, c.reason, c.forget, c.chip, c.name, c.more, c.holds, c.when, c.folder}
}

func (r *cardRenderer) MinSize() fyne.Size {
	width := look.Px(leastCard)
	return fyne.NewSize(width, cardHeight(width))
}

func (r *cardRenderer) Refresh() {
	r.paint()
	r.Layout(r.card.Size())
	canvas.Refresh(r.card)
}

func (r *cardRenderer) paint() {
	c := r.card
	surface, line := look.SurfacePanel, look.Line
	if c.hovered {
		surface, line = look.SurfaceRaised, look.LineStrong
	}
	width := float32(1)
	if c.content.selected {
		line, width = look.Accent, look.Px(2)
	}
	c.back.FillColor, c.back.StrokeColor, c.back.StrokeWidth = look.Color(surface), look.Color(line), width
	c.well.FillColor = look.Color(look.SurfaceWell)
	c.bars.FillColor = color.Transparent
	if c.content.picture != nil {
		c.bars.FillColor = look.Color(look.Plate) // beside a picture of another shape
	}
	c.picture.Image = c.content.picture
	c.picture.CornerRadius, c.picture.FillMode = 0, canvas.ImageFillContain
	if fills(c.content.picture) {
		c.picture.CornerRadius, c.picture.FillMode = look.Px(look.RadiusMedium), canvas.ImageFillCover
	}
	show(c.picture, c.content.picture != nil)
	c.content.icon.Paint(c.icon, look.TextDisabled)
	show(c.icon, c.content.picture == nil && c.content.icon != "")
	c.reason.SetText(c.content.reason)
	show(c.reason, c.content.picture == nil && c.content.reason != "")
	show(c.forget, c.content.missing)
	c.chip.Set(c.content.chip, c.content.tone)
	show(c.chip, c.content.chip != "")
	c.name.SetText(c.content.name)
	ink, note := look.TextHigh, look.TextMedium
	if c.content.missing {
		ink, note = look.TextLow, look.TextLow
	}
	c.name.SetColor(ink)
	c.holds.SetText(c.content.holds)
	c.holds.SetColor(note)
	c.when.SetText(c.content.when)
	c.folder.SetText(c.content.folder)
}

// fills tells whether a picture has the shape of its place, so that there are no
// bars beside it.
func fills(picture image.Image) bool {
	if picture == nil {
		return false
	}
	size := picture.Bounds().Size()
	off := size.X*9 - size.Y*16
	return max(off, -off)*50 < size.Y*16
}

func (r *cardRenderer) Layout(size fyne.Size) {
	c := r.card
	c.back.Resize(size)
	pad := look.Px(look.Space2)
	width := size.Width - 2*pad
	height := float32(int(width * 9 / 16)) // whole points, so that the picture's edge is sharp
	put(c.well, pad, pad, width, height)
	put(c.bars, pad, pad, width, height)
	put(c.picture, pad, pad, width, height)
	r.layoutWell(pad, width, height)
	chip := c.chip.MinSize()
	put(c.chip, pad+look.Px(6), pad+look.Px(6), min(chip.Width, width-look.Px(12)), chip.Height)

	inset, row := pad+look.Px(2), look.Px(look.ControlHeight)
	y := pad + height + look.Px(look.Space2)
	put(c.more, size.Width-pad-row, y, row, row)
	line := c.name.MinSize().Height
	put(c.name, inset, y+(row-line)/2, size.Width-inset-pad-row-look.Px(look.Space1), line)
	y += row
	label := look.Label.Measure("M").Height
	when := c.when.Natural().Width
	right := size.Width - inset - look.Px(look.Space1)
	put(c.when, right-when, y, when, label)
	put(c.holds, inset, y, right-when-inset-look.Px(look.Space2), label)
	y += label + look.Px(look.Space1)
	put(c.folder, inset, y, right-inset, look.Caption.Measure("M").Height)
}

// layoutWell places what stands where a picture would: an icon, why there is none,
// and what can be done about it.
func (r *cardRenderer) layoutWell(pad, width, height float32) {
	c := r.card
	icon, gap, line := look.Px(look.Space5), look.Px(look.Space2), look.Label.Measure("M").Height
	tall := icon
	if c.content.reason != "" {
		tall += gap + line
	}
	button := c.forget.MinSize()
	if c.content.missing {
		tall += look.Px(look.Space3) + button.Height
	}
	y := pad + (height-tall)/2
	put(c.icon, pad+(width-icon)/2, y, icon, icon)
	y += icon + gap
	put(c.reason, pad+look.Px(look.Space2), y, width-look.Px(look.Space4), line)
	y += line + look.Px(look.Space3)
	put(c.forget, pad+(width-button.Width)/2, y, button.Width, button.Height)
}

func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}
