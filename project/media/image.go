package media

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	_ "image/gif"  // decodes
	_ "image/jpeg" // decodes
	_ "image/png"  // decodes
	"io"
	"os"
	"path/filepath"

	_ "golang.org/x/image/bmp" // decodes
	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff" // decodes
	_ "golang.org/x/image/webp" // decodes
)

// Picture is one still frame.
type Picture struct {
	Width, Height int
	RGB           []byte // RGB24, Width·Height·3 bytes
}

// Limits of DecodeImage: what a big camera delivers, and far below what a small
// file can claim to unpack to.
const (
	maxImageBytes  = 256 << 20
	maxImagePixels = 120_000_000
)

const imageKinds = "PNG, JPEG, WebP, TIFF, BMP or GIF"

// DecodeImage reads a PNG, JPEG, WebP, TIFF, BMP or GIF (its first frame), turns
// it as its EXIF orientation says, puts transparent parts on white, scales it to
// cover width × height with a Catmull-Rom filter and crops it at the centre. With
// 0 for both it keeps its size. It fails with ErrBadInput.
func DecodeImage(path string, width, height int) (Picture, error) {
	if width < 0 || height < 0 || (width == 0) != (height == 0) || width > 16384 || height > 16384 {
		return Picture{}, bad("choose 1 to 16384 pixels", "a picture of %d×%d is not possible", width, height)
	}
	data, err := readImageFile(path)
	if err != nil {
		return Picture{}, err
	}
	source, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, imageError(path, err)
	}
	if kind == "webp" {
		expandRange(source)
	}
	// Turning the small picture is the same as turning the large one.
	turn := orientation(data, kind)
	if swapsAxes(turn) {
		width, height = height, width
	}
	return cover(source, width, height).upright(turn), nil
}

func readImageFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxImageBytes+1))
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	if len(data) > maxImageBytes {
		return nil, bad("save a smaller copy of it", "the picture %s is larger than %d MB", path, maxImageBytes>>20)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, imageError(path, err)
	}
	if int64(config.Width)*int64(config.Height) > maxImagePixels || config.Width < 1 || config.Height < 1 {
		return nil, bad("save a smaller copy of it", "the picture %s has %d×%d pixels, more than the %d million that can be read",
			path, config.Width, config.Height, maxImagePixels/1_000_000)
	}
	return data, nil
}

func imageError(path string, err error) error {
	if errors.Is(err, image.ErrFormat) {
		return &Error{
			Kind: ErrBadInput, Err: err, What: filepath.Base(path) + " is not a picture that can be read",
			Hint: "save it as " + imageKinds,
		}
	}
	return &Error{
		Kind: ErrBadInput, Err: err, What: "the picture " + path + " is damaged: " + err.Error(),
		Hint: "copy it again, or open it elsewhere and save it anew",
	}
}

// expandRange stretches the planes of a lossy WebP to full range, in place: VP8
// stores BT.601 in limited range (RFC 6386, section 2), where package image takes
// all planes for JPEG's full range.
func expandRange(source image.Image) {
	var planes *image.YCbCr
	switch m := source.(type) {
	case *image.YCbCr:
		planes = m
	case *image.NYCbCrA:
		planes = &m.YCbCr
	default: // lossless WebP is RGB
		return
	}
	stretch := func(plane []byte, from, span, to int) {
		for i, v := range plane {
			plane[i] = byte(min(255, max(0, ((int(v)-from)*510+span+2*span*to)/(2*span))))
		}
	}
	stretch(planes.Y, 16, 219, 0)
	stretch(planes.Cb, 128, 224, 128)
	stretch(planes.Cr, 128, 224, 128)
}

// cover scales and crops source to width × height; 0 keeps its size.
func cover(source image.Image, width, height int) Picture {
	from := source.Bounds()
	if width == 0 {
		width, height = from.Dx(), from.Dy()
	}
	canvas := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	crop := coverCrop(from, width, height)
	if crop.Dx() == width && crop.Dy() == height {
		draw.Draw(canvas, canvas.Bounds(), source, crop.Min, draw.Over)
	} else {
		draw.CatmullRom.Scale(canvas, canvas.Bounds(), source, crop, draw.Over, nil)
	}
	rgb := make([]byte, 0, width*height*3)
	for i := 0; i < len(canvas.Pix); i += 4 {
		rgb = append(rgb, canvas.Pix[i:i+3]...)
	}
	return Picture{Width: width, Height: height, RGB: rgb}
}

// coverCrop is the largest centred part of r with the shape of width × height.
func coverCrop(r image.Rectangle, width, height int) image.Rectangle {
	w, h := r.Dx(), r.Dy()
	if w*height > h*width {
		w = max(1, (h*width+height/2)/height)
	} else {
		h = max(1, (w*height+width/2)/width)
	}
	corner := r.Min.Add(image.Pt((r.Dx()-w)/2, (r.Dy()-h)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(w, h))}
}
