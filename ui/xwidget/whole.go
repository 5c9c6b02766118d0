package xwidget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// What people have named may be longer than the room for it, and ends in an ellipsis
// then. All of it stands in a tooltip: in that of the control that shows it, and where
// a text lies in no control, in that of the Whole around it.

// shortener is a control that shortens a text by itself.
type shortener interface {
	shortened() (shown *canvas.Text, all string)
}

// cutIn returns what an ellipsis stands for in a widget, one text a line.
func cutIn(w parts) string {
	var all []string
	if s, ok := w.(shortener); ok {
		if shown, text := s.shortened(); shown.Text != text && shown.Visible() {
			all = append(all, text)
		}
	}
	for _, o := range w.objects() {
		if t, ok := o.(*Text); ok {
			all = append(all, cutText(t)...)
		}
	}
	return strings.Join(all, "\n")
}

// cutText is the text that an ellipsis stands for; none where nothing is cut.
func cutText(t *Text) []string {
	if !t.Visible() || t.Size().Width == 0 || bare(strings.Join(t.broken(), "")) == bare(t.text) {
		return nil
	}
	return []string{t.text}
}

// bare is a text without what separates its words.
func bare(text string) string { return strings.Join(strings.Fields(text), "") }

// WithCut returns a tip for what shows texts itself: before all else it says whole what
// has no room in them.
func WithCut(tip Tip, texts ...*Text) Tip {
	var all []string
	for _, t := range texts {
		all = append(all, cutText(t)...)
	}
	return tip.under(strings.Join(all, "\n"))
}

// under is the tip below a text.
func (t Tip) under(text string) Tip {
	if text != "" && t.Text != "" {
		text += "\n"
	}
	t.Text = text + t.Text
	return t
}

// OfferTip shows a tip of a widget that is no control of this package, once the pointer
// has rested on it; call it when the pointer comes, and HideTip when it goes.
func OfferTip(owner fyne.CanvasObject, tip Tip) { offerTip(owner, tip) }

// HideTip takes away what OfferTip has shown, or was about to.
func HideTip() { hideTip() }

// Whole is a text that lies in no control, with a tooltip that says all of it where it
// is cut. It is in sight as its text is.
type Whole struct {
	widget.BaseWidget
	text *Text
}

var _ desktop.Hoverable = (*Whole)(nil)

// NewWhole lays out a text in its own place.
func NewWhole(text *Text) *Whole {
	w := &Whole{text: text}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer is for Fyne.
func (w *Whole) CreateRenderer() fyne.WidgetRenderer { return draw(w) }

// MinSize is that of the text now: a paragraph has another after each width.
func (w *Whole) MinSize() fyne.Size { return w.text.MinSize() }

// Resize gives the text all the room.
func (w *Whole) Resize(size fyne.Size) {
	w.BaseWidget.Resize(size)
	w.text.Resize(size)
}

// Visible is what the text is.
func (w *Whole) Visible() bool { return w.BaseWidget.Visible() && w.text.Visible() }

// HeightFor is the height of the paragraph at a width.
func (w *Whole) HeightFor(width float32) float32 { return w.text.HeightFor(width) }

// Text returns all of what is read.
func (w *Whole) Text() string { return w.text.text }

// TipText returns what the tooltip shows now.
func (w *Whole) TipText() Tip { return WithCut(Tip{}, w.text) }

// MouseIn is the pointer coming.
func (w *Whole) MouseIn(*desktop.MouseEvent) { offerTip(w, w.TipText()) }

// MouseMoved is the pointer moving within.
func (w *Whole) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is the pointer going.
func (w *Whole) MouseOut() { hideTip() }

func (w *Whole) objects() []fyne.CanvasObject { return []fyne.CanvasObject{w.text} }
func (w *Whole) minSize() fyne.Size           { return w.text.MinSize() }
func (w *Whole) arrange(size fyne.Size)       { w.text.Resize(size) }
func (w *Whole) paint()                       {}
