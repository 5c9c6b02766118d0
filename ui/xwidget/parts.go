package xwidget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// parts is what a widget of this package says about itself to be drawn.
type parts interface {
	fyne.Widget
	objects() []fyne.CanvasObject // from the back to the front
	minSize() fyne.Size
	arrange(size fyne.Size) // places the objects
	paint()                 // gives the objects their colours, texts and visibility
}

// renderer draws any parts.
type renderer struct{ widget parts }

func draw(widget parts) fyne.WidgetRenderer {
	widget.paint()
	return &renderer{widget}
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.widget.objects() }
func (r *renderer) MinSize() fyne.Size           { return r.widget.minSize() }
func (r *renderer) Layout(size fyne.Size)        { r.widget.arrange(size) }

func (r *renderer) Refresh() {
	r.widget.paint()
	r.widget.arrange(r.widget.Size())
	canvas.Refresh(r.widget)
}

// put places an object.
func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// putMid places an object of a given size in the middle of a height.
func putMid(o fyne.CanvasObject, x, height float32, size fyne.Size) {
	put(o, x, (height-size.Height)/2, size.Width, size.Height)
}

// show shows or hides an object.
func show(o fyne.CanvasObject, visible bool) {
	if visible != o.Visible() {
		if visible {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// plate is a rectangle with round corners.
func plate(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = look.Px(radius)
	return r
}

// fill gives a plate a surface and a line around it; empty names give none.
func fill(r *canvas.Rectangle, surface, line fyne.ThemeColorName) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = color.Transparent, color.Transparent, 0
	if surface != "" {
		r.FillColor = look.Color(surface)
	}
	if line != "" {
		r.StrokeColor = look.Color(line)
		r.StrokeWidth = 1
	}
}

// ring makes a plate the focus ring, or nothing.
func ring(r *canvas.Rectangle, focused bool) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = color.Transparent, color.Transparent, 0
	if focused {
		r.StrokeColor = look.Color(look.FocusRing)
		r.StrokeWidth = look.Px(look.FocusWidth)
	}
	show(r, focused)
}

// setPicture shows another picture. The window keeps what it has drawn of a picture
// until that itself is refreshed; it is not enough that the widget around it is.
func setPicture(shown *canvas.Image, picture image.Image) {
	if shown.Image != picture {
		shown.Image = picture
		shown.Refresh()
	}
}

// canvasOf returns the canvas that shows an object, nil where none does.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// passKey gives a key that a focused widget has no use for to the canvas.
func passKey(o fyne.CanvasObject, event *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(event)
	}
}
