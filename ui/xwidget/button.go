package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// Kind says how much a button asks to be pressed.
type Kind int

// The kinds of buttons.
const (
	Normal    Kind = iota
	Primary        // what most people want next: at most one on a screen
	Quiet          // no surface until the pointer is over it
	Danger         // what cannot be taken back
	OnPicture      // an icon that lies on a picture
)

// Button is words, an icon, or both.
type Button struct {
	control
	text string
	icon look.Icon
	kind Kind
	on   bool // held down, for a button that switches something

	back, over, focus *canvas.Rectangle
	label             *canvas.Text
	image             *canvas.Image
}

// NewButton makes a button. The icon may be empty, and so may the text, but not
// both; tapped is called on the UI goroutine.
func NewButton(text string, icon look.Icon, kind Kind, tapped func()) *Button {
	b := &Button{
		text: text, icon: icon, kind: kind,
		back: plate(look.RadiusMedium), over: plate(look.RadiusMedium), focus: plate(look.RadiusMedium),
		label: canvas.NewText("", nil), image: look.NewIcon(),
	}
	b.tap = tapped
	b.extend(b)
	return b
}

// NewIconButton makes a button that is an icon; its tooltip says in words what it
// does, and which key does the same.
func NewIconButton(icon look.Icon, tip, key string, tapped func()) *Button {
	b := NewButton("", icon, Quiet, tapped)
	b.SetTip(tip, key)
	return b
}

// Text returns what the button says.
func (b *Button) Text() string { return b.text }

// SetText changes the words.
func (b *Button) SetText(text string) { b.text = text; b.Refresh() }

// SetIcon changes the icon.
func (b *Button) SetIcon(icon look.Icon) { b.icon = icon; b.Refresh() }

// SetKind changes how much the button stands out.
func (b *Button) SetKind(kind Kind) { b.kind = kind; b.Refresh() }

// SetOn shows the button as held down.
func (b *Button) SetOn(on bool) {
	if b.on != on {
		b.on = on
		b.Refresh()
	}
}

// On tells whether the button is held down.
func (b *Button) On() bool { return b.on }

func (b *Button) style() look.TextStyle {
	if b.kind == Primary {
		return look.Strong
	}
	return look.Body
}

func (b *Button) shortened() (*canvas.Text, string) { return b.label, b.text }

func (b *Button) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.back, b.over, b.image, b.label, b.focus}
}

func (b *Button) minSize() fyne.Size {
	height := look.Px(look.ControlHeight)
	if b.text == "" {
		return fyne.NewSquareSize(height)
	}
	width := b.style().Measure(b.text).Width + look.Px(2*look.Space3)
	if b.icon != "" {
		width += look.Px(look.IconSmall + 6)
	}
	return fyne.NewSize(width, height)
}

func (b *Button) paint() {
	surface, line, ink := look.SurfaceRaised, look.LineStrong, look.TextHigh
	switch b.kind {
	case Primary:
		surface, line, ink = look.Accent, "", look.OnAccent
	case Danger:
		surface, line, ink = look.DangerSoft, "", look.Danger
	case OnPicture:
		surface, line, ink = look.Plate, "", look.OnPicture
	case Quiet:
		surface, line, ink = "", "", look.TextMedium
		if b.lit() {
			ink = look.TextHigh
		}
	}
	if b.on {
		surface, line, ink = look.AccentSoft, "", look.Accent
	}
	if b.Disabled() {
		ink = look.TextDisabled
		if b.kind != Quiet {
			surface, line = look.SurfacePanel, look.Line
		}
	}
	fill(b.back, surface, line)
	fill(b.over, look.Hover, "")
	show(b.over, b.lit())
	ring(b.focus, b.focused)
	b.label.Text = b.text
	b.style().Apply(b.label, ink)
	b.icon.Paint(b.image, ink)
}

func (b *Button) arrange(size fyne.Size) {
	for _, r := range []*canvas.Rectangle{b.back, b.over, b.focus} {
		r.Resize(size)
	}
	if b.text == "" {
		icon := look.Px(look.IconSize)
		putMid(b.image, (size.Width-icon)/2, size.Height, fyne.NewSquareSize(icon))
		return
	}
	inner := size.Width - look.Px(look.Space2)
	icon, gap := look.Px(look.IconSmall), look.Px(6)
	if b.icon == "" {
		icon, gap = 0, 0
	}
	b.label.Text = shorten(b.text, b.style(), inner-icon-gap)
	text := b.style().Measure(b.label.Text)
	x := (size.Width - icon - gap - text.Width) / 2
	putMid(b.image, x, size.Height, fyne.NewSquareSize(icon))
	putMid(b.label, x+icon+gap, size.Height, text)
}
