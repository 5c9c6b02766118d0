package xwidget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Toasts shows short messages in the lower right corner, the newest below, and
// takes each away after a while. What has gone wrong stays until it is closed:
// nobody should have to read against the clock.
type Toasts struct {
	layer *fyne.Container
	after func(time.Duration, func()) (stop func())
	close string
}

// ToastTime is how long a message stays that is no failure.
const ToastTime = 6 * time.Second

const mostToasts = 4

// NewToasts makes the layer to put over a window's content. The clock calls a
// function on the UI goroutine later, nil for the real one; closeTip names the
// cross.
func NewToasts(after func(time.Duration, func()) (stop func()), closeTip string) *Toasts {
	if after == nil {
		after = later
	}
	t := &Toasts{after: after, close: closeTip}
	t.layer = container.New(toastLayout{})
	return t
}

// Layer is the object to put over the content, as large as that.
func (t *Toasts) Layer() fyne.CanvasObject { return t.layer }

// Show adds a message; an action's text may be empty.
func (t *Toasts) Show(tone Tone, message, action string, act func()) {
	card := &toast{tone: tone, back: plate(look.RadiusMedium), icon: look.NewIcon(), text: NewParagraph(message, look.Body, look.TextHigh, 4)}
	remove := func() {
		t.layer.Remove(card)
		card.stop()
	}
	card.stop = func() {}
	card.cross = NewIconButton("close", t.close, "", remove)
	if action != "" {
		card.button = NewButton(action, "", Quiet, func() { remove(); act() })
	}
	card.ExtendBaseWidget(card)
	if len(t.layer.Objects) >= mostToasts {
		oldest := t.layer.Objects[0].(*toast)
		oldest.stop()
		t.layer.Remove(oldest)
	}
	t.layer.Add(card)
	if tone != Failed {
		card.stop = t.after(ToastTime, remove)
	}
}

// Count is how many messages are shown.
func (t *Toasts) Count() int { return len(t.layer.Objects) }

// toastLayout stacks from the lower right corner upwards.
type toastLayout struct{}

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := look.Px(look.Space2)
	width := min(look.Px(360), size.Width-2*look.Px(look.Space4))
	y := size.Height - look.Px(look.Space4)
	for i := len(objects) - 1; i >= 0; i-- {
		card, ok := objects[i].(*toast)
		if !ok {
			continue
		}
		height := card.heightFor(width)
		y -= height
		put(card, size.Width-width-look.Px(look.Space4), y, width, height)
		y -= gap
	}
}

type toast struct {
	widget.BaseWidget
	tone   Tone
	back   *canvas.Rectangle
	icon   *canvas.Image
	text   *Text
	button *Button
	cross  *Button
	stop   func()
}

func (t *toast) CreateRenderer() fyne.WidgetRenderer { return draw(t) }

func (t *toast) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{t.back, t.icon, t.text, t.cross}
	if t.button != nil {
		all = append(all, t.button)
	}
	return all
}

func (t *toast) room(width float32) float32 {
	room := width - look.Px(look.Space3+look.IconSize+look.Space2+look.ControlHeight+look.Space2)
	if t.button != nil {
		room -= t.button.MinSize().Width
	}
	return room
}

func (t *toast) heightFor(width float32) float32 {
	return max(t.text.HeightFor(t.room(width))+look.Px(20), look.Px(42))
}

func (t *toast) minSize() fyne.Size { return fyne.NewSize(look.Px(200), look.Px(42)) }

func (t *toast) paint() {
	_, ink := t.tone.colors()
	icon := look.Icon("info")
	switch t.tone {
	case Failed:
		icon = "error"
	case Warned:
		icon = "warning"
	case Succeeded:
		icon = "success"
	}
	fill(t.back, look.SurfacePopup, look.LineStrong)
	icon.Paint(t.icon, ink)
}

func (t *toast) arrange(size fyne.Size) {
	t.back.Resize(size)
	icon := look.Px(look.IconSize)
	putMid(t.icon, look.Px(look.Space3), size.Height, fyne.NewSquareSize(icon))
	room := t.room(size.Width)
	height := t.text.HeightFor(room)
	x := look.Px(look.Space3+look.Space2) + icon
	put(t.text, x, (size.Height-height)/2, room, height)
	cross := look.Px(look.ControlHeight)
	putMid(t.cross, size.Width-cross-look.Px(look.Space1), size.Height, fyne.NewSquareSize(cross))
	if t.button != nil {
		min := t.button.MinSize()
		putMid(t.button, size.Width-cross-look.Px(look.Space1)-min.Width, size.Height, min)
	}
}
