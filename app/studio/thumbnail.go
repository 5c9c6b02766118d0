package studio

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store"
)

// Strip is pictures of a take for a small place, evenly spread from its first
// frame to its last.
type Strip struct {
	Pictures []image.Image
	Frames   []int // of which each one is
}

// The size and number of the pictures of a strip.
const (
	stripWidth    = 320 // pixels
	stripPictures = 12
	stripQuality  = 85
)

// Strip returns the pictures of a take. They are made once and kept in the
// project's cache, which may be deleted at any time. It reads files: call it away
// from the window's goroutine.
func (s *Session) Strip(ctx context.Context, take project.Take) (Strip, error) {
	count := min(stripPictures, max(take.Frames, 1))
	strip := Strip{Frames: make([]int, count)}
	for i := range strip.Frames {
		strip.Frames[i] = (take.Frames - 1) * i / max(count-1, 1)
	}
	sheet := s.Store.Path(path.Join(store.CacheFolder, "strip-"+short(take.SHA256)+".jpg"))
	if kept, err := readSheet(sheet, count); err == nil {
		strip.Pictures = kept
		return strip, nil
	}
	width, height := stripSize(take)
	drawn, err := drawSheet(ctx, s.Store.Path(take.Path), strip.Frames, width, height)
	if err != nil {
		return strip, err
	}
	_ = writeSheet(sheet, drawn) // a cache that cannot be written costs time only
	strip.Pictures = cut(drawn, count)
	return strip, nil
}

// Poster returns one picture that stands for a take.
func (s *Session) Poster(ctx context.Context, take project.Take) (image.Image, error) {
	strip, err := s.Strip(ctx, take)
	if err != nil {
		return nil, err
	}
	return strip.Pictures[len(strip.Pictures)/2], nil
}

// short is as much of a checksum as tells files of one project apart.
func short(sum string) string { return sum[:min(len(sum), 24)] }

func stripSize(take project.Take) (width, height int) {
	width = min(stripWidth, take.Width)
	height = max(2, take.Height*width/max(take.Width, 1))
	return width &^ 1, height &^ 1
}

// drawSheet puts frames of a clip side by side.
func drawSheet(ctx context.Context, clip string, frames []int, width, height int) (*image.RGBA, error) {
	sheet := image.NewRGBA(image.Rect(0, 0, width*len(frames), height))
	at, next := 0, 0
	_, _, err := media.DecodeFrames(ctx, clip, media.FrameOptions{Width: width, Height: height}, func(rgb []byte) error {
		for next < len(frames) && frames[next] == at {
			paste(sheet, rgb, next*width, width)
			next++
		}
		at++
		return nil
	})
	if err == nil && next < len(frames) {
		err = fmt.Errorf("%s has %d frames of %d", filepath.Base(clip), at, frames[len(frames)-1]+1)
	}
	return sheet, err
}

func paste(sheet *image.RGBA, rgb []byte, left, width int) {
	for i := 0; i*3 < len(rgb); i++ {
		to := sheet.PixOffset(left+i%width, i/width)
		copy(sheet.Pix[to:], rgb[i*3:i*3+3])
		sheet.Pix[to+3] = 0xff
	}
}

// cut divides a sheet into pictures of their own: what shows them does not know
// parts of pictures.
func cut(sheet *image.RGBA, count int) []image.Image {
	width, height := sheet.Rect.Dx()/count, sheet.Rect.Dy()
	pictures := make([]image.Image, count)
	for i := range pictures {
		part := image.NewRGBA(image.Rect(0, 0, width, height))
		for y := range height {
			from := sheet.PixOffset(i*width, y)
			copy(part.Pix[y*part.Stride:], sheet.Pix[from:from+4*width])
		}
		pictures[i] = part
	}
	return pictures
}

func readSheet(path string, count int) ([]image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	decoded, err := jpeg.Decode(f)
	if err != nil {
		return nil, err
	}
	if decoded.Bounds().Dx()%count != 0 {
		return nil, errors.New("the strip is of another take")
	}
	return cut(toRGBA(decoded), count), nil
}

func toRGBA(from image.Image) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, from.Bounds().Dx(), from.Bounds().Dy()))
	draw.Draw(to, to.Rect, from, from.Bounds().Min, draw.Src)
	return to
}

func writeSheet(path string, sheet image.Image) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".strip-*")
	if errors.Is(err, fs.ErrNotExist) { // somebody deleted the cache
		if err = store.MakeInside(filepath.Dir(path)); err == nil {
			f, err = os.CreateTemp(filepath.Dir(path), ".strip-*")
		}
	}
	if err != nil {
		return err
	}
	err = errors.Join(jpeg.Encode(f, sheet, &jpeg.Options{Quality: stripQuality}), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
