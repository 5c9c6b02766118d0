package create

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Measures of a row at 100 %.
const (
	kinHeight = 48
	kinColumn = 14
)

// kinRow is one member of a family: lines to its kin, and what it is.
type kinRow struct {
	widget.BaseWidget
	row    *xwidget.Row
	lines  []*canvas.Rectangle
	dot    *canvas.Circle
	index  int
	at     branch
	chosen bool
}

func newKinRow(f *family) *kinRow {
	r := &kinRow{dot: canvas.NewCircle(color.Transparent)}
	r.row = xwidget.NewRow(func() { f.open(r.index) })
	for range mostColumns + 4 {
		r.lines = append(r.lines, canvas.NewRectangle(color.Transparent))
	}
	r.ExtendBaseWidget(r)
	return r
}

// showKin makes a row show a member of the family.
func (f *family) showKin(index int, r *kinRow) {
	if index >= len(f.kin) {
		return
	}
	take := f.kin[index].Take
	r.index, r.at, r.chosen = index, f.rows[index], take.ID == f.shown
	verb := verbName(take.Verb)
	if take.Favourite {
		verb = "♥ " + verb
	}
	r.row.SetTip(tipOf(take), "")
	r.row.Set(xwidget.RowContent{
		Icon: "clip", Picture: f.page.gallery.poster(take), Title: take.Code, Note: verb, Aside: lengthOf(take),
		Progress: -1, Selected: r.chosen,
	})
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *kinRow) CreateRenderer() fyne.WidgetRenderer { return &kinRenderer{r} }

type kinRenderer struct{ r *kinRow }

func (k *kinRenderer) Destroy()              {}
func (k *kinRenderer) MinSize() fyne.Size    { return fyne.NewSize(look.Px(160), look.Px(kinHeight)) }
func (k *kinRenderer) Layout(size fyne.Size) { k.r.place(size) }

func (k *kinRenderer) Refresh() {
	k.r.place(k.r.Size())
	canvas.Refresh(k.r)
}

func (k *kinRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(k.r.lines)+2)
	for _, line := range k.r.lines {
		all = append(all, line)
	}
	return append(all, k.r.dot, k.r.row)
}

// place draws the lines to the kin. They reach into the gap between rows, so that
// they meet.
func (r *kinRow) place(size fyne.Size) {
	for _, line := range r.lines {
		line.Hide()
	}
	next := 0
	thick, column := look.Px(1.5), look.Px(kinColumn)
	draw := func(x, y, width, height float32) {
		line := r.lines[next]
		next++
		line.FillColor = look.Color(look.LineStrong)
		line.Move(fyne.NewPos(x, y))
		line.Resize(fyne.NewSize(width, height))
		line.Show()
	}
	x := func(c int) float32 { return float32(c)*column + column/2 }
	middle := size.Height / 2
	for _, c := range r.at.through {
		if c < mostColumns {
			draw(x(c)-thick/2, 0, thick, size.Height)
		}
	}
	own := x(r.at.column)
	switch {
	case r.at.elbow:
		from := x(r.at.column - 1)
		draw(from-thick/2, 0, thick, middle)
		draw(from, middle-thick/2, own-from, thick)
	case r.at.up:
		draw(own-thick/2, 0, thick, middle)
	}
	if r.at.down {
		draw(own-thick/2, middle, thick, size.Height-middle)
	}
	dot := look.Px(7)
	r.dot.FillColor = look.Color(look.TextLow)
	if r.chosen {
		r.dot.FillColor = look.Color(look.Accent)
	}
	r.dot.Move(fyne.NewPos(own-dot/2, middle-dot/2))
	r.dot.Resize(fyne.NewSquareSize(dot))
	left := float32(r.at.column+1) * column
	r.row.Move(fyne.NewPos(left, look.Px(2)))
	r.row.Resize(fyne.NewSize(max(size.Width-left, 0), size.Height-look.Px(4)))
}
