package xwidget

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
)

// column puts things below each other at the whole width. Texts that break into
// lines know their height only at a width, which is why it is asked for twice.
type column struct {
	gap, side, end float32
	width          float32 // that was laid out last
}

// NewColumn makes a layout that puts things below each other at its whole width:
// gap lies between them, side at their left and right, end above and below, all as
// they are at 100 %.
func NewColumn(gap, side, end float32) fyne.Layout {
	return &column{gap: gap, side: side, end: end}
}

// MinSize is as high as all of them at the last width.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 2*look.Px(c.end))
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			size.Height += look.Px(c.gap)
		}
		first = false
		least := c.fitted(o)
		size.Height += least.Height
		size.Width = max(size.Width, least.Width+2*look.Px(c.side))
	}
	return size
}

func (c *column) fitted(o fyne.CanvasObject) fyne.Size {
	least := o.MinSize()
	if inner := c.width - 2*look.Px(c.side); inner > 0 && o.Size().Width != inner {
		o.Resize(fyne.NewSize(inner, least.Height))
		least = o.MinSize()
	}
	return least
}

// Layout places them.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	y := look.Px(c.end)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := c.fitted(o).Height
		o.Move(fyne.NewPos(look.Px(c.side), y))
		o.Resize(fyne.NewSize(size.Width-2*look.Px(c.side), height))
		y += height + look.Px(c.gap)
	}
}

// line puts things side by side.
type line struct {
	gap    float32
	shares []float32
}

// NewLine makes a layout that puts things side by side, as high as the line and
// gap apart (at 100 %). There is a share for each thing: one with a share of 0 keeps
// its own width, and the others divide what is left.
func NewLine(gap float32, shares ...float32) fyne.Layout { return line{gap, shares} }

// MinSize is as wide as all of them.
func (l line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size, first := fyne.NewSize(0, 0), true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			size.Width += look.Px(l.gap)
		}
		first = false
		least := o.MinSize()
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
	}
	return size
}

// Layout places them.
func (l line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest, all := size.Width+look.Px(l.gap), float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		rest -= look.Px(l.gap)
		if l.shares[i] == 0 {
			rest -= o.MinSize().Width
		}
		all += l.shares[i]
	}
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		width := o.MinSize().Width
		if l.shares[i] > 0 {
			width = rest * l.shares[i] / all
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + look.Px(l.gap)
	}
}
