package studio

import (
	"image"
	"image/color"
	"strings"
	"time"

	"golang.org/x/image/draw"
)

// printing is what is printed.
type printing struct {
	film, summary string
	form          StoryboardForm
	now           time.Time
	panels        []panel
}

// sheet is what panels are drawn on. Lengths are millimetres from the upper left
// corner.
type sheet interface {
	text(s string, x, baseline float64, ink inkStyle)
	width(s string, ink inkStyle) float64
	picture(picture image.Image, x, y, w, h float64)
	plate(x, y, w, h float64)
}

// inkStyle is one of the kinds of text on a sheet.
type inkStyle struct {
	size float64 // points
	bold bool
	grey uint8
}

var (
	inkTitle = inkStyle{size: 14, bold: true, grey: 0x11}
	inkCode  = inkStyle{size: 9, bold: true, grey: 0x11}
	inkScene = inkStyle{size: 8, bold: true, grey: 0x22}
	inkText  = inkStyle{size: 8, grey: 0x22}
	inkLow   = inkStyle{size: 8, grey: 0x66}
)

// The layout of a sheet in millimetres.
const (
	sheetMargin = 12.0
	sheetHead   = 12.0
	sheetGap    = 6.0
	panelLine   = 3.6 // between lines of text
	panelLines  = 6
)

// panelHeight is the height of a panel of a width.
func panelHeight(w float64) float64 { return w*9/16 + 6 + panelLine*panelLines }

// drawHead writes the name of the film and what is at the right of it.
func drawHead(s sheet, name, right string, width float64) {
	low := s.width(right, inkLow)
	s.text(fitText(s, name, width-2*sheetMargin-low-sheetGap, inkTitle), sheetMargin, sheetMargin+5, inkTitle)
	s.text(right, width-sheetMargin-low, sheetMargin+5, inkLow)
}

// drawPanel draws a shot.
func drawPanel(s sheet, p panel, x, y, w float64) {
	h := w * 9 / 16
	s.plate(x, y, w, h)
	if p.picture != nil {
		s.picture(covering(p.picture), x, y, w, h)
	}
	y += h + 4.6
	s.text(p.code, x, y, inkCode)
	s.text(p.length, x+w-s.width(p.length, inkLow), y, inkLow)
	lines := panelLines
	if p.heading != "" {
		y += panelLine
		lines--
		s.text(fitText(s, p.heading, w, inkScene), x, y, inkScene)
	}
	for _, line := range panelText(s, p.text, w, lines) {
		y += panelLine
		s.text(line, x, y, inkText)
	}
}

// panelText breaks paragraphs into at most so many lines; what does not fit ends in an
// ellipsis.
func panelText(s sheet, paragraphs []string, w float64, most int) []string {
	var lines []string
	for _, paragraph := range paragraphs {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if longer := strings.TrimSpace(line + " " + word); line == "" || s.width(longer, inkText) <= w {
				line = longer
				continue
			}
			lines = append(lines, fitText(s, line, w, inkText))
			line = word
		}
		lines = append(lines, fitText(s, line, w, inkText))
	}
	if len(lines) > most {
		lines = lines[:most]
		last := []rune(lines[most-1])
		lines[most-1] = fitText(s, string(last)+" …", w, inkText)
	}
	return lines
}

// fitText shortens a text that is too wide.
func fitText(s sheet, text string, w float64, ink inkStyle) string {
	if s.width(text, ink) <= w {
		return text
	}
	runes := []rune(strings.TrimSuffix(text, " …"))
	for len(runes) > 1 && s.width(string(runes)+"…", ink) > w {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

// covering cuts the middle of a picture out in the shape of a panel.
func covering(picture image.Image) image.Image {
	b := picture.Bounds()
	w, h := b.Dx(), b.Dy()
	if w*9 > h*16 {
		w = max(h*16/9, 1)
	} else {
		h = max(w*9/16, 1)
	}
	from := image.Pt(b.Min.X+(b.Dx()-w)/2, b.Min.Y+(b.Dy()-h)/2)
	cut := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(cut, cut.Rect, image.NewUniform(color.Black), image.Point{}, draw.Src)
	draw.Draw(cut, cut.Rect, picture, from, draw.Over)
	return cut
}
