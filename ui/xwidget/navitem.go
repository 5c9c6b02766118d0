package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// NavItem is one part of a screen in a list at its left: an icon and its name.
type NavItem struct {
	control
	text     string
	icon     look.Icon
	selected bool

	back, focus *canvas.Rectangle
	label       *Text
	image       *canvas.Image
}

// NewNavItem makes an item.
func NewNavItem(text string, icon look.Icon, tapped func()) *NavItem {
	n := &NavItem{
		text: text, icon: icon, back: plate(look.RadiusMedium), focus: plate(look.RadiusMedium),
		label: NewText(text, look.Body, look.TextMedium), image: look.NewIcon(),
	}
	n.tap = tapped
	n.extend(n)
	return n
}

// SetSelected marks the part that is shown.
func (n *NavItem) SetSelected(selected bool) {
	if n.selected != selected {
		n.selected = selected
		n.Refresh()
	}
}

func (n *NavItem) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.back, n.image, n.label, n.focus}
}

func (n *NavItem) minSize() fyne.Size {
	text := look.Body.Measure(n.text)
	return fyne.NewSize(text.Width+look.Px(look.IconSize+10+2*10), max(text.Height+look.Px(12), look.Px(32)))
}

func (n *NavItem) paint() {
	ink, surface := look.TextMedium, fyne.ThemeColorName("")
	switch {
	case n.selected:
		ink, surface = look.TextHigh, look.SurfaceRaised
	case n.lit():
		ink, surface = look.TextHigh, look.Hover
	}
	fill(n.back, surface, "")
	ring(n.focus, n.focused)
	n.label.SetColor(ink)
	if !n.selected {
		n.icon.Paint(n.image, ink)
		return
	}
	n.icon.Paint(n.image, look.Accent)
}

func (n *NavItem) arrange(size fyne.Size) {
	n.back.Resize(size)
	n.focus.Resize(size)
	pad, icon := look.Px(10), look.Px(look.IconSize)
	putMid(n.image, pad, size.Height, fyne.NewSquareSize(icon))
	x := pad + icon + look.Px(10)
	putMid(n.label, x, size.Height, fyne.NewSize(max(size.Width-x-pad, 0), look.Body.Measure(n.text).Height))
}
