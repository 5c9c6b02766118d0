package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// shadowText is a text that nobody sees: it tells where Fyne breaks the lines of the
// same text in a field. Fyne takes time in the square of a text's length for it, so it
// is done once for each change.
type shadowText struct {
	widget.RichText
	drawn fyne.WidgetRenderer
}

func newShadowText() *shadowText {
	s := &shadowText{}
	s.Segments = []widget.RichTextSegment{&widget.TextSegment{Style: widget.RichTextStyleInline}}
	s.Wrapping, s.Scroll = fyne.TextWrapWord, container.ScrollNone
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is for Fyne.
func (s *shadowText) CreateRenderer() fyne.WidgetRenderer {
	s.drawn = s.RichText.CreateRenderer()
	return s.drawn
}

// lines are its lines, each in its place.
func (s *shadowText) lines() (lines []*canvas.Text) {
	if s.drawn == nil {
		return nil
	}
	for _, o := range s.drawn.Objects() {
		if text, ok := o.(*canvas.Text); ok {
			lines = append(lines, text)
		}
	}
	return lines
}
