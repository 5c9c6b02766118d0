package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Banner says at the place where it matters what went wrong, what to do, and
// offers to do it.
type Banner struct {
	widget.BaseWidget
	tone    Tone
	back    *canvas.Rectangle
	icon    *canvas.Image
	message *Text
	advice  *Text
	buttons []*Button
}

// NewBanner makes a banner: what happened, what to do about it (may be empty),
// and buttons for it.
func NewBanner(tone Tone, message, advice string, buttons ...*Button) *Banner {
	b := &Banner{
		tone: tone, back: plate(look.RadiusMedium), icon: look.NewIcon(), buttons: buttons,
		message: NewParagraph(message, look.Strong, look.TextHigh, 0),
		advice:  NewParagraph(advice, look.Label, look.TextMedium, 0),
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes what is read.
func (b *Banner) Set(message, advice string) {
	b.message.SetText(message)
	b.advice.SetText(advice)
	b.Refresh()
}

// CreateRenderer is for Fyne.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *Banner) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{b.back, b.icon, b.message, b.advice}
	for _, button := range b.buttons {
		all = append(all, button)
	}
	return all
}

func (b *Banner) buttonWidth() float32 {
	width := float32(0)
	for _, button := range b.buttons {
		width += button.MinSize().Width + look.Px(look.Space2)
	}
	return width
}

func (b *Banner) textWidth(width float32) float32 {
	return max(width-look.Px(look.Space3+look.IconSize+10+look.Space3)-b.buttonWidth(), look.Px(80))
}

// HeightFor is the height at a width.
func (b *Banner) HeightFor(width float32) float32 {
	room := b.textWidth(width)
	height := b.message.HeightFor(room) + look.Px(20)
	if b.advice.Text() != "" {
		height += b.advice.HeightFor(room) + look.Px(2)
	}
	return max(height, look.Px(44))
}

func (b *Banner) minSize() fyne.Size {
	width := look.Px(260) + b.buttonWidth()
	return fyne.NewSize(width, b.HeightFor(max(width, b.Size().Width)))
}

func (b *Banner) paint() {
	surface, ink := b.tone.colors()
	icon := look.Icon("info")
	switch b.tone {
	case Failed:
		icon = "error"
	case Warned:
		icon = "warning"
	case Succeeded:
		icon = "success"
	}
	fill(b.back, surface, "")
	icon.Paint(b.icon, ink)
	show(b.advice, b.advice.Text() != "")
}

func (b *Banner) arrange(size fyne.Size) {
	b.back.Resize(size)
	icon, left := look.Px(look.IconSize), look.Px(look.Space3)
	room := b.textWidth(size.Width)
	message, advice := b.message.HeightFor(room), float32(0)
	if b.advice.Text() != "" {
		advice = b.advice.HeightFor(room) + look.Px(2)
	}
	y := (size.Height - message - advice) / 2
	put(b.icon, left, y+(b.message.lineHeight()-icon)/2-look.Px(1), icon, icon)
	put(b.message, left+icon+look.Px(10), y, room, message)
	put(b.advice, left+icon+look.Px(10), y+message+look.Px(2), room, advice)
	x := size.Width - look.Px(look.Space3)
	for i := len(b.buttons) - 1; i >= 0; i-- {
		min := b.buttons[i].MinSize()
		x -= min.Width
		put(b.buttons[i], x, (size.Height-min.Height)/2, min.Width, min.Height)
		x -= look.Px(look.Space2)
	}
}
