package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// MenuButton shows what is chosen and opens a menu of the rest. Down opens it
// too.
type MenuButton struct {
	control
	text string
	icon look.Icon
	menu func() *fyne.Menu
	most float32 // that the text asks for, at 100 %; 0 for all of it

	back, over, focus *canvas.Rectangle
	label             *canvas.Text
	image, arrow      *canvas.Image
}

// NewMenuButton makes a button; menu is asked each time it opens.
func NewMenuButton(text string, icon look.Icon, menu func() *fyne.Menu) *MenuButton {
	m := &MenuButton{
		text: text, icon: icon, menu: menu,
		back: plate(look.RadiusMedium), over: plate(look.RadiusMedium), focus: plate(look.RadiusMedium),
		label: canvas.NewText("", nil), image: look.NewIcon(), arrow: look.NewIcon(),
	}
	m.tap = m.Open
	m.extend(m)
	return m
}

// NewChoice makes a button that chooses one of some options. It shows the chosen
// one; changed is called with the index that the user picks.
func NewChoice(options []string, selected int, changed func(index int)) *MenuButton {
	var m *MenuButton
	m = NewMenuButton("", "", func() *fyne.Menu {
		var items []*fyne.MenuItem
		for i, option := range options {
			item := fyne.NewMenuItem(option, func() {
				m.SetText(option)
				changed(i)
			})
			item.Checked = option == m.text
			items = append(items, item)
		}
		return fyne.NewMenu("", items...)
	})
	if selected >= 0 && selected < len(options) {
		m.SetText(options[selected])
	}
	return m
}

// SetText changes what is shown.
func (m *MenuButton) SetText(text string) {
	m.text = text
	m.Refresh()
}

// Text returns what is shown.
func (m *MenuButton) Text() string { return m.text }

// SetMost has the button ask for no more than a width at 100 % for its text, however
// long that is: what people have named must not push aside what is around it.
func (m *MenuButton) SetMost(width float32) { m.most = width }

// Open shows the menu at the button.
func (m *MenuButton) Open() {
	if c := canvasOf(m); c != nil && !m.Disabled() {
		OpenMenu(c, m.menu(), fyne.CurrentApp().Driver().AbsolutePositionForObject(m), m.Size())
	}
}

// TypedKey also opens on Down.
func (m *MenuButton) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyDown {
		m.Open()
		return
	}
	m.control.TypedKey(event)
}

func (m *MenuButton) shortened() (*canvas.Text, string) { return m.label, m.text }

func (m *MenuButton) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.back, m.over, m.image, m.label, m.arrow, m.focus}
}

func (m *MenuButton) minSize() fyne.Size {
	text := look.Body.Measure(m.text).Width
	if m.most > 0 {
		text = min(text, look.Px(m.most))
	}
	width := text + look.Px(10+look.Space2+look.IconSmall+look.Space2)
	if m.icon != "" {
		width += look.Px(look.IconSmall + 6)
	}
	return fyne.NewSize(width, look.Px(look.ControlHeight))
}

func (m *MenuButton) paint() {
	ink, faint := look.TextHigh, look.TextLow
	if m.Disabled() {
		ink, faint = look.TextDisabled, look.TextDisabled
	}
	fill(m.back, look.SurfaceRaised, look.LineStrong)
	fill(m.over, look.Hover, "")
	show(m.over, m.lit())
	ring(m.focus, m.focused)
	look.Body.Apply(m.label, ink)
	m.icon.Paint(m.image, faint)
	look.Icon("chevron-down").Paint(m.arrow, faint)
}

func (m *MenuButton) arrange(size fyne.Size) {
	for _, r := range []*canvas.Rectangle{m.back, m.over, m.focus} {
		r.Resize(size)
	}
	icon, x := look.Px(look.IconSmall), look.Px(10)
	if m.icon != "" {
		putMid(m.image, x, size.Height, fyne.NewSquareSize(icon))
		x += icon + look.Px(6)
	}
	right := size.Width - icon - look.Px(look.Space2)
	putMid(m.arrow, right, size.Height, fyne.NewSquareSize(icon))
	m.label.Text = shorten(m.text, look.Body, right-x-look.Px(look.Space1)+0.5)
	putMid(m.label, x, size.Height, look.Body.Measure(m.label.Text))
}
