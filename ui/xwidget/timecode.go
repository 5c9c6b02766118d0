package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Timecode shows hours, minutes, seconds and frames in digits of equal width, so
// that nothing moves while they run. Leading parts that are all zero are faint.
type Timecode struct {
	widget.BaseWidget
	style       look.TextStyle
	code        string
	faint, rest *canvas.Text
}

// NewTimecode makes a label in a style of digits.
func NewTimecode(style look.TextStyle) *Timecode {
	style.Mono = true
	t := &Timecode{style: style, code: "00:00:00:00", faint: canvas.NewText("", nil), rest: canvas.NewText("", nil)}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows a timecode such as 01:02:03:04, or with a semicolon before the frames
// where frames are dropped.
func (t *Timecode) Set(code string) {
	if t.code != code {
		t.code = code
		t.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (t *Timecode) CreateRenderer() fyne.WidgetRenderer { return draw(t) }

func (t *Timecode) objects() []fyne.CanvasObject { return []fyne.CanvasObject{t.faint, t.rest} }
func (t *Timecode) minSize() fyne.Size           { return t.style.Measure(t.code) }

func (t *Timecode) paint() {
	n := 0
	for i, r := range t.code {
		if r != '0' && r != ':' && r != ';' {
			break
		}
		if r == ':' || r == ';' {
			n = i + 1
		}
	}
	t.faint.Text, t.rest.Text = t.code[:n], t.code[n:]
	t.style.Apply(t.faint, look.TextLow)
	t.style.Apply(t.rest, look.TextHigh)
}

func (t *Timecode) arrange(size fyne.Size) {
	faint := t.style.Measure(t.faint.Text)
	height := t.style.Measure("0").Height
	put(t.faint, 0, (size.Height-height)/2, faint.Width, height)
	put(t.rest, faint.Width, (size.Height-height)/2, max(size.Width-faint.Width, 0), height)
}
