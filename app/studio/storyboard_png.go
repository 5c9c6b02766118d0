package studio

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/kinora-studio/kinora/assets"
)

const (
	panelWidth  = 87.0 // millimetres, about as on a page
	pixelsPerMM = 5.0
	mostColumns = 12
)

// raster is a sheet of pixels.
type raster struct {
	to    *image.RGBA
	faces map[inkStyle]font.Face
}

// printPicture makes a PNG of all panels.
func printPicture(p printing) ([]byte, error) {
	columns := min(max(int(math.Ceil(math.Sqrt(float64(len(p.panels))*0.8))), pageColumns), mostColumns)
	rows := (len(p.panels) + columns - 1) / columns
	width := 2*sheetMargin + float64(columns)*(panelWidth+sheetGap) - sheetGap
	height := 2*sheetMargin + sheetHead + float64(rows)*(panelHeight(panelWidth)+sheetGap) - sheetGap
	s := &raster{to: image.NewRGBA(image.Rect(0, 0, int(width*pixelsPerMM), int(height*pixelsPerMM))), faces: map[inkStyle]font.Face{}}
	draw.Draw(s.to, s.to.Rect, image.White, image.Point{}, draw.Src)
	if err := s.load(inkTitle, inkCode, inkScene, inkText, inkLow); err != nil {
		return nil, err
	}
	drawHead(s, p.film, p.summary, width)
	for i, one := range p.panels {
		drawPanel(s, one, sheetMargin+float64(i%columns)*(panelWidth+sheetGap),
			sheetMargin+sheetHead+float64(i/columns)*(panelHeight(panelWidth)+sheetGap), panelWidth)
	}
	var file bytes.Buffer
	err := png.Encode(&file, s.to)
	for _, face := range s.faces {
		err = errors.Join(err, face.Close())
	}
	return file.Bytes(), err
}

// load opens the typefaces.
func (s *raster) load(inks ...inkStyle) error {
	for _, ink := range inks {
		name := "Inter-Regular"
		if ink.bold {
			name = "Inter-SemiBold"
		}
		data, err := assets.Font(name)
		if err != nil {
			return err
		}
		parsed, err := opentype.Parse(data)
		if err != nil {
			return err
		}
		const inch = 25.4 // millimetres
		if s.faces[ink], err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: ink.size, DPI: inch * pixelsPerMM, Hinting: font.HintingNone}); err != nil {
			return err
		}
	}
	return nil
}

func (s *raster) text(text string, x, baseline float64, ink inkStyle) {
	d := font.Drawer{
		Dst: s.to, Src: image.NewUniform(color.Gray{Y: ink.grey}), Face: s.faces[ink],
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * pixelsPerMM * 64), Y: fixed.Int26_6(baseline * pixelsPerMM * 64)},
	}
	d.DrawString(text)
}

func (s *raster) width(text string, ink inkStyle) float64 {
	return float64(font.MeasureString(s.faces[ink], text)) / 64 / pixelsPerMM
}

func (s *raster) picture(picture image.Image, x, y, w, h float64) {
	draw.CatmullRom.Scale(s.to, pixels(x, y, w, h), picture, picture.Bounds(), draw.Src, nil)
}

func (s *raster) plate(x, y, w, h float64) {
	draw.Draw(s.to, pixels(x, y, w, h), image.NewUniform(color.Gray{Y: 0xe4}), image.Point{}, draw.Src)
}

func pixels(x, y, w, h float64) image.Rectangle {
	at := func(mm float64) int { return int(math.Round(mm * pixelsPerMM)) }
	return image.Rect(at(x), at(y), at(x+w), at(y+h))
}
