package xwidget

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// pace lets a change through at most four times a second: each one paints the
// whole window, and that time belongs to the model whose progress it shows.
type pace struct {
	now  func() time.Time
	last time.Time
}

const paceOf = time.Second / 4

func (p *pace) due() bool {
	if p.now == nil {
		p.now = time.Now
	}
	now := p.now()
	if !p.last.IsZero() && now.Sub(p.last) < paceOf {
		return false
	}
	p.last = now
	return true
}

// Progress is a thin bar from 0 to 1.
type Progress struct {
	widget.BaseWidget
	pace       pace
	value      float64
	tone       Tone
	rail, done *canvas.Rectangle
}

// NewProgress makes an empty bar.
func NewProgress() *Progress {
	p := &Progress{rail: plate(1.5), done: plate(1.5), tone: Accented}
	p.ExtendBaseWidget(p)
	return p
}

// SetValue shows how much is done, at most four times a second but for the end.
func (p *Progress) SetValue(value float64) {
	value = fraction(value)
	if value == p.value || (value != 1 && value != 0 && !p.pace.due()) {
		return
	}
	p.value = value
	p.Refresh()
}

// SetTone changes the colour: paused, failed.
func (p *Progress) SetTone(tone Tone) {
	if p.tone != tone {
		p.tone = tone
		p.Refresh()
	}
}

// fraction keeps a value from 0 to 1; what is no number counts as 0.
func fraction(value float64) float64 {
	if math.IsNaN(value) {
		return 0
	}
	return min(max(value, 0), 1)
}

// CreateRenderer is for Fyne.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Progress) objects() []fyne.CanvasObject { return []fyne.CanvasObject{p.rail, p.done} }

func (p *Progress) minSize() fyne.Size { return fyne.NewSize(look.Px(24), look.Px(3)) }

func (p *Progress) paint() {
	_, ink := p.tone.colors()
	fill(p.rail, look.LineStrong, "")
	fill(p.done, ink, "")
	show(p.done, p.value > 0)
}

func (p *Progress) arrange(size fyne.Size) {
	p.rail.Resize(size)
	p.done.Resize(fyne.NewSize(size.Width*float32(p.value), size.Height))
}

// Ring is progress as a circle. It stands still between changes.
type Ring struct {
	widget.BaseWidget
	pace  pace
	value float64
	image *canvas.Image
	drawn int // the diameter in pixels that the picture has
}

// NewRing makes an empty ring.
func NewRing() *Ring {
	r := &Ring{image: canvas.NewImageFromImage(nil)}
	r.image.FillMode = canvas.ImageFillContain
	r.image.ScaleMode = canvas.ImageScaleFastest
	r.ExtendBaseWidget(r)
	return r
}

// SetValue shows how much is done, at most four times a second but for the end.
func (r *Ring) SetValue(value float64) {
	value = fraction(value)
	if value == r.value || (value != 1 && value != 0 && !r.pace.due()) {
		return
	}
	r.value = value
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *Ring) objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }

func (r *Ring) minSize() fyne.Size { return fyne.NewSquareSize(look.Px(16)) }

func (r *Ring) paint() { r.drawn = 0 }

func (r *Ring) arrange(size fyne.Size) {
	r.image.Resize(size)
	scale := float32(1)
	if c := canvasOf(r); c != nil {
		scale = c.Scale()
	}
	if pixels := int(min(size.Width, size.Height) * scale); pixels > 0 && pixels != r.drawn {
		r.drawn = pixels
		r.image.Image = drawRing(pixels, r.value, look.Color(look.LineStrong), look.Color(look.Accent))
		r.image.Refresh()
	}
}

// drawRing draws a ring that is filled clockwise from the top, its edges smoothed
// over one pixel.
func drawRing(pixels int, value float64, rail, done color.Color) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, pixels, pixels))
	railed, filled := color.NRGBAModel.Convert(rail).(color.NRGBA), color.NRGBAModel.Convert(done).(color.NRGBA)
	middle := float64(pixels) / 2
	width := max(middle*0.28, 1.5)
	for y := range pixels {
		for x := range pixels {
			dx, dy := float64(x)+0.5-middle, float64(y)+0.5-middle
			off := math.Abs(math.Hypot(dx, dy)-(middle-width/2-0.5)) - width/2
			cover := min(max(0.5-off, 0), 1)
			turn := math.Mod(math.Atan2(dx, -dy)/(2*math.Pi)+1, 1)
			c := railed
			if turn < value {
				c = filled
			}
			c.A = uint8(float64(c.A) * cover)
			picture.Set(x, y, c)
		}
	}
	return picture
}
