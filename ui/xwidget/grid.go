package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Grid shows any number of tiles and makes only those that are in sight. Unlike
// Fyne's GridWrap its tiles share the whole width, so that both edges align, and
// their height follows from their width.
type Grid struct {
	widget.BaseWidget
	p        GridParams
	scroll   *container.Scroll
	body     *gridBody
	shown    map[int]fyne.CanvasObject
	spare    []fyne.CanvasObject
	selected int
	count    int
	focused  bool
}

// GridParams describe a grid.
type GridParams struct {
	Least  float32                                 // the smallest width of a tile at 100 %
	Height func(width float32) float32             // of a tile of a width
	New    func() fyne.CanvasObject                // an empty tile, which is used again and again
	Show   func(index int, tile fyne.CanvasObject) // makes a tile show what is at an index
	Gone   func(tile fyne.CanvasObject)            // tells that a tile went out of sight; may be nil
	Select func(index int)                         // the user moves to an index; may be nil
	Open   func(index int)                         // the user opens what is there; may be nil
	Tight  bool                                    // no gap between tiles
}

var _ fyne.Focusable = (*Grid)(nil)

// NewGrid makes an empty grid.
func NewGrid(p GridParams) *Grid {
	g := &Grid{p: p, shown: map[int]fyne.CanvasObject{}, selected: -1}
	g.body = &gridBody{grid: g}
	g.body.ExtendBaseWidget(g.body)
	g.scroll = container.NewVScroll(g.body)
	g.scroll.OnScrolled = func(fyne.Position) { g.place() }
	g.ExtendBaseWidget(g)
	return g
}

// SetCount says how many there are and shows those in sight anew.
func (g *Grid) SetCount(count int) {
	g.count = max(count, 0)
	g.selected = min(g.selected, g.count-1)
	g.Refresh()
}

// RefreshItem shows one anew, if it is in sight.
func (g *Grid) RefreshItem(index int) {
	if tile, ok := g.shown[index]; ok {
		g.p.Show(index, tile)
	}
}

// Selected returns the index that the keys are at, -1 for none.
func (g *Grid) Selected() int { return g.selected }

// SetSelected moves there and brings it into sight, without calling Select.
func (g *Grid) SetSelected(index int) {
	old := g.selected
	g.selected = min(max(index, -1), g.count-1)
	g.RefreshItem(old)
	g.RefreshItem(g.selected)
	if g.selected >= 0 {
		g.reveal(g.selected)
	}
}

// InSight returns the indices of the tiles that exist now, from first up to but
// not last.
func (g *Grid) InSight() (first, last int) {
	m := g.metrics()
	if m.columns == 0 {
		return 0, 0
	}
	top, view := g.scroll.Offset.Y, g.scroll.Size().Height
	first = int(top/m.pitch) * m.columns
	last = (int((top+view)/m.pitch) + 1) * m.columns
	return min(max(first, 0), g.count), min(last, g.count)
}

type gridMetrics struct {
	columns                    int
	width, height, gap, margin float32
	pitch, total               float32
}

func (g *Grid) metrics() gridMetrics {
	// The margin leaves room for focus rings at the edges, and for the scroll bar.
	margin, gap := look.Px(look.Space1), look.Px(look.Space3)
	if g.p.Tight {
		gap = 0
	}
	room := g.scroll.Size().Width - margin - look.Px(look.Space3)
	if room <= 0 {
		return gridMetrics{}
	}
	m := gridMetrics{gap: gap, margin: margin, columns: max(int((room+gap)/(look.Px(g.p.Least)+gap)), 1)}
	// Whole points, so that pictures and the lines around them fall together.
	m.width = float32(int((room - float32(m.columns-1)*gap) / float32(m.columns)))
	m.height = float32(int(g.p.Height(m.width)))
	m.pitch = m.height + gap
	m.total = float32((g.count+m.columns-1)/m.columns)*m.pitch - gap + 2*margin
	return m
}

