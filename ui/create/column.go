package create

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// cells puts things of one height into columns of one width.
type cells struct {
	columns int
	height  float32 // at 100 %
	gap     float32
}

// MinSize is as high as the rows.
func (c cells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rows := float32((len(objects) + c.columns - 1) / c.columns)
	return fyne.NewSize(0, rows*look.Px(c.height)+max(rows-1, 0)*look.Px(c.gap))
}

// Layout places them.
func (c cells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - float32(c.columns-1)*look.Px(c.gap)) / float32(c.columns)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%c.columns)*(width+look.Px(c.gap)), float32(i/c.columns)*look.Px(c.height+c.gap)))
		o.Resize(fyne.NewSize(width, look.Px(c.height)))
	}
}

// rule is a thin line between two parts of a column.
func rule() fyne.CanvasObject {
	r := canvas.NewRectangle(look.Color(look.Line))
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// inset leaves air around one thing.
type inset struct{ side, end float32 }

// MinSize is that of the thing with its air.
func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*look.Px(i.side), 2*look.Px(i.end))
}

// Layout places it.
func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(look.Px(i.side), look.Px(i.end)))
	objects[0].Resize(size.SubtractWidthHeight(2*look.Px(i.side), 2*look.Px(i.end)))
}

// outdent lets a quiet button stand with its icon, and not with its invisible edge,
// where the texts around it begin.
type outdent struct{}

// MinSize is that of the button without what sticks out.
func (outdent) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().SubtractWidthHeight(look.Px(look.Space3), 0)
}

// Layout places it.
func (outdent) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-look.Px(look.Space3), 0))
	objects[0].Resize(size.AddWidthHeight(look.Px(look.Space3), 0))
}

// readsHeight is what the words that the model reads have room for, at 100 %; the
// rest is scrolled to.
const readsHeight = 160

// capped gives a text that scrolls its own height, but no more than most.
type capped struct {
	text  *xwidget.Text
	most  float32 // at 100 %
	width float32 // that was laid out last
}

// MinSize is that at the last width.
func (c *capped) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, min(c.text.HeightFor(c.width), look.Px(c.most)))
}

// Layout gives the scroll all of it.
func (c *capped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	c.text.Resize(fyne.NewSize(size.Width, c.text.HeightFor(size.Width)))
	objects[0].Resize(size)
}
