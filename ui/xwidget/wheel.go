package xwidget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Wheeled is what may take the wheel before the column does that it lies in.
type Wheeled struct {
	over fyne.CanvasObject
	// turn scrolls, and tells whether there was anything to scroll.
	turn func(*fyne.ScrollEvent) bool
}

// NewScroller makes a column that scrolls wherever in it the wheel is turned. Fyne
// gives the wheel to the innermost that can scroll, and every field of text counts
// as such, even where all of its text is in sight: the column would stand still
// under the pointer. Inner are those that scroll by themselves.
func NewScroller(content fyne.CanvasObject, inner ...Wheeled) *container.Scroll {
	w := &wheel{inner: inner}
	w.ExtendBaseWidget(w)
	w.column = container.NewVScroll(container.NewStack(content, w))
	return w.column
}

// wheel lies over a column and takes nothing but the wheel; what else the pointer
// does reaches what is below.
type wheel struct {
	widget.BaseWidget
	column *container.Scroll
	inner  []Wheeled
}

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Scrolled scrolls what is under the pointer, or else the column.
func (w *wheel) Scrolled(event *fyne.ScrollEvent) {
	driver := fyne.CurrentApp().Driver()
	for _, each := range w.inner {
		at := event.AbsolutePosition.Subtract(driver.AbsolutePositionForObject(each.over))
		size := each.over.Size()
		under := at.X >= 0 && at.Y >= 0 && at.X < size.Width && at.Y < size.Height
		if under && each.over.Visible() && each.turn(event) {
			return
		}
	}
	w.column.Scrolled(event)
}

// Wheeled takes the wheel where more of the text follows in its direction.
func (a *TextArea) Wheeled() Wheeled {
	return Wheeled{a, func(event *fyne.ScrollEvent) bool {
		was := a.scroll.Offset
		a.scroll.Scrolled(event)
		return a.scroll.Offset != was
	}}
}

// Sideways is a row that takes what is turned to the sides, as with Shift or two
// fingers.
func Sideways(row *container.Scroll) Wheeled {
	return Wheeled{row, func(event *fyne.ScrollEvent) bool {
		if event.Scrolled.DX == 0 {
			return false
		}
		row.Scrolled(event)
		return true
	}}
}
