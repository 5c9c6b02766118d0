package player

import (
	"slices"

	"fyne.io/fyne/v2"
)

// barLayout puts one group of controls at the left and one at the right. Where there
// is no room for all of them it leaves out those that can be spared.
type barLayout struct {
	left   int                 // how many of the objects stand at the left
	spared []fyne.CanvasObject // in the order in which they go
	gap    func() float32
}

// MinSize has room for what cannot be spared.
func (b barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return b.sizeOf(objects, b.spared)
}

func (b barLayout) sizeOf(objects, without []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(-b.gap(), 0)
	for _, o := range objects {
		if !slices.Contains(without, o) {
			least := o.MinSize()
			size = fyne.NewSize(size.Width+least.Width+b.gap(), max(size.Height, least.Height))
		}
	}
	return size
}

// Layout places what there is room for.
func (b barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gone := 0
	for gone < len(b.spared) && b.sizeOf(objects, b.spared[:gone]).Width > size.Width {
		gone++
	}
	left, right := float32(0), size.Width
	put := func(o fyne.CanvasObject, x float32) {
		o.Resize(fyne.NewSize(o.MinSize().Width, size.Height))
		o.Move(fyne.NewPos(x, 0))
	}
	for i, o := range objects {
		if slices.Contains(b.spared[:gone], o) {
			o.Hide()
			continue
		}
		if !o.Visible() {
			o.Show()
			o.Refresh() // the size of texts may have changed meanwhile
		}
		if i < b.left {
			put(o, left)
			left += o.MinSize().Width + b.gap()
		}
	}
	for i := len(objects) - 1; i >= b.left; i-- {
		if o := objects[i]; o.Visible() {
			right -= o.MinSize().Width
			put(o, right)
			right -= b.gap()
		}
	}
}
