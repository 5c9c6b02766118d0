package storyboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// heading stands above the cards of a scene. A tap folds it, a secondary one opens a
// menu, and it is dragged with all its shots.
type heading struct {
	widget.BaseWidget
	scene     int64 // 0 for shots outside all scenes
	onFold    func()
	onMenu    func(at fyne.Position)
	onDrag    func(at fyne.Position)
	onDragEnd func()

	content *fyne.Container
	fold    *xwidget.Button
	edit    *xwidget.Button
	code    *xwidget.Text
	title   *xwidget.Text
	total   *xwidget.Text
	line    *canvas.Rectangle
}

var (
	_ fyne.Draggable         = (*heading)(nil)
	_ fyne.Tappable          = (*heading)(nil)
	_ fyne.SecondaryTappable = (*heading)(nil)
	_ desktop.Cursorable     = (*heading)(nil)
)

func newHeading(p *Page, onFold, onEdit func()) *heading {
	h := &heading{
		onFold: onFold,
		code:   xwidget.NewText("", look.Digits, look.TextLow), title: xwidget.NewText("", look.Strong, look.TextHigh),
		total: xwidget.NewText("", look.Label, look.TextMedium), line: canvas.NewRectangle(look.Color(look.Line)),
	}
	h.title.SetLeast(48)
	h.fold = xwidget.NewIconButton("chevron-down", words.T("storyboard.fold"), "", onFold)
	h.fold.SetTipKey(p.host.Actions().KeyOf("storyboard.fold"))
	h.edit = xwidget.NewIconButton("pencil", words.T("storyboard.rename"), "", onEdit)
	h.edit.SetTipKey(p.host.Actions().KeyOf("storyboard.rename"))
	h.content = container.New(xwidget.NewLine(look.Space2, 0, 0, 1, 0, 0), h.fold, h.code, xwidget.NewWhole(h.title), h.total, h.edit)
	h.ExtendBaseWidget(h)
	return h
}

// set shows a section.
func (h *heading) set(s section, total string) {
	h.scene = s.scene.ID
	icon := look.Icon("chevron-down")
	if s.folded {
		icon = "chevron-right"
	}
	h.fold.SetIcon(icon)
	h.code.SetText(s.scene.Code)
	h.title.SetText(titleOf(s.scene))
	h.total.SetText(total)
	for _, whole := range []*xwidget.Text{h.code, h.total} {
		whole.SetLeast(whole.Natural().Width/look.Px(1) + 1)
	}
	show(h.code, s.scene.ID != 0)
	show(h.edit, s.scene.ID != 0)
	h.line.FillColor = look.Color(look.Line)
	h.content.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Tapped folds.
func (h *heading) Tapped(*fyne.PointEvent) { h.onFold() }

// TappedSecondary asks what else can be done.
func (h *heading) TappedSecondary(event *fyne.PointEvent) { h.onMenu(event.AbsolutePosition) }

// Dragged tells where the pointer is.
func (h *heading) Dragged(event *fyne.DragEvent) { h.onDrag(event.AbsolutePosition) }

// DragEnd tells that it was let go.
func (h *heading) DragEnd() { h.onDragEnd() }

// Cursor is a hand.
func (h *heading) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (h *heading) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(underlined{}, h.content, h.line))
}

// underlined is what has a line beneath it.
type underlined struct{}

// MinSize is that of the content.
func (underlined) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout places both.
func (underlined) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[1].Resize(fyne.NewSize(size.Width, 1))
	objects[1].Move(fyne.NewPos(0, size.Height-1))
}
