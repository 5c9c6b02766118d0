package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// quadrants is red, green over blue, white.
func quadrants(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	colors := [2][2]color.NRGBA{{{255, 0, 0, 255}, {0, 255, 0, 255}}, {{0, 0, 255, 255}, {255, 255, 255, 255}}}
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, colors[2*y/h][2*x/w])
		}
	}
	return m
}

func save(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func encoded(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func near(got []byte, want [3]byte, tolerance int) bool {
	for c, w := range want {
		if off := int(got[c]) - int(w); off > tolerance || off < -tolerance {
			return false
		}
	}
	return true
}

// corners returns the colours at the middle of the four quadrants.
func corners(p Picture) string {
	names := ""
	for _, at := range [][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		pixel := p.RGB[3*(at[1]*p.Height/4*p.Width+at[0]*p.Width/4):]
		name := "?"
		for letter, want := range map[string][3]byte{"r": {255, 0, 0}, "g": {0, 255, 0}, "b": {0, 0, 255}, "w": {255, 255, 255}} {
			if near(pixel, want, 6) {
				name = letter
			}
		}
		names += name
	}
	return names
}

func TestDecodeImageKinds(t *testing.T) {
	m := quadrants(64, 48)
	pngData := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
	files := map[string][]byte{
		"a.png":  pngData,
		"a.jpg":  encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, m, &jpeg.Options{Quality: 95}) }),
		"a.gif":  encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, m, nil) }),
		"a.bmp":  encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, m) }),
		"a.tiff": encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, m, nil) }),
	}
	webp := filepath.Join(t.TempDir(), "a.webp")
	if _, err := run(t.Context(), "ffmpeg", webp, quiet("-i", save(t, "a.png", pngData), "-quality", "95", webp)...); err != nil {
		t.Fatal(err)
	}
	var err error
	if files["a.webp"], err = os.ReadFile(webp); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		// The ending does not matter, the content does.
		for _, size := range [][2]int{{0, 0}, {32, 32}, {200, 100}, {7, 31}} {
			p, err := DecodeImage(t.Context(), save(t, "x"+filepath.Ext(name)+".bin", data), size[0], size[1])
			if err != nil {
				t.Fatal(name, err)
			}
			if size == [2]int{} {
				size = [2]int{64, 48}
			}
			if p.Width != size[0] || p.Height != size[1] || len(p.RGB) != 3*p.Width*p.Height || corners(p) != "rgbw" {
				t.Errorf("%s at %v: %d×%d %s", name, size, p.Width, p.Height, corners(p))
			}
		}
	}
}

func TestTransparencyIsWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	m.SetNRGBA(1, 1, color.NRGBA{255, 0, 0, 128})
	p, err := DecodeImage(t.Context(), save(t, "a.png", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })), 0, 0)
	if err != nil || !near(p.RGB, [3]byte{255, 255, 255}, 0) || !near(p.RGB[15:], [3]byte{255, 127, 127}, 1) {
		t.Errorf("%v %v", p.RGB, err)
	}
}

// exif is a TIFF structure with the orientation behind another entry.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	data := []byte("II*\x00")
	if order.String() == "BigEndian" {
		data = []byte("MM\x00*")
	}
	data = order.AppendUint32(data, 8)
	data = order.AppendUint16(data, 2)
	for _, entry := range [][2]uint16{{0x0100, 640}, {0x0112, orientation}} {
		data = order.AppendUint16(data, entry[0])
		data = order.AppendUint16(data, 3)
		data = order.AppendUint32(data, 1)
		data = order.AppendUint16(data, entry[1])
		data = order.AppendUint16(data, 0)
	}
	return order.AppendUint32(data, 0)
}

