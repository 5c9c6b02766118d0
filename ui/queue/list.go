package queue

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
)

// list shows any number of lines of different heights and makes only those that
// are in sight.
type list struct {
	content *fyne.Container
	height  func(index int) float32
	create  func() *line
	show    func(index int, l *line)

	scroll  *container.Scroll
	body    *fyne.Container
	mark    *canvas.Rectangle // where what is dragged would go
	offsets []float32         // of each line, and the end of the last
	shown   map[int]*line
	spare   []*line
}

func newList() *list {
	v := &list{shown: map[int]*line{}, offsets: []float32{0}, mark: canvas.NewRectangle(color.Transparent)}
	v.mark.Hide()
	v.body = container.New(&bodyLayout{v}, v.mark)
	v.scroll = container.NewVScroll(v.body)
	v.scroll.OnScrolled = func(fyne.Position) { v.place() }
	v.content = container.New(&viewLayout{v}, v.scroll)
	return v
}

// setCount says how many lines there are and shows those in sight anew.
func (v *list) setCount(count int) {
	v.offsets = v.offsets[:1]
	at := float32(0)
	for i := range count {
		at += v.height(i)
		v.offsets = append(v.offsets, at)
	}
	for index, l := range v.shown {
		if index < count {
			v.show(index, l)
		}
	}
	v.body.Resize(fyne.NewSize(v.scroll.Size().Width, max(at, v.scroll.Size().Height)))
	v.scroll.Refresh()
	v.place()
}

func (v *list) count() int { return len(v.offsets) - 1 }

// refresh shows the lines in sight anew.
func (v *list) refresh() {
	for index, l := range v.shown {
		v.show(index, l)
	}
}

// at returns the line at a height of the body, from 0 to count.
func (v *list) at(y float32) int {
	return min(max(sort.Search(v.count(), func(i int) bool { return v.offsets[i+1] > y }), 0), v.count())
}

// inSight returns the lines that exist now, from first up to but not last.
func (v *list) inSight() (first, last int) {
	top, view := v.scroll.Offset.Y, v.scroll.Size().Height
	if view <= 0 {
		return 0, 0
	}
	return v.at(top), min(v.at(top+view)+1, v.count())
}

// place gives every index in sight a line, one that went out of sight if it can.
func (v *list) place() {
	first, last := v.inSight()
	for index, l := range v.shown {
		if index < first || index >= last {
			delete(v.shown, index)
			l.Hide()
			v.spare = append(v.spare, l)
		}
	}
	width := v.scroll.Size().Width - look.Px(look.Space3) // the scroll bar's
	for index := first; index < last; index++ {
		l, ok := v.shown[index]
		if !ok {
			l = v.take()
			v.shown[index] = l
			v.show(index, l)
		}
		l.Move(fyne.NewPos(0, v.offsets[index]))
		l.Resize(fyne.NewSize(width, v.offsets[index+1]-v.offsets[index]))
	}
}

func (v *list) take() *line {
	if n := len(v.spare); n > 0 {
		l := v.spare[n-1]
		v.spare = v.spare[:n-1]
		l.Show()
		return l
	}
	l := v.create()
	v.body.Objects = append([]fyne.CanvasObject{l}, v.body.Objects...) // the mark stays on top
	return l
}

// reveal brings a line into sight.
func (v *list) reveal(index int) {
	if index < 0 || index >= v.count() {
		return
	}
	top, bottom, view := v.offsets[index], v.offsets[index+1], v.scroll.Size().Height
	switch offset := v.scroll.Offset.Y; {
	case top < offset:
		v.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > offset+view:
		v.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
	v.place()
}

// heightOf returns the place in the body of a place in the window, and scrolls
// where that is near an edge.
func (v *list) heightOf(at fyne.Position) float32 {
	y := at.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(v.scroll).Y
	edge := look.Px(look.Space6)
	most := max(v.offsets[v.count()]-v.scroll.Size().Height, 0)
	switch offset := v.scroll.Offset.Y; {
	case y < edge && offset > 0:
		v.scroll.ScrollToOffset(fyne.NewPos(0, max(offset-edge/2, 0)))
		v.place()
	case y > v.scroll.Size().Height-edge && offset < most:
		v.scroll.ScrollToOffset(fyne.NewPos(0, min(offset+edge/2, most)))
		v.place()
	}
	return y + v.scroll.Offset.Y
}

// setMark shows where something would go: above a line. A negative index shows
// nothing.
func (v *list) setMark(index int) {
	if index < 0 || index > v.count() {
		v.mark.Hide()
		return
	}
	v.mark.FillColor = look.Color(look.Accent)
	v.mark.Move(fyne.NewPos(look.Px(look.Space2), v.offsets[index]-look.Px(1)))
	v.mark.Resize(fyne.NewSize(v.scroll.Size().Width-look.Px(look.Space2+look.Space5), look.Px(2)))
	v.mark.Show()
	v.mark.Refresh()
}

// viewLayout gives the scroll all of the room.
type viewLayout struct{ list *list }

func (l *viewLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(360), look.Px(120))
}

func (l *viewLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	v := l.list
	v.scroll.Resize(size)
	v.body.Resize(fyne.NewSize(size.Width, max(v.offsets[v.count()], size.Height)))
	v.scroll.Refresh()
	v.place()
}

// bodyLayout is as high as all lines together; place puts them where they belong.
type bodyLayout struct{ list *list }

func (l *bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(1, l.list.offsets[l.list.count()])
}

func (l *bodyLayout) Layout([]fyne.CanvasObject, fyne.Size) {}
