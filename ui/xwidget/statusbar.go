package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// StatusItem is one thing that the bar says.
type StatusItem struct {
	Icon look.Icon
	Text string // empty hides the item
	Tone Tone
	Tip  string
}

// StatusBar is the line at the foot of the window: what runs at the left with how
// far it is, what the machine does at the right. The left gives way where there
// is no room; it ends in an ellipsis then.
type StatusBar struct {
	widget.BaseWidget
	back, edge *canvas.Rectangle
	job        *statusLabel
	progress   *Progress
	bar        bool
	items      []*statusLabel
}

// NewStatusBar makes a bar with so many items at the right. A tap on what runs
// calls tapped.
func NewStatusBar(items int, tapped func()) *StatusBar {
	s := &StatusBar{
		back: plate(0), edge: plate(0),
		job: newStatusLabel(tapped), progress: NewProgress(),
	}
	for range items {
		s.items = append(s.items, newStatusLabel(nil))
	}
	s.ExtendBaseWidget(s)
	return s
}

// SetJob says what runs, and how far it is from 0 to 1; below 0 shows no bar.
func (s *StatusBar) SetJob(item StatusItem, progress float64) {
	s.progress.SetValue(max(progress, 0))
	bar := progress >= 0
	if s.job.set(item) || bar != s.bar {
		s.bar = bar
		s.Refresh()
	}
}

// SetItem says something at the right; items are counted from the left.
func (s *StatusBar) SetItem(index int, item StatusItem) {
	if s.items[index].set(item) {
		s.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (s *StatusBar) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *StatusBar) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{s.back, s.edge, s.job, s.progress}
	for _, item := range s.items {
		all = append(all, item)
	}
	return all
}

func (s *StatusBar) minSize() fyne.Size {
	return fyne.NewSize(look.Px(200), max(look.Px(26), look.Caption.Measure("M").Height+look.Px(10)))
}

func (s *StatusBar) paint() {
	fill(s.back, look.SurfacePanel, "")
	fill(s.edge, look.Line, "")
	show(s.progress, s.bar)
}

func (s *StatusBar) arrange(size fyne.Size) {
	s.back.Resize(size)
	put(s.edge, 0, 0, size.Width, 1)
	pad, gap := look.Px(look.Space3), look.Px(look.Space4)
	right := size.Width - pad
	for i := len(s.items) - 1; i >= 0; i-- {
		item := s.items[i]
		width := min(item.natural(), size.Width/3)
		if width == 0 || right-width < size.Width*0.45 { // what runs needs its half
			show(item, false)
			continue
		}
		right -= width
		show(item, true)
		put(item, right, 0, width, size.Height)
		right -= gap
	}
	room := max(right-pad, 0)
	bar := float32(0)
	if s.bar {
		bar = min(look.Px(96), room/3)
		room -= bar + look.Px(look.Space2)
	}
	job := min(s.job.natural(), max(room, 0))
	put(s.job, pad, 0, job, size.Height)
	putMid(s.progress, pad+job+look.Px(look.Space2), size.Height, fyne.NewSize(bar, look.Px(3)))
}

type statusLabel struct {
	control
	item  StatusItem
	image *canvas.Image
	text  *canvas.Text
	focus *canvas.Rectangle
}

func newStatusLabel(tapped func()) *statusLabel {
	l := &statusLabel{image: look.NewIcon(), text: canvas.NewText("", nil), focus: plate(look.RadiusSmall)}
	l.tap = tapped
	l.extend(l)
	return l
}

func (l *statusLabel) set(item StatusItem) bool {
	if l.item == item {
		return false
	}
	l.item = item
	l.SetTip(item.Tip, "")
	l.Refresh()
	return true
}

func (l *statusLabel) natural() float32 {
	if l.item.Text == "" {
		return 0
	}
	width := look.Caption.Measure(l.item.Text).Width
	if l.item.Icon != "" {
		width += look.Px(look.IconSmall + 5)
	}
	return width
}

func (l *statusLabel) shortened() (*canvas.Text, string) { return l.text, l.item.Text }

func (l *statusLabel) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.image, l.text, l.focus}
}

func (l *statusLabel) minSize() fyne.Size { return fyne.NewSize(0, look.Px(20)) }

func (l *statusLabel) paint() {
	ink := look.TextMedium
	if l.item.Tone != Neutral {
		_, ink = l.item.Tone.colors()
	}
	if l.tap != nil && l.lit() {
		ink = look.TextHigh
	}
	look.Caption.Apply(l.text, ink)
	l.item.Icon.Paint(l.image, ink)
	if l.item.Text == "" {
		l.image.Hide()
	}
	ring(l.focus, l.focused)
}

func (l *statusLabel) arrange(size fyne.Size) {
	l.focus.Resize(size)
	x := float32(0)
	if l.item.Icon != "" {
		icon := look.Px(look.IconSmall)
		putMid(l.image, 0, size.Height, fyne.NewSquareSize(icon))
		x = icon + look.Px(5)
	}
	// Half a point more: a text that just fits must not lose a letter to rounding.
	l.text.Text = shorten(l.item.Text, look.Caption, size.Width-x+0.5)
	putMid(l.text, x, size.Height, look.Caption.Measure(l.text.Text))
}
