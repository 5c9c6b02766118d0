package xwidget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/kinora-studio/kinora/ui/look"
)

// cardLines is how many lines of words a card has.
const cardLines = 3

// CardContent is what a card of a storyboard shows.
type CardContent struct {
	Picture  image.Image
	Number   string // of the shot
	Length   string // 4.0 s
	Title    string // above the text; empty for none
	Text     string // what happens
	Cast     string // who is in it
	State    string // as a chip; empty for none
	Tone     Tone
	Selected bool
}

// Card is one shot on the board, which is dragged to another place.
type Card struct {
	control
	// OnOpen is called on a second tap and on Enter.
	OnOpen func()
	// OnDrag is called while the card is dragged, with the pointer's place in the
	// window; OnDragEnd when it is let go.
	OnDrag    func(at fyne.Position)
	OnDragEnd func()

	content CardContent
	aspect  float32

	back, well, focus *canvas.Rectangle
	picture, icon     *canvas.Image
	number, length    *Text
	title, text, cast *Text
	state             *Chip
}

var (
	_ fyne.Draggable      = (*Card)(nil)
	_ fyne.DoubleTappable = (*Card)(nil)
	_ desktop.Cursorable  = (*Card)(nil)
)

// NewCard makes an empty card for pictures of a shape, width over height.
func NewCard(aspect float32, tapped func()) *Card {
	c := &Card{
		aspect: aspect,
		back:   plate(look.RadiusLarge), well: plate(look.RadiusMedium), focus: plate(look.RadiusLarge),
		picture: canvas.NewImageFromImage(nil), icon: look.NewIcon(),
		number: NewText("", look.Digits, look.TextLow), length: NewText("", look.Digits, look.TextMedium),
		title: NewText("", look.Label, look.TextHigh), text: NewParagraph("", look.Label, look.TextHigh, cardLines), cast: NewText("", look.Caption, look.TextLow),
		state: NewChip("", Neutral, nil, nil),
	}
	c.picture.FillMode = canvas.ImageFillCover
	c.picture.ScaleMode = canvas.ImageScaleFastest
	c.length.SetAlign(fyne.TextAlignTrailing)
	c.tap = tapped
	c.extend(c)
	return c
}

// Set changes what is shown.
func (c *Card) Set(content CardContent) {
	if c.content != content {
		c.content = content
		c.Refresh()
	}
}

// DoubleTapped opens.
func (c *Card) DoubleTapped(*fyne.PointEvent) {
	if c.OnOpen != nil {
		c.OnOpen()
	}
}

// TypedKey opens on Enter.
func (c *Card) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter {
		c.DoubleTapped(nil)
		return
	}
	c.control.TypedKey(event)
}

// Dragged tells where the pointer is.
func (c *Card) Dragged(event *fyne.DragEvent) {
	if c.OnDrag != nil && !c.Disabled() {
		c.OnDrag(event.AbsolutePosition)
	}
}

// DragEnd tells that the card was let go.
func (c *Card) DragEnd() {
	if c.OnDragEnd != nil && !c.Disabled() {
		c.OnDragEnd()
	}
}

// HeightFor is the height of a card of a width.
func (c *Card) HeightFor(width float32) float32 {
	pad := look.Px(look.Space2)
	line := look.Label.Measure("M").Height + look.Px(2)
	return pad + (width-2*pad)/c.aspect + pad + look.Digits.Measure("0").Height + look.Px(4) + cardLines*line + look.Px(4) +
		look.Caption.Measure("M").Height + pad
}

func (c *Card) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.back, c.well, c.picture, c.icon, c.state, c.number, c.length, c.title, c.text, c.cast, c.focus}
}

func (c *Card) minSize() fyne.Size {
	width := look.Px(168)
	return fyne.NewSize(width, c.HeightFor(width))
}

func (c *Card) paint() {
	line, surface := look.Line, look.SurfaceRaised
	if c.lit() {
		line = look.LineStrong
	}
	if c.content.Selected {
		line = look.Accent
	}
	fill(c.back, surface, line)
	if c.content.Selected {
		c.back.StrokeWidth = look.Px(2)
	}
	fill(c.well, look.SurfaceWell, "")
	ring(c.focus, c.focused)
	setPicture(c.picture, c.content.Picture)
	c.picture.CornerRadius = look.Px(look.RadiusMedium)
	show(c.picture, c.content.Picture != nil)
	look.Icon("picture").Paint(c.icon, look.TextDisabled)
	show(c.icon, c.content.Picture == nil)
	c.number.SetText(c.content.Number)
	c.length.SetText(c.content.Length)
	c.title.SetText(c.content.Title)
	show(c.title, c.content.Title != "")
	ink, lines := look.TextHigh, cardLines
	if c.content.Title != "" {
		ink, lines = look.TextMedium, cardLines-1
	}
	c.text.limit = lines
	c.text.SetColor(ink)
	c.text.SetText(c.content.Text)
	c.cast.SetText(c.content.Cast)
	c.state.Set(c.content.State, c.content.Tone)
	show(c.state, c.content.State != "")
}

func (c *Card) arrange(size fyne.Size) {
	c.back.Resize(size)
	c.focus.Resize(size)
	pad := look.Px(look.Space2)
	width := size.Width - 2*pad
	line := look.Label.Measure("M").Height + look.Px(2)
	text := cardLines * line
	digits, cast := look.Digits.Measure("0").Height, look.Caption.Measure("M").Height
	// The words come first, the picture takes what they leave.
	height := min(width/c.aspect, size.Height-3*pad-digits-look.Px(4)-text-look.Px(4)-cast)
	put(c.well, pad, pad, width, height)
	put(c.picture, pad, pad, width, height)
	icon := look.Px(look.Space5)
	put(c.icon, pad+(width-icon)/2, pad+(height-icon)/2, icon, icon)
	chip := c.state.MinSize()
	put(c.state, pad+look.Px(6), pad+look.Px(6), min(chip.Width, width-look.Px(12)), chip.Height)
	y := pad + height + pad
	put(c.number, pad, y, width/2, digits)
	put(c.length, pad+width/2, y, width/2, digits)
	y += digits + look.Px(4)
	put(c.cast, pad, y+text+look.Px(4), width, cast)
	if c.content.Title != "" {
		put(c.title, pad, y, width, line)
		y, text = y+line, text-line
	}
	put(c.text, pad, y, width, text)
}
