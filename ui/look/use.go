package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Color returns a colour of the theme that is shown now; under a theme that is not
// of this package, which has none of our names, it is the one of Dark.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	if own, ok := dark[name]; ok {
		if _, ours := settings.Theme().(*Theme); !ours {
			return own
		}
	}
	return settings.Theme().Color(name, settings.ThemeVariant())
}

// Px returns a length at 100 % as it is at the size that the user has chosen.
func Px(length float32) float32 {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return length * t.scale
	}
	return length
}

// Fyne returns the style in Fyne's words, without its size.
func (s TextStyle) Fyne() fyne.TextStyle {
	return fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono}
}

// Points is the size at the user's scale.
func (s TextStyle) Points() float32 { return Px(s.Size) }

// Measure returns the room that a line of text takes.
func (s TextStyle) Measure(text string) fyne.Size {
	return fyne.MeasureText(text, s.Points(), s.Fyne())
}

// Apply gives a text object the style and a colour of the theme that is shown
// now; call it again when the theme changes.
func (s TextStyle) Apply(text *canvas.Text, name fyne.ThemeColorName) {
	text.TextSize = s.Points()
	text.TextStyle = s.Fyne()
	text.Color = Color(name)
}
