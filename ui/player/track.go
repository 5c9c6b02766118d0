package player

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// track is the line that the playhead runs along. Dragging scrubs.
type track struct {
	widget.BaseWidget
	seek                    func(frame int64)
	frame, frames, in, out  int64
	line, reach, done, head *canvas.Rectangle
	marks                   [6]*canvas.Rectangle // a bracket at in, and one at out
}

var (
	_ fyne.Draggable     = (*track)(nil)
	_ fyne.Tappable      = (*track)(nil)
	_ desktop.Cursorable = (*track)(nil)
)

func newTrack(seek func(frame int64)) *track {
	t := &track{seek: seek, line: &canvas.Rectangle{}, reach: &canvas.Rectangle{}, done: &canvas.Rectangle{}, head: &canvas.Rectangle{}}
	for i := range t.marks {
		t.marks[i] = &canvas.Rectangle{}
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *track) update(s State) {
	if t.frame == s.Frame && t.frames == s.Frames && t.in == s.In && t.out == s.Out {
		return
	}
	t.frame, t.frames, t.in, t.out = s.Frame, s.Frames, s.In, s.Out
	t.Refresh()
}

// Tapped goes to the pointer.
func (t *track) Tapped(event *fyne.PointEvent) { t.moveTo(event.Position.X) }

// Dragged follows the pointer.
func (t *track) Dragged(event *fyne.DragEvent) { t.moveTo(event.Position.X) }

// DragEnd has nothing left to do.
func (t *track) DragEnd() {}

// Cursor says that this moves sideways.
func (t *track) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (t *track) moveTo(x float32) {
	width := t.Size().Width
	if t.frames > 0 && width > 0 {
		frame := int64(math.Floor(float64(x) / float64(width) * float64(t.frames)))
		t.seek(min(max(frame, 0), t.frames-1))
	}
}

// at is where a frame begins.
func (t *track) at(frame int64) float32 {
	return t.Size().Width * float32(frame) / float32(max(t.frames, 1))
}

// MinSize leaves room to grab the playhead.
func (t *track) MinSize() fyne.Size { return fyne.NewSize(look.Px(120), look.Px(20)) }

// CreateRenderer is for Fyne.
func (t *track) CreateRenderer() fyne.WidgetRenderer {
	r := &trackRenderer{t}
	r.paint()
	return r
}

type trackRenderer struct{ t *track }

func (r *trackRenderer) Destroy()           {}
func (r *trackRenderer) MinSize() fyne.Size { return r.t.MinSize() }
func (r *trackRenderer) Layout(fyne.Size)   { r.paint() }
func (r *trackRenderer) Refresh()           { r.paint(); canvas.Refresh(r.t) }
func (r *trackRenderer) Objects() []fyne.CanvasObject {
	t := r.t
	all := []fyne.CanvasObject{t.line, t.reach, t.done}
	for _, mark := range t.marks {
		all = append(all, mark)
	}
	return append(all, t.head)
}

func (r *trackRenderer) paint() {
	t, size := r.t, r.t.Size()
	thick, middle := look.Px(4), size.Height/2
	bar := func(rect *canvas.Rectangle, name fyne.ThemeColorName, from, to float32) {
		rect.FillColor = look.Color(name)
		rect.CornerRadius = look.Px(2)
		rect.Move(fyne.NewPos(from, middle-thick/2))
		rect.Resize(fyne.NewSize(max(to-from, 0), thick))
	}
	bar(t.line, look.SurfaceRaised, 0, size.Width)
	reach := look.LineStrong
	if t.limited() {
		reach = look.TextMedium
	}
	bar(t.reach, reach, t.at(t.in), t.at(t.out))
	bar(t.done, look.Accent, t.at(t.in), max(t.at(t.frame), t.at(t.in)))
	wide := look.Px(2)
	t.head.FillColor = look.Color(look.Playhead)
	t.head.Move(fyne.NewPos(min(t.at(t.frame), max(size.Width-wide, 0)), 0))
	t.head.Resize(fyne.NewSize(wide, size.Height))
	t.head.Hidden = t.frames == 0
	r.paintMarks()
}

// limited tells whether less than all is played.
func (t *track) limited() bool { return t.frames > 0 && (t.in > 0 || t.out < t.frames) }

// paintMarks draws a bracket around what is played, where that is not all.
func (r *trackRenderer) paintMarks() {
	t, size := r.t, r.t.Size()
	wide, foot, high := look.Px(2), look.Px(6), look.Px(16)
	top := (size.Height - high) / 2
	for i, mark := range t.marks {
		mark.Hidden = !t.limited()
		mark.FillColor = look.Color(look.TextHigh)
		x, inward := t.at(t.in), float32(0)
		if i >= 3 {
			x, inward = max(t.at(t.out)-wide, 0), foot-wide
		}
		switch i % 3 {
		case 0:
			mark.Move(fyne.NewPos(x, top))
			mark.Resize(fyne.NewSize(wide, high))
		case 1:
			mark.Move(fyne.NewPos(x-inward, top))
			mark.Resize(fyne.NewSize(foot, wide))
		case 2:
			mark.Move(fyne.NewPos(x-inward, top+high-wide))
			mark.Resize(fyne.NewSize(foot, wide))
		}
	}
}
