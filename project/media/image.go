package media

import (
	"bytes"
	"context"
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
	Animated      bool   // it is the first of several in its file
}

// Limits of DecodeImage: what a big camera delivers, and far below what a small
// file can claim to unpack to.
const (
	maxImageBytes   = 256 << 20
	maxImagePixels  = 120_000_000
	maxUnpackedSize = 768 << 20 // bytes while it is decoded
)

const imageKinds = "PNG, JPEG, WebP, TIFF, BMP or GIF"

// DecodeImage reads a PNG, JPEG, WebP, TIFF, BMP or GIF, the first picture where
// it is animated, and AVIF, JPEG XL, JPEG 2000 and HEIC where ffmpeg can. It turns
// the picture as its EXIF orientation says, puts transparent parts on white,
// scales it to cover width × height with a Catmull-Rom filter and crops it at the
// centre. With 0 for both it keeps its size. It fails with ErrBadInput.
func DecodeImage(ctx context.Context, path string, width, height int) (Picture, error) {
	if width < 0 || height < 0 || (width == 0) != (height == 0) || width > 16384 || height > 16384 {
		return Picture{}, bad("choose 1 to 16384 pixels", "a picture of %d×%d is not possible", width, height)
	}
	data, err := readImageFile(path)
	if err != nil {
		return Picture{}, err
	}
	source, kind, err := decodeStill(ctx, path, data)
	if err != nil {
		return Picture{}, err
	}
	// Turning the small picture is the same as turning the large one.
	turn := orientation(data, kind)
	if swapsAxes(turn) {
		width, height = height, width
	}
	picture := cover(source, width, height).upright(turn)
	picture.Animated = isAnimated(data, kind)
	return picture, nil
}

func readImageFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxImageBytes+1))
	switch {
	case err != nil:
		return nil, fileError("reading", path, err)
	case len(data) == 0:
		return nil, bad("copy it again, or choose another", "the picture %s is empty", path)
	case len(data) > maxImageBytes:
		return nil, bad("save a smaller copy of it", "the picture %s is larger than %d MB", path, maxImageBytes>>20)
	}
	return data, nil
}

// decodeStill decodes the picture, the first where there are several, once it is
// known to fit into memory. Where a first picture covers only a part of its
// canvas, the rest is transparent.
func decodeStill(ctx context.Context, path string, data []byte) (image.Image, string, error) {
	if kind := foreignKind(data); kind != "" {
		m, err := decodeForeign(ctx, path, kind, data)
		return m, kind, err
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", imageError(path, err)
	}
	if err := fitsMemory(path, kind, data, config); err != nil {
		return nil, "", err
	}
	var at image.Point
	if kind == "webp" {
		data, at = stillWebP(data)
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", imageError(path, err)
	}
	if kind == "webp" {
		expandRange(m)
	}
	canvas := image.Rect(0, 0, config.Width, config.Height)
	if place := m.Bounds().Add(at); (kind == "gif" || kind == "webp") && place != canvas {
		whole := image.NewNRGBA(canvas)
		draw.Draw(whole, place, m, m.Bounds().Min, draw.Src)
		m = whole
	}
	return m, kind, nil
}

// fitsMemory refuses what would take too much of it while it is decoded.
func fitsMemory(path, kind string, data []byte, config image.Config) error {
	pixels := int64(config.Width) * int64(config.Height)
	if pixels > maxImagePixels || config.Width < 1 || config.Height < 1 {
		return bad("save a smaller copy of it", "the picture %s has %d×%d pixels, more than the %d million that can be read",
			path, config.Width, config.Height, maxImagePixels/1_000_000)
	}
	if pixels*bytesPerPixel(kind, data, config) > maxUnpackedSize {
		return bad("save a smaller copy of it", "the picture %s has %d×%d pixels, which take too much memory in its kind of file",
			path, config.Width, config.Height)
	}
	return nil
}

// bytesPerPixel is what decoding holds at once.
func bytesPerPixel(kind string, data []byte, config image.Config) int64 {
	switch {
	case kind == "jpeg" && isProgressive(data):
		return 15 // three planes, with coefficients of 32 bits
	case config.ColorModel == color.RGBA64Model, config.ColorModel == color.NRGBA64Model:
		return 8
	}
	return 4
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
