package studio

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"

	"github.com/kinora-studio/kinora/assets"
)

const (
	pageColumns = 3
	typeface    = "inter"
)

// pages is a sheet of a document.
type pages struct {
	pdf      *fpdf.Fpdf
	glyphs   *glyphs
	pictures int
}

// printPages makes a PDF of as many pages as the panels need.
func printPages(p printing) ([]byte, error) {
	paper := "A4"
	if p.form == StoryboardLetter {
		paper = "Letter"
	}
	pdf := fpdf.New("L", "mm", paper, "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(p.now)
	pdf.SetModificationDate(p.now)
	s := &pages{pdf: pdf}
	for style, name := range map[string]string{"": "Inter-Regular", "B": "Inter-SemiBold"} {
		data, err := assets.Font(name)
		if err != nil {
			return nil, err
		}
		pdf.AddUTF8FontFromBytes(typeface, style, data)
		if s.glyphs, err = newGlyphs(data); err != nil {
			return nil, err
		}
	}
	pdf.SetTitle(s.glyphs.known(p.film), true)
	width, height := pdf.GetPageSize()
	column := (width - 2*sheetMargin - (pageColumns-1)*sheetGap) / pageColumns
	rows := max(int((height-2*sheetMargin-sheetHead+sheetGap)/(panelHeight(column)+sheetGap)), 1)
	each := rows * pageColumns
	count := (len(p.panels) + each - 1) / each
	for i, one := range p.panels {
		if i%each == 0 {
			pdf.AddPage()
			right := fmt.Sprintf("%d / %d", i/each+1, count)
			if p.summary != "" {
				right = p.summary + "   " + right
			}
			drawHead(s, p.film, right, width)
		}
		x := sheetMargin + float64(i%pageColumns)*(column+sheetGap)
		y := sheetMargin + sheetHead + float64(i%each/pageColumns)*(panelHeight(column)+sheetGap)
		drawPanel(s, one, x, y, column)
	}
	var file bytes.Buffer
	err := pdf.Output(&file)
	return file.Bytes(), err
}

func (s *pages) set(ink inkStyle) {
	style := ""
	if ink.bold {
		style = "B"
	}
	s.pdf.SetFont(typeface, style, ink.size)
	s.pdf.SetTextColor(int(ink.grey), int(ink.grey), int(ink.grey))
}

func (s *pages) text(text string, x, baseline float64, ink inkStyle) {
	s.set(ink)
	s.pdf.Text(x, baseline, s.glyphs.known(text))
}

func (s *pages) width(text string, ink inkStyle) float64 {
	s.set(ink)
	return s.pdf.GetStringWidth(s.glyphs.known(text))
}

func (s *pages) picture(picture image.Image, x, y, w, h float64) {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 90}); err != nil {
		s.pdf.SetError(err)
		return
	}
	s.pictures++
	name, options := fmt.Sprintf("picture %d", s.pictures), fpdf.ImageOptions{ImageType: "JPG"}
	s.pdf.RegisterImageOptionsReader(name, options, &file)
	s.pdf.ImageOptions(name, x, y, w, h, false, options, 0, "")
}

func (s *pages) plate(x, y, w, h float64) {
	s.pdf.SetFillColor(0xe4, 0xe4, 0xe4)
	s.pdf.Rect(x, y, w, h, "F")
}

// glyphs knows which characters a typeface can draw.
type glyphs struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
}

func newGlyphs(data []byte) (*glyphs, error) {
	font, err := sfnt.Parse(data)
	return &glyphs{font: font}, err
}

// known replaces characters that the typeface has no drawing of, so that a reader
// sees that there is something.
func (g *glyphs) known(text string) string {
	return strings.Map(func(r rune) rune {
		if index, err := g.font.GlyphIndex(&g.buffer, r); err != nil || index == 0 || r > 0xffff {
			return '□'
		}
		return r
	}, text)
}