func TestOrientation(t *testing.T) {
	// How the upright picture of quadrants looks for each value: where the
	// stored top row and left column are to be shown.
	want := []string{
		1: "rgbw", // top, left
		2: "grwb", // top, right
		3: "wbgr", // bottom, right
		4: "bwrg", // bottom, left
		5: "rbgw", // left, top
		6: "brwg", // right, top
		7: "wgbr", // right, bottom
		8: "gwrb", // left, bottom
	}
	m := quadrants(64, 32)
	plainJPEG := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, m, &jpeg.Options{Quality: 98}) })
	plainPNG := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
	for value := 1; value <= 8; value++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			tag := append([]byte("Exif\x00\x00"), exif(order, uint16(value))...)
			segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(tag)+2))
			turnedJPEG := bytes.Join([][]byte{plainJPEG[:2], segment, tag, plainJPEG[2:]}, nil)
			chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(tag)-6)), "eXIf"...)
			turnedPNG := bytes.Join([][]byte{plainPNG[:pngHead], chunk, tag[6:], pngCRC(tag[6:]), plainPNG[pngHead:]}, nil)
			for name, data := range map[string][]byte{"a.jpg": turnedJPEG, "a.png": turnedPNG} {
				p, err := DecodeImage(t.Context(), save(t, name, data), 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				tall := p.Height > p.Width
				if corners(p) != want[value] || tall != (value >= 5) {
					t.Errorf("%s, orientation %d, %s: %s %d×%d", name, value, order, corners(p), p.Width, p.Height)
				}
				if p, err = DecodeImage(t.Context(), save(t, name, data), 20, 12); err != nil || p.Width != 20 || p.Height != 12 {
					t.Errorf("%s, orientation %d scaled: %d×%d %v", name, value, p.Width, p.Height, err)
				}
			}
		}
	}
}

func pngCRC(body []byte) []byte {
	return binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(append([]byte("eXIf"), body...)))
}

func TestDamagedOrientationIsUpright(t *testing.T) {
	good := exif(binary.LittleEndian, 6)
	for n := range good {
		if got := tiffOrientation(good[:n]); got != 1 && got != 6 {
			t.Errorf("%d bytes: %d", n, got)
		}
	}
	far := bytes.Clone(good)
	binary.LittleEndian.PutUint32(far[4:], 0xFFFFFFFF)
	if tiffOrientation(far) != 1 || tiffOrientation(exif(binary.BigEndian, 99)) != 1 {
		t.Error("a damaged entry turns the picture")
	}
	for _, data := range []string{"", "\xff", "\xff\xd8\xff", "\xff\xd8\xff\xe1\xff\xffExif", "RIFFxxxxWEBPEXIF\xff\xff\xff\xff"} {
		for _, kind := range []string{"jpeg", "png", "webp", "tiff", "gif"} {
			if got := orientation([]byte(data), kind); got != 1 {
				t.Errorf("%s %q: %d", kind, data, got)
			}
		}
	}
}

func TestImageRefusals(t *testing.T) {
	m := quadrants(64, 48)
	good := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
	bomb := bytes.Clone(good)
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	tests := []struct {
		name, path string
		w, h       int
		words      string
	}{
		{"missing", filepath.Join(t.TempDir(), "none.png"), 0, 0, "does not exist"},
		{"text", save(t, "a.png", []byte("hello, I am not a picture")), 0, 0, "JPEG"},
		{"empty", save(t, "a.png", nil), 0, 0, "is empty"},
		{"cut", save(t, "a.png", good[:len(good)/2]), 0, 0, "damaged"},
		{"bomb", save(t, "a.png", bomb), 0, 0, "60000×60000"},
		{"one side", save(t, "a.png", good), 10, 0, "10×0"},
		{"too large", save(t, "a.png", good), 20_000, 20_000, "16384"},
		{"folder", t.TempDir(), 0, 0, "is a folder"},
	}
	for _, test := range tests {
		_, err := DecodeImage(t.Context(), test.path, test.w, test.h)
		if err == nil || !strings.Contains(fmt.Sprint(err), test.words) || !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
