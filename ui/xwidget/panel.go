package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Edge is the side of a panel that has a line.
type Edge int

// The edges.
const (
	NoEdge Edge = iota
	EdgeLeft
	EdgeTop
	EdgeRight
	EdgeBottom
)

// Panel is a surface to lay things on: put it below them in a stack.
type Panel struct {
	widget.BaseWidget
	surface fyne.ThemeColorName
	edge    Edge
	back    *canvas.Rectangle
	line    *canvas.Rectangle
}

// NewPanel makes a surface with a line at one of its edges.
func NewPanel(surface fyne.ThemeColorName, edge Edge) *Panel {
	p := &Panel{surface: surface, edge: edge, back: plate(0), line: plate(0)}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is for Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Panel) objects() []fyne.CanvasObject { return []fyne.CanvasObject{p.back, p.line} }
func (p *Panel) minSize() fyne.Size           { return fyne.Size{} }

func (p *Panel) paint() {
	fill(p.back, p.surface, "")
	fill(p.line, look.Line, "")
	show(p.line, p.edge != NoEdge)
}

func (p *Panel) arrange(size fyne.Size) {
	p.back.Resize(size)
	switch p.edge {
	case EdgeLeft:
		put(p.line, 0, 0, 1, size.Height)
	case EdgeTop:
		put(p.line, 0, 0, size.Width, 1)
	case EdgeRight:
		put(p.line, size.Width-1, 0, 1, size.Height)
	case EdgeBottom:
		put(p.line, 0, size.Height-1, size.Width, 1)
	}
}
