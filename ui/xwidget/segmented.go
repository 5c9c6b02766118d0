package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

// Segmented is a choice of one among a few, all of them in sight. Left and right
// move the choice while it has the focus.
type Segmented struct {
	control
	options  []string
	selected int
	// OnChanged is called with the index that the user has chosen.
	OnChanged func(index int)

	back, chosen, focus *canvas.Rectangle
	labels              []*canvas.Text
}

// NewSegmented makes a choice with the first option chosen.
func NewSegmented(options []string, changed func(index int)) *Segmented {
	s := &Segmented{
		options: options, OnChanged: changed,
		back: plate(look.RadiusMedium), chosen: plate(look.RadiusMedium - 1), focus: plate(look.RadiusMedium),
	}
	for range options {
		s.labels = append(s.labels, canvas.NewText("", nil))
	}
	s.extend(s)
	return s
}

// Selected returns the index of what is chosen.
func (s *Segmented) Selected() int { return s.selected }

// SetSelected chooses without calling OnChanged.
func (s *Segmented) SetSelected(index int) {
	if index >= 0 && index < len(s.options) && index != s.selected {
		s.selected = index
		s.Refresh()
	}
}

// Tapped chooses what lies under the pointer.
func (s *Segmented) Tapped(event *fyne.PointEvent) {
	if event == nil || s.Disabled() {
		return
	}
	x := float32(0)
	for i, width := range s.widths(s.Size().Width) {
		if x += width; event.Position.X < x {
			s.choose(i)
			return
		}
	}
}

// TypedKey moves the choice.
func (s *Segmented) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyLeft:
		s.choose(s.selected - 1)
	case fyne.KeyRight:
		s.choose(s.selected + 1)
	default:
		passKey(s, event)
	}
}

func (s *Segmented) choose(index int) {
	if s.Disabled() || index < 0 || index >= len(s.options) || index == s.selected {
		return
	}
	s.SetSelected(index)
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

// widths gives every option its text and shares what is left.
func (s *Segmented) widths(total float32) []float32 {
	var widths []float32
	sum := float32(0)
	for _, option := range s.options {
		w := look.Label.Measure(option).Width + look.Px(2*10)
		widths = append(widths, w)
		sum += w
	}
	for i := range widths {
		widths[i] += (total - sum) / float32(len(widths))
	}
	return widths
}

func (s *Segmented) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{s.back, s.chosen}
	for _, label := range s.labels {
		all = append(all, label)
	}
	return append(all, s.focus)
}

func (s *Segmented) minSize() fyne.Size {
	sum := float32(0)
	for _, option := range s.options {
		sum += look.Label.Measure(option).Width + look.Px(2*10)
	}
	return fyne.NewSize(sum, look.Px(look.ControlHeight))
}

func (s *Segmented) paint() {
	fill(s.back, look.SurfaceWell, look.Line)
	fill(s.chosen, look.SurfaceRaised, look.LineStrong)
	ring(s.focus, s.focused)
	for i, label := range s.labels {
		label.Text = s.options[i]
		label.Alignment = fyne.TextAlignCenter
		ink := look.TextMedium
		switch {
		case s.Disabled():
			ink = look.TextDisabled
		case i == s.selected:
			ink = look.TextHigh
		}
		look.Label.Apply(label, ink)
	}
}

func (s *Segmented) arrange(size fyne.Size) {
	s.back.Resize(size)
	s.focus.Resize(size)
	x, gap := float32(0), look.Px(2)
	height := look.Label.Measure("M").Height
	for i, width := range s.widths(size.Width) {
		put(s.labels[i], x, (size.Height-height)/2, width, height)
		if i == s.selected {
			put(s.chosen, x+gap, gap, width-2*gap, size.Height-2*gap)
		}
		x += width
	}
}
