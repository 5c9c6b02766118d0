package xwidget

import (
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// dressed gives the test's app a look of ours.
func dressed(t *testing.T, p look.Params) {
	t.Helper()
	app := test.NewTempApp(t)
	theme, err := look.New(p)
	if err != nil {
		t.Fatal(err)
	}
	look.Quiet(app).Settings().SetTheme(theme)
	speak(t, "en")
}

// speak changes the language, whose decimal sign numbers have.
func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(words.Params{Language: tag}); err != nil {
		t.Fatal(err)
	}
}

// still is a clock on which nothing ever happens by itself.
func still(time.Duration, func()) func() { return func() {} }

// shot is a picture like one of a film: sky, ground and a sun.
func shot(width, height int, hue float64) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			sun := math.Exp(-40 * ((u-0.7)*(u-0.7) + (v-0.4)*(v-0.4)))
			r, g, b := 60+70*v+150*sun, 70+40*v+110*sun*hue, 110-50*v+60*sun
			if v > 0.62 {
				r, g, b = 46*hue+20*u, 50-20*u, 42
			}
			picture.SetRGBA(x, y, color.RGBA{uint8(min(r, 255)), uint8(min(g, 255)), uint8(min(b, 255)), 255})
		}
	}
	return picture
}

type state struct {
	widget, state string
	width, height float32 // 0 takes the least
	make          func() fyne.CanvasObject
}

func hover(o fyne.CanvasObject) fyne.CanvasObject {
	type hoverable interface{ setHovered() }
	o.(hoverable).setHovered()
	return o
}

func (c *control) setHovered() { c.hovered = true; c.self.Refresh() }

func focus(o fyne.CanvasObject) fyne.CanvasObject {
	o.(fyne.Focusable).FocusGained()
	return o
}

func disable(o fyne.CanvasObject) fyne.CanvasObject {
	o.(fyne.Disableable).Disable()
	return o
}

// onStage shows one state with some air around it.
func onStage(t *testing.T, s state) fyne.Window {
	t.Helper()
	o := s.make()
	size := o.MinSize()
	if s.width > 0 {
		size.Width = look.Px(s.width)
	}
	if s.height > 0 {
		size.Height = look.Px(s.height)
	}
	air := look.Px(10)
	put(o, air, air, size.Width, size.Height)
	if s.height == 0 { // now that the width is known, the height may be another
		put(o, air, air, size.Width, o.MinSize().Height)
	}
	w := test.NewTempWindow(t, container.NewWithoutLayout(o))
	w.SetPadded(false)
	w.Resize(o.Size().AddWidthHeight(2*air, 2*air))
	return w
}

func TestEveryStateLooksAsItShould(t *testing.T) {
	dressed(t, look.Params{}) // once: Fyne reads the typefaces anew for each theme
	for _, s := range states {
		t.Run(s.widget+"/"+s.state, func(t *testing.T) {
			w := onStage(t, s)
			test.AssertRendersToImage(t, s.widget+"/"+s.state+".png", w.Canvas())
			test.AssertRendersToMarkup(t, s.widget+"/"+s.state+".xml", w.Canvas())
		})
	}
}

// TestSheet shows all widgets on one page, in the looks that have no picture of
// each state.
func TestSheet(t *testing.T) {
	for name, p := range map[string]look.Params{
		"dark": {}, "light": {Mode: look.Light}, "contrast": {Mode: look.HighContrast}, "large": {Scale: 1.25},
	} {
		t.Run(name, func(t *testing.T) {
			dressed(t, p)
			page := container.NewWithoutLayout()
			x, y, high, width := look.Px(16), look.Px(16), float32(0), look.Px(1240)
			for _, s := range states {
				o := s.make()
				size := o.MinSize()
				if s.width > 0 {
					size.Width = look.Px(s.width)
				}
				if s.height > 0 {
					size.Height = look.Px(s.height)
				}
				o.Resize(size)
				if s.height == 0 {
					size.Height = o.MinSize().Height
				}
				if x+size.Width > width {
					x, y, high = look.Px(16), y+high+look.Px(16), 0
				}
				put(o, x, y, size.Width, size.Height)
				page.Add(o)
				x += size.Width + look.Px(16)
				high = max(high, size.Height)
			}
			w := test.NewTempWindow(t, page)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(width+look.Px(16), y+high+look.Px(16)))
			test.AssertRendersToImage(t, "sheet/"+name+".png", w.Canvas())
		})
	}
}
