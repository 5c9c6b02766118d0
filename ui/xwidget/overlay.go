package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// overlay darkens the window and shows something on top of it. It receives the
// keys that nothing in it has taken, and lets nothing through.
type overlay struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	scrim   *canvas.Rectangle
	content fyne.CanvasObject
	place   func(content fyne.CanvasObject, size fyne.Size)
	onKey   func(*fyne.KeyEvent)
	onTap   func() // beside the content; nil does nothing
	tips    *Tips
	before  fyne.Focusable
}

func newOverlay(c fyne.Canvas, content fyne.CanvasObject) *overlay {
	o := &overlay{canvas: c, content: content, scrim: plate(0)}
	o.ExtendBaseWidget(o)
	return o
}

func (o *overlay) open() {
	o.before = o.canvas.Focused()
	o.canvas.Unfocus()
	hideTip() // of what lies below now
	o.tips = NewTips(nil)
	o.canvas.Overlays().Add(o)
	o.Resize(o.canvas.Size())
}

// close takes the overlay away and gives the focus back.
func (o *overlay) close() {
	o.tips.Close()
	o.canvas.Overlays().Remove(o)
	if o.before != nil {
		o.canvas.Focus(o.before)
	}
}

// OverlayKey receives keys that nothing within has taken.
func (o *overlay) OverlayKey(event *fyne.KeyEvent) {
	if o.onKey != nil {
		o.onKey(event)
	}
}

// Tapped beside the content.
func (o *overlay) Tapped(event *fyne.PointEvent) {
	if o.onTap != nil && !inside(event.Position, o.content, 0) {
		o.onTap()
	}
}

func (o *overlay) CreateRenderer() fyne.WidgetRenderer { return draw(o) }

func (o *overlay) objects() []fyne.CanvasObject {
	if o.tips == nil {
		return []fyne.CanvasObject{o.scrim, o.content}
	}
	return []fyne.CanvasObject{o.scrim, o.content, o.tips.Layer()}
}

func (o *overlay) minSize() fyne.Size { return o.content.MinSize() }
func (o *overlay) paint()             { fill(o.scrim, look.Scrim, "") }

func (o *overlay) arrange(size fyne.Size) {
	o.scrim.Resize(size)
	o.place(o.content, size)
	if o.tips != nil {
		o.tips.Layer().Resize(size)
	}
}

// DialogParams describe a dialog.
type DialogParams struct {
	Title   string
	Content fyne.CanvasObject
	// Confirm is what the main button says; Cancel the other one, which may be
	// empty where there is nothing to choose.
	Confirm, Cancel string
	Danger          bool    // confirming cannot be taken back
	Width           float32 // at 100 %; 0 for 420
	// OnConfirm may return false to keep the dialog open, because something in it
	// is not right yet.
	OnConfirm func() bool
	OnCancel  func()
}

// Dialog is a question on top of the window. Enter confirms, Escape cancels.
type Dialog struct {
	p       DialogParams
	overlay *overlay
	confirm *Button
}

// ShowDialog opens a dialog on a canvas.
func ShowDialog(c fyne.Canvas, p DialogParams) *Dialog {
	d := &Dialog{p: p}
	kind := Primary
	if p.Danger {
		kind = Danger
	}
	d.confirm = NewButton(p.Confirm, "", kind, d.Confirm)
	buttons := []*Button{d.confirm}
	if p.Cancel != "" {
		buttons = append(buttons, NewButton(p.Cancel, "", Normal, d.Cancel))
	}
	frame := &dialogFrame{p: p, back: plate(look.RadiusLarge), title: NewText(p.Title, look.Title, look.TextHigh), buttons: buttons}
	fit := &fitting{}
	frame.scroll = container.NewVScroll(container.New(fit, p.Content))
	frame.ExtendBaseWidget(frame)
	d.overlay = newOverlay(c, frame)
	d.overlay.place = frame.within
	fit.again = func() { d.overlay.arrange(d.overlay.Size()) }
	d.overlay.onKey = func(event *fyne.KeyEvent) {
		switch event.Name {
		case fyne.KeyEscape:
			d.Cancel()
		case fyne.KeyReturn, fyne.KeyEnter:
			d.Confirm()
		}
	}
	d.overlay.open()
	return d
}

// fitting fills its place, and has the dialog placed anew when its content asks for
// another height: when a field says what is wrong.
type fitting struct {
	height float32
	again  func()
}

// MinSize is that of the content.
func (f *fitting) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout places it.
func (f *fitting) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	if height := objects[0].MinSize().Height; height != f.height {
		first := f.height == 0
		f.height = height
		if !first {
			f.again()
		}
	}
}

// Confirm does what the main button does.
func (d *Dialog) Confirm() {
	if d.confirm.Disabled() || d.p.OnConfirm != nil && !d.p.OnConfirm() {
		return
	}
	d.overlay.close()
}

// Cancel does what the other button does.
func (d *Dialog) Cancel() {
	d.overlay.close()
	if d.p.OnCancel != nil {
		d.p.OnCancel()
	}
}

// SetReady says whether the dialog can be confirmed.
func (d *Dialog) SetReady(ready bool) {
	if ready {
		d.confirm.Enable()
	} else {
		d.confirm.Disable()
	}
}

// dialogFrame is title, content and buttons on a plate.
type dialogFrame struct {
	widget.BaseWidget
	p       DialogParams
	back    *canvas.Rectangle
	title   *Text
	scroll  *container.Scroll
	buttons []*Button
}

func (f *dialogFrame) CreateRenderer() fyne.WidgetRenderer { return draw(f) }

func (f *dialogFrame) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.back, f.title, f.scroll}
	for _, b := range f.buttons {
		all = append(all, b)
	}
	return all
}

func (f *dialogFrame) width() float32 {
	width := f.p.Width
	if width == 0 {
		width = 420
	}
	return max(look.Px(width), f.p.Content.MinSize().Width+look.Px(2*look.Space5))
}

func (f *dialogFrame) around() float32 {
	return look.Px(look.Space5) + f.title.Natural().Height + look.Px(look.Space3) + look.Px(look.Space5+look.ControlHeight+20)
}

// within puts the frame into the middle of a window, its content scrolls where
// the window is too low.
func (f *dialogFrame) within(_ fyne.CanvasObject, size fyne.Size) {
	margin := look.Px(look.Space5)
	width := min(f.width(), size.Width-margin)
	// A paragraph knows its height only at a width.
	f.p.Content.Resize(fyne.NewSize(width-look.Px(2*look.Space5), f.p.Content.MinSize().Height))
	height := min(f.around()+f.p.Content.MinSize().Height, size.Height-margin)
	put(f, (size.Width-width)/2, (size.Height-height)*0.45, width, height)
}

func (f *dialogFrame) minSize() fyne.Size {
	return fyne.NewSize(look.Px(280), f.around())
}

func (f *dialogFrame) paint() { fill(f.back, look.SurfacePopup, look.LineStrong) }

func (f *dialogFrame) arrange(size fyne.Size) {
	f.back.Resize(size)
	pad := look.Px(look.Space5)
	title := f.title.Natural().Height
	put(f.title, pad, pad, size.Width-2*pad, title)
	top := pad + title + look.Px(look.Space3)
	put(f.scroll, pad, top, size.Width-2*pad, size.Height-f.around())
	x, y := size.Width-pad, size.Height-look.Px(20)-look.Px(look.ControlHeight)
	for _, b := range f.buttons {
		min := b.MinSize()
		width := max(min.Width, look.Px(80))
		x -= width
		put(b, x, y, width, min.Height)
		x -= look.Px(look.Space2)
	}
}
