package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// Tone says what a mark means.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Accented
	Warned
	Failed
	Succeeded
)

// colors returns a surface and an ink for a tone.
func (t Tone) colors() (surface, ink fyne.ThemeColorName) {
	switch t {
	case Accented:
		return look.AccentSoft, look.Accent
	case Warned:
		return look.WarnSoft, look.Warning
	case Failed:
		return look.DangerSoft, look.Danger
	case Succeeded:
		return look.SurfaceRaised, look.Success
	default:
		return look.SurfaceRaised, look.TextMedium
	}
}

// Chip is a small mark with a word: a tag, a state, a filter. It may be tapped,
// and it may be removed by the cross at its end.
type Chip struct {
	control
	text    string
	tone    Tone
	removed func()

	back, over, focus *canvas.Rectangle
	label             *canvas.Text
	cross             *canvas.Image
}

// NewChip makes a chip. With nil for removed it has no cross, with nil for tapped
// a tap does nothing.
func NewChip(text string, tone Tone, tapped, removed func()) *Chip {
	c := &Chip{
		text: text, tone: tone, removed: removed,
		back: plate(look.RadiusSmall + 1), over: plate(look.RadiusSmall + 1), focus: plate(look.RadiusSmall + 1),
		label: canvas.NewText("", nil), cross: look.NewIcon(),
	}
	c.tap = tapped
	c.extend(c)
	return c
}

// Text returns the word.
func (c *Chip) Text() string { return c.text }

// Set changes word and tone.
func (c *Chip) Set(text string, tone Tone) {
	if c.text != text || c.tone != tone {
		c.text, c.tone = text, tone
		c.Refresh()
	}
}

// Tapped removes the chip where its cross is, and taps it elsewhere.
func (c *Chip) Tapped(event *fyne.PointEvent) {
	if event != nil && c.removed != nil && !c.Disabled() && event.Position.X >= c.cross.Position().X-look.Px(2) {
		c.removed()
		return
	}
	c.control.Tapped(event)
}

// TypedKey also removes the chip.
func (c *Chip) TypedKey(event *fyne.KeyEvent) {
	if c.removed != nil && (event.Name == fyne.KeyDelete || event.Name == fyne.KeyBackspace) {
		c.removed()
		return
	}
	c.control.TypedKey(event)
}

func (c *Chip) shortened() (*canvas.Text, string) { return c.label, c.text }

func (c *Chip) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.back, c.over, c.label, c.cross, c.focus}
}

func (c *Chip) minSize() fyne.Size {
	size := look.Caption.Measure(c.text).AddWidthHeight(look.Px(14), look.Px(7))
	if c.removed != nil {
		size.Width += look.Px(15)
	}
	return size
}

func (c *Chip) paint() {
	surface, ink := c.tone.colors()
	if c.Disabled() {
		ink = look.TextDisabled
	}
	fill(c.back, surface, "")
	fill(c.over, look.Hover, "")
	show(c.over, c.lit() && (c.tap != nil || c.removed != nil))
	ring(c.focus, c.focused)
	c.label.Text = c.text
	look.Caption.Apply(c.label, ink)
	if c.removed != nil {
		look.Icon("close").Paint(c.cross, ink)
	} else {
		c.cross.Hide()
	}
}

func (c *Chip) arrange(size fyne.Size) {
	for _, r := range []*canvas.Rectangle{c.back, c.over, c.focus} {
		r.Resize(size)
	}
	room := size.Width - look.Px(14)
	if c.removed != nil {
		room -= look.Px(15)
	}
	c.label.Text = shorten(c.text, look.Caption, room)
	putMid(c.label, look.Px(7), size.Height, look.Caption.Measure(c.label.Text))
	icon := look.Px(12)
	putMid(c.cross, size.Width-icon-look.Px(5), size.Height, fyne.NewSquareSize(icon))
}