// place gives every index in sight a tile, one that went out of sight if it can.
func (g *Grid) place() {
	first, last := g.InSight()
	for index, tile := range g.shown {
		if index < first || index >= last {
			delete(g.shown, index)
			g.spare = append(g.spare, tile)
			tile.Hide()
			if g.p.Gone != nil {
				g.p.Gone(tile)
			}
		}
	}
	m := g.metrics()
	for index := first; index < last; index++ {
		tile, ok := g.shown[index]
		if !ok {
			tile = g.take()
			g.shown[index] = tile
			g.p.Show(index, tile)
		}
		x, y := m.margin+float32(index%m.columns)*(m.width+m.gap), m.margin+float32(index/m.columns)*m.pitch
		put(tile, x, y, m.width, m.height)
	}
}

func (g *Grid) take() fyne.CanvasObject {
	if n := len(g.spare); n > 0 {
		tile := g.spare[n-1]
		g.spare = g.spare[:n-1]
		tile.Show()
		return tile
	}
	tile := g.p.New()
	g.body.tiles = append(g.body.tiles, tile)
	return tile
}

func (g *Grid) reveal(index int) {
	m := g.metrics()
	if m.columns == 0 {
		return
	}
	top := float32(index/m.columns) * m.pitch
	view := g.scroll.Size().Height
	switch offset := g.scroll.Offset.Y; {
	case top < offset:
		g.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+m.height+2*m.margin > offset+view:
		g.scroll.ScrollToOffset(fyne.NewPos(0, top+m.height+2*m.margin-view))
	}
	g.place()
}

// FocusGained takes the arrow keys.
func (g *Grid) FocusGained() {
	g.focused = true
	if g.selected < 0 && g.count > 0 {
		g.move(0)
	}
}

// FocusLost gives them back.
func (g *Grid) FocusLost() { g.focused = false }

// TypedRune has no meaning here.
func (g *Grid) TypedRune(rune) {}

// TypedKey moves through the tiles; what it has no use for goes on.
func (g *Grid) TypedKey(event *fyne.KeyEvent) {
	m := g.metrics()
	page := max(int(g.scroll.Size().Height/max(m.pitch, 1)), 1) * m.columns
	switch event.Name {
	case fyne.KeyLeft:
		g.move(g.selected - 1)
	case fyne.KeyRight:
		g.move(g.selected + 1)
	case fyne.KeyUp:
		g.move(g.selected - m.columns)
	case fyne.KeyDown:
		g.move(g.selected + m.columns)
	case fyne.KeyPageUp:
		g.move(max(g.selected-page, 0))
	case fyne.KeyPageDown:
		g.move(min(g.selected+page, g.count-1))
	case fyne.KeyHome:
		g.move(0)
	case fyne.KeyEnd:
		g.move(g.count - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.p.Open != nil && g.selected >= 0 {
			g.p.Open(g.selected)
		}
	default:
		passKey(g, event)
	}
}

func (g *Grid) move(index int) {
	if index < 0 || index >= g.count || index == g.selected {
		return
	}
	g.SetSelected(index)
	if g.p.Select != nil {
		g.p.Select(index)
	}
}

// CreateRenderer is for Fyne.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return draw(g) }

func (g *Grid) objects() []fyne.CanvasObject { return []fyne.CanvasObject{g.scroll} }
func (g *Grid) minSize() fyne.Size           { return fyne.NewSize(look.Px(g.p.Least+look.Space4), look.Px(80)) }

func (g *Grid) paint() {
	for index, tile := range g.shown {
		if index < g.count {
			g.p.Show(index, tile)
		}
	}
}

func (g *Grid) arrange(size fyne.Size) {
	g.scroll.Resize(size)
	g.body.Resize(fyne.NewSize(size.Width, max(g.metrics().total, size.Height)))
	g.scroll.Refresh()
	g.place()
}

// gridBody is the page that scrolls; it is as high as all tiles together.
type gridBody struct {
	widget.BaseWidget
	grid  *Grid
	tiles []fyne.CanvasObject
}

// CreateRenderer is for Fyne.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *gridBody) objects() []fyne.CanvasObject { return b.tiles }
func (b *gridBody) minSize() fyne.Size           { return fyne.NewSize(1, b.grid.metrics().total) }
func (b *gridBody) arrange(fyne.Size)            {}
func (b *gridBody) paint()                       {}
