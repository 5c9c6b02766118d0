package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/assets"
)

// pairs are the texts and marks that lie on each surface, with the contrast that
// WCAG 2.2 AA asks for: 4.5 for text, 3 for marks and the focus ring.
var pairs = []struct {
	on    []fyne.ThemeColorName
	ink   []fyne.ThemeColorName
	least float64
}{
	{
		on:    []fyne.ThemeColorName{SurfaceWell, SurfaceBase, SurfacePanel, SurfaceRaised, SurfacePopup},
		ink:   []fyne.ThemeColorName{TextHigh, TextMedium, TextLow, Accent, Danger, Warning, Success},
		least: 4.5,
	},
	{
		on:    []fyne.ThemeColorName{SurfaceWell, SurfaceBase, SurfacePanel, SurfaceRaised, SurfacePopup},
		ink:   []fyne.ThemeColorName{FocusRing, Playhead},
		least: 3,
	},
	{on: []fyne.ThemeColorName{SurfaceWell}, ink: []fyne.ThemeColorName{Waveform}, least: 3},
	{on: []fyne.ThemeColorName{Accent}, ink: []fyne.ThemeColorName{OnAccent}, least: 4.5},
	{on: []fyne.ThemeColorName{Danger}, ink: []fyne.ThemeColorName{OnDanger}, least: 4.5},
	{on: []fyne.ThemeColorName{AccentSoft}, ink: []fyne.ThemeColorName{TextHigh, TextMedium, TextLow, Accent, Danger, Warning, Success}, least: 4.5},
	{on: []fyne.ThemeColorName{DangerSoft}, ink: []fyne.ThemeColorName{TextHigh, TextMedium, Danger}, least: 4.5},
	{on: []fyne.ThemeColorName{WarnSoft}, ink: []fyne.ThemeColorName{TextHigh, TextMedium, Warning}, least: 4.5},
	{on: []fyne.ThemeColorName{Selection}, ink: []fyne.ThemeColorName{TextHigh}, least: 4.5},
}

func TestContrast(t *testing.T) {
	for mode, colors := range palettes {
		for _, p := range pairs {
			for _, surface := range p.on {
				for _, ink := range p.ink {
					if got := contrast(colors[surface], colors[ink]); got < p.least {
						t.Errorf("%s: %s on %s has a contrast of %.2f, needs %.1f", mode, ink, surface, got, p.least)
					}
				}
			}
		}
		// On a picture of any colour, the worst of which is white.
		if got := contrast(blend(colors[Plate], grey(0xff)), colors[OnPicture]); got < 4.5 {
			t.Errorf("%s: text on a picture has a contrast of %.2f", mode, got)
		}
		// What the pointer lies on stays readable.
		lit := func(surface, ink fyne.ThemeColorName) {
			if got := contrast(blend(colors[Hover], colors[surface]), colors[ink]); got < 4.5 {
				t.Errorf("%s: %s on %s under the pointer has a contrast of %.2f", mode, ink, surface, got)
			}
		}
		for _, surface := range pairs[0].on {
			lit(surface, TextHigh)
			lit(surface, TextMedium)
		}
		lit(Accent, OnAccent)
		lit(AccentSoft, Accent)
		lit(DangerSoft, Danger)
	}
}

func TestPalettesAreCompleteAndNeutral(t *testing.T) {
	for mode, colors := range palettes {
		for name := range dark {
			if _, ok := colors[name]; !ok {
				t.Errorf("%s lacks %s", mode, name)
			}
		}
		if len(colors) != len(dark) {
			t.Errorf("%s has %d colours, dark has %d", mode, len(colors), len(dark))
		}
		for _, name := range []fyne.ThemeColorName{SurfaceWell, SurfaceBase, SurfacePanel, SurfaceRaised, SurfacePopup} {
			if c := colors[name]; c.R != c.G || c.G != c.B {
				t.Errorf("%s: %s is not neutral: %v", mode, name, c)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func blend(top, below color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(top.A) + int(b)*(255-int(top.A))) / 255) }
	return color.NRGBA{mix(top.R, below.R), mix(top.G, below.G), mix(top.B, below.B), 255}
}

func TestNewRefuses(t *testing.T) {
	for name, p := range map[string]Params{
		"mode":     {Mode: "sepia"},
		"small":    {Scale: 0.2},
		"large":    {Scale: 9},
		"no scale": {Scale: float32(math.NaN())},
	} {
		if _, err := New(p); err == nil {
			t.Errorf("%s: %+v was taken", name, p)
		}
	}
}

func TestThemeScalesAndKnowsEveryFont(t *testing.T) {
	normal, err := New(Params{})
	if err != nil {
		t.Fatal(err)
	}
	large, err := New(Params{Mode: Light, Scale: 1.25})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []fyne.ThemeSizeName{theme.SizeNameText, theme.SizeNamePadding, theme.SizeNameInnerWindowRadius} {
		if got, want := large.Size(size), normal.Size(size)*1.25; got != want {
			t.Errorf("%s: %v at 125 %%, want %v", size, got, want)
		}
	}
	seen := map[string]bool{}
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}, {Symbol: true}} {
		font := normal.Font(style)
		if font == nil || len(font.Content()) == 0 {
			t.Fatalf("%+v has no typeface", style)
		}
		seen[font.Name()] = true
	}
	if len(seen) != 4 {
		t.Errorf("four styles, but these typefaces: %v", seen)
	}
}

func TestEveryIconIsDrawnInTheColourThatIsAskedFor(t *testing.T) {
	want := color.NRGBA{0xff, 0x40, 0x20, 255}
	for _, name := range assets.Icons() {
		image := NewIcon()
		image.Resource = Icon(name).Resource(want)
		image.Resize(fyne.NewSquareSize(20))
		w := test.NewTempWindow(t, image)
		w.SetPadded(false)
		w.Resize(fyne.NewSquareSize(20))
		picture := w.Canvas().Capture()
		found := false
		for y := range 20 {
			for x := range 20 {
				c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
				found = found || int(c.R)-int(c.G) > 100
			}
		}
		if !found {
			t.Errorf("%s shows nothing in its colour", name)
		}
	}
	if Icon("no such icon").Resource(want) != nil {
		t.Error("a drawing that there is not was found")
	}
}

func TestQuietKeepsTheCursorStill(t *testing.T) {
	app := test.NewTempApp(t)
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	quiet := Quiet(app)
	if quiet.Settings().ShowAnimations() || fyne.CurrentApp().Settings().ShowAnimations() {
		t.Fatal("animations are on")
	}
	own, err := New(Params{})
	if err != nil {
		t.Fatal(err)
	}
	app.Settings().SetTheme(own)
	entry := widget.NewEntry()
	w := test.NewTempWindow(t, entry)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(100, 32))
	w.Canvas().Focus(entry)
	picture := w.Canvas().Capture()
	solid := false
	for x := 4; x < 96; x++ { // within the border, which has the same colour
		solid = solid || color.NRGBAModel.Convert(picture.At(x, 16)) == dark[Accent]
	}
	if !solid {
		t.Error("the cursor is not the solid line that it is while nothing animates it")
	}
}
