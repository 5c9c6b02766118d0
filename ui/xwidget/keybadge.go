package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// KeyBadge shows a key as it stands on the keyboard: Ctrl+K.
type KeyBadge struct {
	widget.BaseWidget
	key  string
	back *canvas.Rectangle
	text *canvas.Text
}

// NewKeyBadge makes a badge; without a key it is empty.
func NewKeyBadge(key string) *KeyBadge {
	b := &KeyBadge{key: key, back: plate(look.RadiusSmall), text: canvas.NewText("", nil)}
	b.ExtendBaseWidget(b)
	return b
}

// SetKey changes what is shown.
func (b *KeyBadge) SetKey(key string) {
	if b.key != key {
		b.key = key
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *KeyBadge) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *KeyBadge) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.back, b.text} }

func (b *KeyBadge) minSize() fyne.Size {
	if b.key == "" {
		return fyne.Size{}
	}
	size := look.Caption.Measure(b.key).AddWidthHeight(look.Px(10), look.Px(4))
	size.Width = max(size.Width, size.Height)
	return size
}

func (b *KeyBadge) paint() {
	fill(b.back, look.SurfaceBase, look.LineStrong)
	show(b.back, b.key != "")
	b.text.Text = b.key
	b.text.Alignment = fyne.TextAlignCenter
	look.Caption.Apply(b.text, look.TextMedium)
}

func (b *KeyBadge) arrange(size fyne.Size) {
	b.back.Resize(size)
	height := look.Caption.Measure("M").Height
	put(b.text, 0, (size.Height-height)/2, size.Width, height)
}
