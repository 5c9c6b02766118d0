package xwidget

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// Slider is a number on a line with the number beside it. It is dragged, tapped,
// or moved by the arrow keys.
type Slider struct {
	control
	value  *Number
	format func(float64) string // how the value reads; nil for the number itself

	rail, done, thumb, focus *canvas.Rectangle
	text                     *canvas.Text
}

var _ fyne.Draggable = (*Slider)(nil)

// NewSlider makes a slider over the same description as a number; format may be
// nil.
func NewSlider(p NumberParams, format func(float64) string) *Slider {
	s := &Slider{
		value: NewNumber(p), format: format, text: canvas.NewText("", nil),
		rail: plate(2), done: plate(2), thumb: plate(7), focus: plate(9),
	}
	s.extend(s)
	return s
}

// Value returns where the slider stands.
func (s *Slider) Value() float64 { return s.value.Value() }

// SetValue moves the slider without calling OnChanged.
func (s *Slider) SetValue(value float64) {
	s.value.SetValue(value)
	s.Refresh()
}

// Tapped moves to the pointer.
func (s *Slider) Tapped(event *fyne.PointEvent) {
	if event != nil {
		s.moveTo(event.Position.X)
	}
}

// Dragged follows the pointer.
func (s *Slider) Dragged(event *fyne.DragEvent) { s.moveTo(event.Position.X) }

// DragEnd has nothing left to do.
func (s *Slider) DragEnd() {}

// TypedKey steps as a number does.
func (s *Slider) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyRight, fyne.KeyDown, fyne.KeyLeft, fyne.KeyHome, fyne.KeyEnd:
		if !s.Disabled() {
			s.value.TypedKey(event)
			s.Refresh()
		}
	default:
		passKey(s, event)
	}
}

func (s *Slider) moveTo(x float32) {
	if s.Disabled() {
		return
	}
	left, width := s.track()
	p := s.value.p
	way := float64(min(max((x-left)/width, 0), 1)) * (p.Most - p.Least)
	s.value.change(p.Least + math.Round(way/p.Step)*p.Step)
	s.Refresh()
}

// track is where the middle of the thumb may be.
func (s *Slider) track() (left, width float32) {
	left = look.Px(7)
	return left, max(s.Size().Width-s.textWidth()-2*left, 1)
}

func (s *Slider) textWidth() float32 {
	p := s.value.p
	return max(look.Digits.Measure(s.read(p.Most)).Width, look.Digits.Measure(s.read(p.Least)).Width) + look.Px(look.Space2)
}

func (s *Slider) read(value float64) string {
	if s.format != nil {
		return s.format(value)
	}
	return strconv.FormatFloat(value, 'f', s.value.p.Digits, 64) + s.value.p.Unit
}

func (s *Slider) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.rail, s.done, s.focus, s.thumb, s.text}
}

func (s *Slider) minSize() fyne.Size {
	return fyne.NewSize(look.Px(100)+s.textWidth(), look.Px(look.ControlHeight))
}

func (s *Slider) paint() {
	done, thumb, ink := look.Accent, look.TextHigh, look.TextHigh
	if s.Disabled() {
		done, thumb, ink = look.LineStrong, look.TextDisabled, look.TextDisabled
	}
	fill(s.rail, look.LineStrong, "")
	fill(s.done, done, "")
	fill(s.thumb, thumb, look.SurfaceBase)
	ring(s.focus, s.focused)
	s.text.Text = s.read(s.value.p.Value)
	s.text.Alignment = fyne.TextAlignTrailing
	look.Digits.Apply(s.text, ink)
}

func (s *Slider) arrange(size fyne.Size) {
	left, width := s.track()
	p := s.value.p
	fraction := float32(0)
	if p.Most > p.Least {
		fraction = float32((p.Value - p.Least) / (p.Most - p.Least))
	}
	line, thumb, halo := look.Px(3), look.Px(13), look.Px(19)
	x := left + fraction*width
	putMid(s.rail, left, size.Height, fyne.NewSize(width, line))
	putMid(s.done, left, size.Height, fyne.NewSize(fraction*width, line))
	putMid(s.thumb, x-thumb/2, size.Height, fyne.NewSquareSize(thumb))
	putMid(s.focus, x-halo/2, size.Height, fyne.NewSquareSize(halo))
	text := look.Digits.Measure("0").Height
	putMid(s.text, size.Width-s.textWidth(), size.Height, fyne.NewSize(s.textWidth(), text))
}
