package player

import (
	"image"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// screen is the picture, and a sentence where there is none.
type screen struct {
	widget.BaseWidget
	back    *canvas.Rectangle    // where there is no picture
	bars    [4]*canvas.Rectangle // around a picture of another shape
	shape   image.Point
	picture *canvas.Image
	words   *widget.Label
	tapped  func()
	tapped2 func()

	frames *frames
}

func newScreen(f *frames) *screen {
	s := &screen{back: canvas.NewRectangle(color.Black), picture: canvas.NewImageFromImage(image.NewRGBA(image.Rect(0, 0, 16, 16))), words: widget.NewLabel(""), frames: f}
	for i := range s.bars {
		s.bars[i] = canvas.NewRectangle(color.Black)
	}
	// Any other way of scaling runs on the UI goroutine and takes most of it.
	s.picture.ScaleMode = canvas.ImageScaleFastest
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.Hide()
	s.words.Alignment = fyne.TextAlignCenter
	s.words.Wrapping = fyne.TextWrapWord
	s.ExtendBaseWidget(s)
	return s
}

// Tapped starts or stops.
func (s *screen) Tapped(*fyne.PointEvent) { s.tapped() }

// DoubleTapped fills the screen, or no longer.
func (s *screen) DoubleTapped(*fyne.PointEvent) { s.tapped2() }

// MinSize is small: the picture takes what room there is.
func (s *screen) MinSize() fyne.Size { return fyne.NewSize(look.Px(160), look.Px(90)) }

// Resize also asks for pictures of the new size.
func (s *screen) Resize(size fyne.Size) {
	s.BaseWidget.Resize(size)
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		scale = c.Scale()
	}
	s.frames.want(int(size.Width*scale), int(size.Height*scale))
}

// say shows a sentence instead of the picture; an empty one shows the picture.
func (s *screen) say(sentence string) {
	if s.words.Text != sentence {
		s.words.SetText(sentence)
		s.layout(s.Size())
	}
	if sentence != "" {
		s.picture.Hide()
		s.back.Show()
	}
}

// show puts the newest picture in place.
func (s *screen) show() {
	picture := s.frames.take()
	if picture == nil {
		return
	}
	s.picture.Image = picture
	// A surface behind the picture would cost as much to paint as the picture.
	s.back.Hide()
	s.picture.Show()
	s.fit()
	s.picture.Refresh()
}

// fit places the bars anew when the shape of what is shown has changed.
func (s *screen) fit() {
	picture, ok := s.picture.Image.(*image.RGBA)
	if !ok {
		return
	}
	if shape := s.frames.shapeOf(picture); shape != s.shape {
		s.shape = shape
		s.placeBars(s.Size())
	}
}

// overlap is how far the bars reach below the picture, in points: it is rendered a
// little smaller than its place.
const overlap = 9

// placeBars fills what a picture leaves free at its sides. mpv leaves that
// transparent.
func (s *screen) placeBars(size fyne.Size) {
	if s.shape.X <= 0 || s.shape.Y <= 0 {
		return
	}
	scale := min(size.Width/float32(s.shape.X), size.Height/float32(s.shape.Y))
	wide := min((size.Width-float32(s.shape.X)*scale)/2+overlap, size.Width/2)
	high := min((size.Height-float32(s.shape.Y)*scale)/2+overlap, size.Height/2)
	for i, b := range s.bars {
		b.Resize(fyne.NewSize(wide, size.Height))
		if i >= 2 {
			b.Resize(fyne.NewSize(size.Width, high))
		}
	}
	s.bars[1].Move(fyne.NewPos(size.Width-wide, 0))
	s.bars[3].Move(fyne.NewPos(0, size.Height-high))
}

func (s *screen) layout(size fyne.Size) {
	s.back.Resize(size)
	s.picture.Resize(size)
	s.placeBars(size)
	height := min(s.words.MinSize().Height, size.Height)
	s.words.Resize(fyne.NewSize(size.Width, height))
	s.words.Move(fyne.NewPos(0, (size.Height-height)/2))
}

