package player

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os/exec"
	"path/filepath"
)

// Still returns one frame of a file in the size of the file. It may be called
// from any goroutine.
func Still(ctx context.Context, path string, frame int64) (image.Image, error) {
	out, err := ask(ctx, "ffmpeg", "-v", "error", "-nostdin", "-i", "file:"+path, "-map", "0:V:0",
		"-vf", fmt.Sprintf(`select=eq(n\,%d)`, frame), "-frames:v", "1", "-vsync", "passthrough",
		"-c:v", "png", "-f", "image2pipe", "pipe:1")
	if err != nil {
		return nil, fmt.Errorf("frame %d of %s could not be read: %w", frame, filepath.Base(path), err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		return nil, fmt.Errorf("%s has no frame %d", filepath.Base(path), frame)
	}
	return picture, nil
}

// ask runs ffmpeg or ffprobe and returns what it prints. Its error holds what it
// complained of.
func ask(ctx context.Context, program string, args ...string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, program, args...).Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return nil, fmt.Errorf("%s: %s", program, bytes.TrimSpace(exit.Stderr))
	}
	return out, err
}

// asRGBA returns a picture in the only form that Fyne shows without converting it
// on the UI goroutine.
func asRGBA(picture image.Image) *image.RGBA {
	if rgba, ok := picture.(*image.RGBA); ok && rgba.Stride == 4*rgba.Rect.Dx() {
		return rgba
	}
	rgba := image.NewRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(rgba, rgba.Rect, picture, picture.Bounds().Min, draw.Src)
	return rgba
}
