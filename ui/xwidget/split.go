package xwidget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// SplitState is where a divider stands: what is kept from one day to the next.
type SplitState struct {
	Size      float32 `json:"size"` // of the side panel, at 100 %
	Collapsed bool    `json:"collapsed,omitempty"`
}

// SplitParams describe a split.
type SplitParams struct {
	Side, Main  fyne.CanvasObject
	Trailing    bool // the side panel stands right of the main one, or below it
	Vertical    bool // one above the other
	State       SplitState
	Least, Most float32 // of the side panel at 100 %; a Most of 0 is no limit
	// OnChanged is called when the user has moved the divider or folded the panel.
	OnChanged func(SplitState)
}

// Split is a main panel and a side panel with a divider between them. The side
// panel keeps its size when the window changes its own, for it is the main panel
// that the picture is in. Dragged below half of its least size it folds away; a
// double tap on the divider folds and unfolds it.
type Split struct {
	widget.BaseWidget
	p       SplitParams
	divider *divider
}

// NewSplit makes a split.
func NewSplit(p SplitParams) *Split {
	s := &Split{p: p}
	s.divider = &divider{split: s, line: canvas.NewRectangle(color.Transparent)}
	s.divider.ExtendBaseWidget(s.divider)
	s.ExtendBaseWidget(s)
	return s
}

// State returns where the divider stands.
func (s *Split) State() SplitState { return s.p.State }

// SetCollapsed folds the side panel away, or unfolds it.
func (s *Split) SetCollapsed(collapsed bool) {
	if s.p.State.Collapsed == collapsed {
		return
	}
	s.p.State.Collapsed = collapsed
	s.Refresh()
	s.changed()
}

func (s *Split) changed() {
	if s.p.OnChanged != nil {
		s.p.OnChanged(s.p.State)
	}
}

// CreateRenderer is for Fyne.
func (s *Split) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Split) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.p.Main, s.p.Side, s.divider}
}

func (s *Split) minSize() fyne.Size {
	size, side, least := s.p.Main.MinSize(), fyne.Size{}, float32(0)
	if !s.p.State.Collapsed {
		side, least = s.p.Side.MinSize(), look.Px(s.p.Least)
	}
	if s.p.Vertical {
		return fyne.NewSize(max(size.Width, side.Width), size.Height+max(side.Height, least)+look.Px(1))
	}
	return fyne.NewSize(size.Width+max(side.Width, least)+look.Px(1), max(size.Height, side.Height))
}

func (s *Split) paint() { show(s.p.Side, !s.p.State.Collapsed) }

// side is the size of the side panel where there is so much room in all.
func (s *Split) side(room, main, least float32) float32 {
	if s.p.State.Collapsed {
		return 0
	}
	size := max(look.Px(s.p.State.Size), look.Px(s.p.Least), least)
	if s.p.Most > 0 {
		size = min(size, max(look.Px(s.p.Most), least))
	}
	return max(min(size, room-main-look.Px(1)), 0)
}

func (s *Split) arrange(size fyne.Size) {
	grip := look.Px(7)
	least, main := s.p.Side.MinSize(), s.p.Main.MinSize()
	if s.p.Vertical {
		side := s.side(size.Height, main.Height, least.Height)
		rest := size.Height - side - look.Px(1)
		if s.p.Trailing {
			put(s.p.Main, 0, 0, size.Width, rest)
			put(s.p.Side, 0, size.Height-side, size.Width, side)
			put(s.divider, 0, rest-grip/2, size.Width, grip)
			return
		}
		put(s.p.Side, 0, 0, size.Width, side)
		put(s.p.Main, 0, size.Height-rest, size.Width, rest)
		put(s.divider, 0, side-grip/2, size.Width, grip)
		return
	}
	side := s.side(size.Width, main.Width, least.Width)
	rest := size.Width - side - look.Px(1)
	if s.p.Trailing {
		put(s.p.Main, 0, 0, rest, size.Height)
		put(s.p.Side, size.Width-side, 0, side, size.Height)
		put(s.divider, rest-grip/2, 0, grip, size.Height)
		return
	}
	put(s.p.Side, 0, 0, side, size.Height)
	put(s.p.Main, size.Width-rest, 0, rest, size.Height)
	put(s.divider, side-grip/2, 0, grip, size.Height)
}

// drag moves the divider to a size of the side panel in points.
func (s *Split) drag(size float32) {
	state := s.p.State
	size /= look.Px(1)
	state.Collapsed = size < s.p.Least/2
	if !state.Collapsed {
		state.Size = max(size, s.p.Least)
		if s.p.Most > 0 {
			state.Size = min(state.Size, s.p.Most)
		}
	}
	if state != s.p.State {
		s.p.State = state
		s.Refresh()
	}
}

// divider is the line between the panels, with some room around it to grip.
type divider struct {
	widget.BaseWidget
	split   *Split
	line    *canvas.Rectangle
	hovered bool
}

var (
	_ fyne.Draggable      = (*divider)(nil)
	_ fyne.DoubleTappable = (*divider)(nil)
	_ desktop.Hoverable   = (*divider)(nil)
	_ desktop.Cursorable  = (*divider)(nil)
)

func (d *divider) CreateRenderer() fyne.WidgetRenderer { return draw(d) }
func (d *divider) objects() []fyne.CanvasObject        { return []fyne.CanvasObject{d.line} }
func (d *divider) minSize() fyne.Size                  { return fyne.NewSquareSize(look.Px(7)) }

func (d *divider) paint() {
	d.line.FillColor = look.Color(look.Line)
	if d.hovered {
		d.line.FillColor = look.Color(look.Accent)
	}
}

func (d *divider) arrange(size fyne.Size) {
	width := look.Px(1)
	if d.hovered {
		width = look.Px(3)
	}
	if d.split.p.Vertical {
		put(d.line, 0, (size.Height-width)/2, size.Width, width)
		return
	}
	put(d.line, (size.Width-width)/2, 0, width, size.Height)
}

func (d *divider) Dragged(event *fyne.DragEvent) {
	s := d.split
	at := event.AbsolutePosition.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(s))
	place, room := at.X, s.Size().Width
	if s.p.Vertical {
		place, room = at.Y, s.Size().Height
	}
	if s.p.Trailing {
		place = room - place
	}
	s.drag(place)
}

func (d *divider) DragEnd()                       { d.split.changed() }
func (d *divider) DoubleTapped(*fyne.PointEvent)  { d.split.SetCollapsed(!d.split.p.State.Collapsed) }
func (d *divider) MouseIn(*desktop.MouseEvent)    { d.hovered = true; d.Refresh() }
func (d *divider) MouseMoved(*desktop.MouseEvent) {}
func (d *divider) MouseOut()                      { d.hovered = false; d.Refresh() }

func (d *divider) Cursor() desktop.Cursor {
	if d.split.p.Vertical {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}