// CreateRenderer is for Fyne.
func (s *screen) CreateRenderer() fyne.WidgetRenderer { return &screenRenderer{s} }

type screenRenderer struct{ s *screen }

func (r *screenRenderer) Destroy()              {}
func (r *screenRenderer) Layout(size fyne.Size) { r.s.layout(size) }
func (r *screenRenderer) MinSize() fyne.Size    { return r.s.MinSize() }

// Refresh also sets the sentence anew, whose size goes with that of the window.
func (r *screenRenderer) Refresh() {
	r.s.words.Refresh()
	r.s.layout(r.s.Size())
	canvas.Refresh(r.s)
}

// Objects are the picture, what surrounds it, and the sentence.
func (r *screenRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.back, r.s.bars[0], r.s.bars[1], r.s.bars[2], r.s.bars[3], r.s.picture, r.s.words}
}

// frames hands pictures from the goroutine that makes them to the one that shows
// them. There are three: one is shown, one is ready, one is being made; what is
// shown is never written to.
type frames struct {
	do      func(func()) // runs on the UI goroutine
	show    func()       // on the UI goroutine: there is a new picture
	resized func()       // a picture of another size is wanted; may be nil

	mu            sync.Mutex // guards what follows
	width, height int
	shape         image.Point // of the clip, where pictures have bars of their own
	shown, ready  *image.RGBA
	spare         *image.RGBA
	fresh         bool // ready was not shown yet
	asked         bool // the UI goroutine was asked to show
	closed        bool
	counts        Counts
}

// Counts says how many pictures there were since the player was made.
type Counts struct {
	Rendered int64 // came from the clip
	Painted  int64 // were given to the window
}

// Counts returns how many pictures were shown; it may be called from any
// goroutine.
func (v *Player) Counts() Counts {
	v.frames.mu.Lock()
	defer v.frames.mu.Unlock()
	return v.frames.counts
}

// want says in which size pictures are shown, in pixels.
func (f *frames) want(width, height int) {
	f.mu.Lock()
	changed := f.width != width || f.height != height
	f.width, f.height = width, height
	resized := f.resized
	f.mu.Unlock()
	if changed && resized != nil {
		resized()
	}
}

// reshape says which shape the clip has, in any unit.
func (f *frames) reshape(shape image.Point) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shape = shape
}

// shapeOf returns the shape of what a picture shows.
func (f *frames) shapeOf(picture *image.RGBA) image.Point {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shape == (image.Point{}) {
		return picture.Rect.Size()
	}
	return f.shape
}

func (f *frames) onResize(resized func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.resized = resized
}

// blank returns a picture to draw on, in the size that is wanted; nil while that
// is not known. Rows are a multiple of 64 bytes, as mpv wants them.
func (f *frames) blank() *image.RGBA {
	f.mu.Lock()
	defer f.mu.Unlock()
	width, height := f.width&^15, f.height
	if width < 16 || height < 2 {
		return nil
	}
	if f.spare == nil || f.spare.Rect.Dx() != width || f.spare.Rect.Dy() != height {
		f.spare = image.NewRGBA(image.Rect(0, 0, width, height))
	}
	picture := f.spare
	f.spare = nil
	return picture
}

// put hands over a picture; one that waits to be shown is replaced.
func (f *frames) put(picture *image.RGBA) {
	f.mu.Lock()
	if f.ready != nil {
		f.spare = f.ready
	}
	f.ready, f.fresh = picture, true
	f.counts.Rendered++
	ask := !f.asked && !f.closed
	f.asked = f.asked || ask
	f.mu.Unlock()
	if ask {
		f.do(f.show)
	}
}

// take returns the newest picture; nil where it is shown already.
func (f *frames) take() *image.RGBA {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = false
	if !f.fresh || f.closed {
		return nil
	}
	f.shown, f.ready, f.fresh = f.ready, f.shown, false
	f.counts.Painted++
	return f.shown
}

func (f *frames) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed, f.resized = true, nil
}
