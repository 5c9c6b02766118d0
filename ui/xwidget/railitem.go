package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// RailItem is one screen in the rail at the left: an icon with its name below.
type RailItem struct {
	control
	text     string
	icon     look.Icon
	selected bool
	count    string // in the corner, empty for none

	back, mark, focus, badge *canvas.Rectangle
	label, number            *canvas.Text
	image                    *canvas.Image
}

// NewRailItem makes an item.
func NewRailItem(text string, icon look.Icon, tapped func()) *RailItem {
	r := &RailItem{
		text: text, icon: icon,
		back: plate(look.RadiusMedium), mark: plate(1), focus: plate(look.RadiusMedium), badge: plate(7),
		label: canvas.NewText("", nil), number: canvas.NewText("", nil), image: look.NewIcon(),
	}
	r.tap = tapped
	r.extend(r)
	return r
}

// SetSelected marks the screen that is shown.
func (r *RailItem) SetSelected(selected bool) {
	if r.selected != selected {
		r.selected = selected
		r.Refresh()
	}
}

// SetCount shows a number in the corner: what waits there. Empty shows none.
func (r *RailItem) SetCount(count string) {
	if r.count != count {
		r.count = count
		r.Refresh()
	}
}

func (r *RailItem) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.mark, r.image, r.label, r.badge, r.number, r.focus}
}

func (r *RailItem) minSize() fyne.Size {
	text := look.Caption.Measure(r.text)
	width := max(text.Width+look.Px(look.Space3), look.Px(64))
	return fyne.NewSize(width, look.Px(9+look.RailIcon+5)+text.Height+look.Px(7))
}

func (r *RailItem) paint() {
	ink, surface := look.TextLow, fyne.ThemeColorName("")
	switch {
	case r.Disabled():
		ink = look.TextDisabled
	case r.selected:
		ink, surface = look.TextHigh, look.SurfaceRaised
	case r.hovered:
		ink, surface = look.TextHigh, look.Hover
	}
	fill(r.back, surface, "")
	fill(r.mark, look.Accent, "")
	show(r.mark, r.selected)
	ring(r.focus, r.focused)
	r.label.Text = r.text
	r.label.Alignment = fyne.TextAlignCenter
	look.Caption.Apply(r.label, ink)
	r.icon.Paint(r.image, ink)
	fill(r.badge, look.Accent, "")
	r.number.Text = r.count
	r.number.Alignment = fyne.TextAlignCenter
	badgeStyle.Apply(r.number, look.OnAccent)
	show(r.badge, r.count != "")
	show(r.number, r.count != "")
}

var badgeStyle = look.TextStyle{Size: 9.5, Bold: true}

func (r *RailItem) arrange(size fyne.Size) {
	r.back.Resize(size)
	r.focus.Resize(size)
	put(r.mark, 0, look.Px(look.Space3), look.Px(2), size.Height-look.Px(2*look.Space3))
	icon, top := look.Px(look.RailIcon), look.Px(9)
	put(r.image, (size.Width-icon)/2, top, icon, icon)
	text := look.Caption.Measure(r.text)
	put(r.label, 0, top+icon+look.Px(5), size.Width, text.Height)
	number := badgeStyle.Measure(r.count)
	height := look.Px(14)
	width := max(number.Width+look.Px(7), height)
	x, y := size.Width/2+icon/2-look.Px(4), look.Px(4)
	put(r.badge, x, y, width, height)
	put(r.number, x, y+(height-number.Height)/2, width, number.Height)
}
