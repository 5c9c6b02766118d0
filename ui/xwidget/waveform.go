package xwidget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Waveform shows how loud a sound is over its time, what has been played in
// another colour, and where it plays. It is one picture, of which a step of the
// playhead recolours only the columns that it has passed.
type Waveform struct {
	widget.BaseWidget
	// OnSeek is called with a place from 0 to 1 when the user taps or drags.
	OnSeek func(at float64)

	peaks   []float32 // from 0 to 1, evenly over the time
	at      float64
	picture *image.RGBA
	passed  int // columns that have the colour of what was played
	played  color.RGBA
	coming  color.RGBA
	back    *canvas.Rectangle
	view    *canvas.Image
	head    *canvas.Rectangle
}

var (
	_ fyne.Tappable  = (*Waveform)(nil)
	_ fyne.Draggable = (*Waveform)(nil)
)

// NewWaveform makes one without sound.
func NewWaveform() *Waveform {
	w := &Waveform{back: plate(look.RadiusSmall), view: canvas.NewImageFromImage(nil), head: canvas.NewRectangle(color.Transparent)}
	w.view.FillMode = canvas.ImageFillStretch
	w.view.ScaleMode = canvas.ImageScaleFastest
	w.ExtendBaseWidget(w)
	return w
}

// SetPeaks shows another sound by its peaks from 0 to 1, evenly over its time.
func (w *Waveform) SetPeaks(peaks []float32) {
	w.peaks = peaks
	w.picture = nil
	w.Refresh()
}

// SetPlace moves the playhead to a place from 0 to 1.
func (w *Waveform) SetPlace(at float64) {
	w.at = fraction(at)
	w.recolor()
	w.placeHead()
	canvas.Refresh(w.head)
}

// Tapped seeks.
func (w *Waveform) Tapped(event *fyne.PointEvent) { w.seek(event.Position.X) }

// Dragged seeks.
func (w *Waveform) Dragged(event *fyne.DragEvent) { w.seek(event.Position.X) }

// DragEnd has nothing left to do.
func (w *Waveform) DragEnd() {}

func (w *Waveform) seek(x float32) {
	if w.OnSeek != nil && w.Size().Width > 0 {
		w.OnSeek(fraction(float64(x / w.Size().Width)))
	}
}

// CreateRenderer is for Fyne.
func (w *Waveform) CreateRenderer() fyne.WidgetRenderer { return draw(w) }

func (w *Waveform) objects() []fyne.CanvasObject { return []fyne.CanvasObject{w.back, w.view, w.head} }
func (w *Waveform) minSize() fyne.Size           { return fyne.NewSize(look.Px(80), look.Px(40)) }

func (w *Waveform) paint() {
	fill(w.back, look.SurfaceWell, "")
	w.head.FillColor = look.Color(look.Playhead)
	played, coming := rgba(look.Accent), rgba(look.Waveform)
	if played != w.played || coming != w.coming {
		w.played, w.coming, w.picture = played, coming, nil
	}
}

func rgba(name fyne.ThemeColorName) color.RGBA {
	return color.RGBAModel.Convert(look.Color(name)).(color.RGBA)
}

func (w *Waveform) arrange(size fyne.Size) {
	w.back.Resize(size)
	w.view.Resize(size)
	w.placeHead()
	scale := float32(1)
	if c := canvasOf(w); c != nil {
		scale = c.Scale()
	}
	width, height := int(size.Width*scale), int(size.Height*scale)
	if width < 1 || height < 1 {
		return
	}
	if w.picture == nil || w.picture.Rect.Dx() != width || w.picture.Rect.Dy() != height {
		w.picture = image.NewRGBA(image.Rect(0, 0, width, height))
		w.passed = 0
		for x := range width {
			w.column(x, w.coming)
		}
		w.view.Image = w.picture
		w.recolor()
		w.view.Refresh()
	}
}

func (w *Waveform) placeHead() {
	width := look.Px(1.5)
	show(w.head, len(w.peaks) > 0)
	put(w.head, float32(w.at)*(w.Size().Width-width), 0, width, w.Size().Height)
}

// recolor changes the columns between the old and the new place.
func (w *Waveform) recolor() {
	if w.picture == nil {
		return
	}
	passed := int(w.at * float64(w.picture.Rect.Dx()))
	if passed == w.passed {
		return
	}
	for x := w.passed; x < passed; x++ {
		w.column(x, w.played)
	}
	for x := passed; x < w.passed; x++ {
		w.column(x, w.coming)
	}
	w.passed = passed
	w.view.Refresh()
}

// column draws the loudest peak that falls into a column of the picture.
func (w *Waveform) column(x int, c color.RGBA) {
	width, height := w.picture.Rect.Dx(), w.picture.Rect.Dy()
	peak := float32(0)
	if n := len(w.peaks); n > 0 {
		for i := x * n / width; i <= min((x+1)*n/width, n-1); i++ {
			peak = max(peak, w.peaks[i])
		}
	} else {
		return
	}
	half := max(int(min(peak, 1)*float32(height)*0.46), 1)
	for y := height/2 - half; y < height/2+half; y++ {
		w.picture.SetRGBA(x, y, c)
	}
}
