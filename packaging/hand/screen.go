package hand

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"github.com/jezek/xgb/xproto"
)

// Screen is a picture of the whole screen as it is now.
func (h *Hand) Screen() (*image.RGBA, error) {
	return h.Part(image.Rect(0, 0, int(h.screen.WidthInPixels), int(h.screen.HeightInPixels)))
}

// Part is a picture of a part of the screen; its bounds are those on the screen.
func (h *Hand) Part(of image.Rectangle) (*image.RGBA, error) {
	reply, err := xproto.GetImage(h.conn, xproto.ImageFormatZPixmap, xproto.Drawable(h.screen.Root),
		int16(of.Min.X), int16(of.Min.Y), uint16(of.Dx()), uint16(of.Dy()), ^uint32(0)).Reply()
	if err != nil {
		return nil, fmt.Errorf("look at the screen: %w", err)
	}
	picture := image.NewRGBA(of)
	if len(reply.Data) != len(picture.Pix) {
		return nil, errors.New("look at the screen: it does not have four bytes a pixel")
	}
	for i := 0; i < len(reply.Data); i += 4 {
		picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], picture.Pix[i+3] = reply.Data[i+2], reply.Data[i+1], reply.Data[i], 0xff
	}
	return picture, nil
}

// Still waits until the screen has not changed for a while, and returns it.
func (h *Hand) Still(ctx context.Context, while time.Duration) (*image.RGBA, error) {
	return h.settled(ctx, while, nil)
}

// Changed waits until the screen is another than it was, and then stands still for
// a while.
func (h *Hand) Changed(ctx context.Context, was *image.RGBA, while time.Duration) (*image.RGBA, error) {
	return h.settled(ctx, while, was)
}

func (h *Hand) settled(ctx context.Context, while time.Duration, was *image.RGBA) (last *image.RGBA, err error) {
	since := time.Now()
	err = h.until(ctx, func() (bool, error) {
		now, err := h.Screen()
		if err != nil {
			return false, err
		}
		if last == nil || !bytes.Equal(now.Pix, last.Pix) || was != nil && bytes.Equal(now.Pix, was.Pix) {
			last, since = now, time.Now()
		}
		return time.Since(since) >= while, nil
	})
	if err != nil {
		return last, fmt.Errorf("the screen did not come to rest: %w", err)
	}
	return last, nil
}

// Difference is the smallest rectangle around all pixels in which two pictures of
// one size differ, and how many these are.
func Difference(a, b *image.RGBA) (where image.Rectangle, pixels int) {
	for y := a.Rect.Min.Y; y < a.Rect.Max.Y; y++ {
		row := a.PixOffset(a.Rect.Min.X, y)
		if bytes.Equal(a.Pix[row:row+a.Stride], b.Pix[row:row+b.Stride]) {
			continue
		}
		for x := range a.Rect.Dx() {
			at := row + 4*x
			if !bytes.Equal(a.Pix[at:at+4], b.Pix[at:at+4]) {
				pixels++
				p := image.Pt(a.Rect.Min.X+x, y)
				where = where.Union(image.Rectangle{Min: p, Max: p.Add(image.Pt(1, 1))})
			}
		}
	}
	return where, pixels
}
