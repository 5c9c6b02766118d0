package media

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
)

// Recompress returns what is left of a picture after H.264 at a quality (CRF, 1
// to 51, lower is better): models that learned from videos expect its traces.
// The size must be even. The same picture gives the same bytes on any number of
// cores.
func Recompress(ctx context.Context, p Picture, crf int) (Picture, error) {
	if crf < 1 || crf > 51 {
		return Picture{}, bad("choose 1 to 51", "a quality of %d is not possible", crf)
	}
	if p.Width < 2 || p.Height < 2 || p.Width%2 != 0 || p.Height%2 != 0 || len(p.RGB) != p.Width*p.Height*3 {
		return Picture{}, bad("choose an even size", "a picture of %d×%d cannot be compressed", p.Width, p.Height)
	}
	// Both conversions use swscale's own matrix, so that it cancels out.
	compressed, err := pipe(ctx, p.RGB, quiet(
		"-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", fmt.Sprintf("%dx%d", p.Width, p.Height), "-i", "pipe:0",
		"-c:v", "libx264", "-preset", "veryfast", "-crf", strconv.Itoa(crf), "-threads", "1", "-pix_fmt", "yuv420p",
		"-f", "h264", "pipe:1")...)
	if err != nil {
		return Picture{}, err
	}
	rgb, err := pipe(ctx, compressed, quiet(
		"-f", "h264", "-i", "pipe:0", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")...)
	if err != nil {
		return Picture{}, err
	}
	if len(rgb) != len(p.RGB) {
		return Picture{}, &Error{Kind: ErrInternal, What: fmt.Sprintf("ffmpeg returned %d bytes of a picture of %d", len(rgb), len(p.RGB))}
	}
	return Picture{Width: p.Width, Height: p.Height, RGB: rgb}, nil
}

// pipe hands data to ffmpeg and returns what it writes.
func pipe(ctx context.Context, data []byte, args ...string) ([]byte, error) {
	c, err := newChild(ctx, "ffmpeg", "a picture", args...)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	c.cmd.Stdin, c.cmd.Stdout = bytes.NewReader(data), &out
	err = c.failure(c.cmd.Run())
	return out.Bytes(), err
}
