package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"path/filepath"
	"slices"
)

// foreignKind names a kind of picture that Go's libraries do not read and ffmpeg
// may, depending on how it was built; it is empty for any other file.
func foreignKind(data []byte) string {
	for kind, head := range map[string]string{
		"JPEG XL":   "\x00\x00\x00\x0cJXL \r\n\x87\n",
		"JPEG 2000": "\x00\x00\x00\x0cjP  \r\n\x87\n",
	} {
		if bytes.HasPrefix(data, []byte(head)) {
			return kind
		}
	}
	if bytes.HasPrefix(data, []byte("\xff\x0a")) {
		return "JPEG XL"
	}
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return ""
	}
	switch brand := string(data[8:12]); {
	case brand == "avif" || brand == "avis":
		return "AVIF"
	case slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}, brand):
		return "HEIC"
	}
	return ""
}

// decodeForeign has ffmpeg read a picture. One that it reads only in part, such
// as the first tile of a large HEIC, is refused.
func decodeForeign(ctx context.Context, path, kind string, data []byte) (image.Image, error) {
	refused := func(err error) error {
		return &Error{
			Kind: ErrBadInput, Err: err, What: fmt.Sprintf("%s is a picture of the kind %s, which cannot be read here", filepath.Base(path), kind),
			Hint: "save it as " + imageKinds,
		}
	}
	out, err := run(ctx, "ffmpeg", path, "-hide_banner", "-nostdin", "-loglevel", "error",
		"-max_pixels", fmt.Sprint(maxImagePixels), "-i", fileArg(path), "-map", "0:v:0", "-frames:v", "1",
		"-c:v", "png", "-pix_fmt", "rgba", "-f", "image2pipe", "pipe:1")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, refused(err)
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		return nil, refused(err)
	}
	got := m.Bounds().Size()
	if want := largestExtent(data); want != (image.Point{}) && got != want && got != image.Pt(want.Y, want.X) {
		return nil, refused(fmt.Errorf("%v of %v pixels", got, want))
	}
	return m, nil
}

// largestExtent returns the largest size that an AVIF or HEIC file states in its
// "ispe" properties (ISO/IEC 23008-12, 6.5.3), zero where there is none.
func largestExtent(data []byte) image.Point {
	var largest image.Point
	for rest := data; ; {
		at := bytes.Index(rest, []byte("ispe"))
		if at < 0 || len(rest) < at+16 {
			return largest
		}
		width, height := binary.BigEndian.Uint32(rest[at+8:]), binary.BigEndian.Uint32(rest[at+12:])
		if size := image.Pt(int(width), int(height)); width < 1<<16 && height < 1<<16 && size.X*size.Y > largest.X*largest.Y {
			largest = size
		}
		rest = rest[at+16:]
	}
}
