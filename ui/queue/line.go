package queue

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// content is what a line shows.
type content struct {
	section  section
	heading  string // of a section; the rest is then empty
	place    string // in the order
	icon     look.Icon
	tone     xwidget.Tone
	picture  image.Image
	title    string
	note     string // below the title
	hint     string // below the note
	side     string // at the right: how long
	sub      string // below that: until when
	chip     string
	progress float64 // below 0 for none
	selected bool
	offers   offers
}

// offers are the buttons that a line has now.
type offers struct {
	movable, pause, resume, cancel, retry, log bool
}

// line is a heading or a job. It has no tap of its own: a press selects at once,
// with what is held on the keyboard.
type line struct {
	widget.BaseWidget
	id      int64
	content content
	hovered bool

	// What the user does with it; id says with which job.
	onPress func(id int64, held fyne.KeyModifier)
	onMenu  func(id int64, at fyne.Position)

	back, well, rule *canvas.Rectangle
	picture, icon    *canvas.Image
	heading          *xwidget.Text
	place            *xwidget.Text
	title, strong    *xwidget.Text
	note, hint       *xwidget.Text
	side, sub        *xwidget.Text
	chip             *xwidget.Chip
	progress         *xwidget.Progress
	grip             *grip
	pause, cancel    *xwidget.Button
	top, more        *xwidget.Button
	retry, log       *xwidget.Button
}

var (
	_ desktop.Mouseable = (*line)(nil)
	_ desktop.Hoverable = (*line)(nil)
)

// deeds are what the buttons of a line do, given its job.
type deeds struct {
	pause, cancel, top, retry, log func(id int64)
	drag                           func(id int64, at fyne.Position)
	drop                           func(id int64)
	press                          func(id int64, held fyne.KeyModifier)
	menu                           func(id int64, at fyne.Position)
}

func newLine(d deeds, label labels) *line {
	l := &line{
		back: canvas.NewRectangle(color.Transparent), well: canvas.NewRectangle(color.Transparent), rule: canvas.NewRectangle(color.Transparent),
		picture: canvas.NewImageFromImage(nil), icon: look.NewIcon(),
		heading: xwidget.NewText("", look.Strong, look.TextMedium), place: xwidget.NewText("", look.Digits, look.TextLow),
		title: xwidget.NewText("", look.Body, look.TextHigh), strong: xwidget.NewText("", look.Strong, look.TextHigh),
		note: xwidget.NewText("", look.Label, look.TextLow), hint: xwidget.NewText("", look.Label, look.TextMedium),
		side: xwidget.NewText("", look.Body, look.TextHigh), sub: xwidget.NewText("", look.Caption, look.TextLow),
		chip: xwidget.NewChip("", xwidget.Neutral, nil, nil), progress: xwidget.NewProgress(),
		onPress: d.press, onMenu: d.menu,
	}
	l.picture.FillMode = canvas.ImageFillContain
	l.picture.ScaleMode = canvas.ImageScaleFastest
	l.place.SetAlign(fyne.TextAlignTrailing)
	l.side.SetAlign(fyne.TextAlignTrailing)
	l.sub.SetAlign(fyne.TextAlignTrailing)
	l.grip = newGrip(func(at fyne.Position) { d.drag(l.id, at) }, func() { d.drop(l.id) })
	quiet := func(icon look.Icon, tip tip, do func(int64)) *xwidget.Button {
		b := xwidget.NewIconButton(icon, tip.text, "", func() { do(l.id) })
		b.SetTipKey(tip.key)
		return b
	}
	l.top = quiet("chevron-up", label.top, d.top)
	l.pause = quiet("pause", label.pause, d.pause)
	l.cancel = quiet("close", label.cancel, d.cancel)
	l.more = xwidget.NewIconButton("more", label.more.text, "", func() {
		d.menu(l.id, fyne.CurrentApp().Driver().AbsolutePositionForObject(l.more).AddXY(0, l.more.Size().Height))
	})
	l.retry = xwidget.NewButton(label.retry.text, "retry", xwidget.Normal, func() { d.retry(l.id) })
	l.retry.SetTip(label.retry.text, "")
	l.retry.SetTipKey(label.retry.key)
	l.log = xwidget.NewButton(label.log.text, "text", xwidget.Quiet, func() { d.log(l.id) })
	l.log.SetTip(label.log.text, "")
	l.log.SetTipKey(label.log.key)
	l.ExtendBaseWidget(l)
	return l
}

// set changes what is shown.
func (l *line) set(id int64, c content) {
	old := l.content
	old.progress = c.progress
	l.progress.SetValue(max(c.progress, 0))
	if l.id == id && old == c {
		l.content.progress = c.progress
		return
	}
	l.id, l.content = id, c
	l.Refresh()
}

// MouseDown selects, and opens the menu with the other button.
func (l *line) MouseDown(event *desktop.MouseEvent) {
	switch {
	case l.content.heading != "":
	case event.Button == desktop.MouseButtonSecondary:
		l.onMenu(l.id, event.AbsolutePosition)
	default:
		l.onPress(l.id, event.Modifier)
	}
}

// MouseUp has no meaning here.
func (l *line) MouseUp(*desktop.MouseEvent) {}

// TipText says whole what has no room.
func (l *line) TipText() xwidget.Tip {
	return xwidget.WithCut(xwidget.Tip{}, l.heading, l.title, l.strong, l.note, l.hint, l.side, l.sub)
}

// MouseIn shows what can be done with the job.
func (l *line) MouseIn(*desktop.MouseEvent) {
	l.hovered = true
	l.Refresh()
	xwidget.OfferTip(l, l.TipText())
}

// MouseMoved has no meaning here.
func (l *line) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides it.
func (l *line) MouseOut() {
	l.hovered = false
	xwidget.HideTip()
	l.Refresh()
}

// CreateRenderer is for Fyne.
func (l *line) CreateRenderer() fyne.WidgetRenderer {
	l.paint()
	return &lineRenderer{l}
}

type lineRenderer struct{ line *line }

func (r *lineRenderer) Destroy()           {}
func (r *lineRenderer) MinSize() fyne.Size { return fyne.NewSize(look.Px(300), look.Px(40)) }

func (r *lineRenderer) Layout(size fyne.Size) { r.line.arrange(size) }

func (r *lineRenderer) Refresh() {
	r.line.paint()
	r.line.arrange(r.line.Size())
	canvas.Refresh(r.line)
}

func (r *lineRenderer) Objects() []fyne.CanvasObject {
	l := r.line
	return []fyne.CanvasObject{
		l.rule, l.back, l.well, l.picture, l.icon, l.heading, l.place, l.title, l.strong, l.note, l.hint,
		l.side, l.sub, l.chip, l.progress, l.grip, l.log, l.retry, l.top, l.pause, l.cancel, l.more,
	}
}

// grip is what a line is dragged by.
type grip struct {
	widget.BaseWidget
	icon *canvas.Image
	drag func(at fyne.Position)
	drop func()
}

var (
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
)

func newGrip(drag func(fyne.Position), drop func()) *grip {
	g := &grip{icon: look.NewIcon(), drag: drag, drop: drop}
	g.ExtendBaseWidget(g)
	return g
}

// Dragged tells where the pointer is.
func (g *grip) Dragged(event *fyne.DragEvent) { g.drag(event.AbsolutePosition) }

// DragEnd tells that it was let go.
func (g *grip) DragEnd() { g.drop() }

// Cursor says that it can be moved up and down.
func (g *grip) Cursor() desktop.Cursor { return desktop.VResizeCursor }

// CreateRenderer is for Fyne.
func (g *grip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.icon) }
