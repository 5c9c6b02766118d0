package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Empty fills a place that has nothing to show yet: an icon, what belongs here,
// and the one thing to do about it.
type Empty struct {
	widget.BaseWidget
	icon     look.Icon
	image    *canvas.Image
	title    *Text
	sentence *Text
	button   *Button // nil for none
}

// NewEmpty makes an empty state; button may be nil.
func NewEmpty(icon look.Icon, title, sentence string, button *Button) *Empty {
	e := &Empty{
		icon: icon, image: look.NewIcon(), button: button,
		title:    NewText(title, look.Title, look.TextHigh),
		sentence: NewParagraph(sentence, look.Body, look.TextLow, 0),
	}
	e.title.SetAlign(fyne.TextAlignCenter)
	e.sentence.SetAlign(fyne.TextAlignCenter)
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is for Fyne.
func (e *Empty) CreateRenderer() fyne.WidgetRenderer { return draw(e) }

func (e *Empty) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{e.image, e.title, e.sentence}
	if e.button != nil {
		all = append(all, e.button)
	}
	return all
}

// emptyWidth is how wide the sentence may become before it is hard to read.
const emptyWidth = 380

func (e *Empty) minSize() fyne.Size { return fyne.NewSize(look.Px(200), e.height(look.Px(200))) }

func (e *Empty) height(width float32) float32 {
	height := look.Px(36+look.Space4) + e.title.Natural().Height + look.Px(look.Space1) + e.sentence.HeightFor(width)
	if e.button != nil {
		height += look.Px(look.Space4) + e.button.MinSize().Height
	}
	return height
}

func (e *Empty) paint() { e.icon.Paint(e.image, look.TextDisabled) }

func (e *Empty) arrange(size fyne.Size) {
	width := min(size.Width-look.Px(2*look.Space4), look.Px(emptyWidth))
	x := (size.Width - width) / 2
	// A little above the middle is where the eye takes the middle to be.
	y := max((size.Height-e.height(width))*0.45, 0)
	icon := look.Px(36)
	put(e.image, (size.Width-icon)/2, y, icon, icon)
	y += icon + look.Px(look.Space4)
	title := e.title.Natural().Height
	put(e.title, x, y, width, title)
	y += title + look.Px(look.Space1)
	sentence := e.sentence.HeightFor(width)
	put(e.sentence, x, y, width, sentence)
	if e.button != nil {
		min := e.button.MinSize()
		put(e.button, (size.Width-min.Width)/2, y+sentence+look.Px(look.Space4), min.Width, min.Height)
	}
}
