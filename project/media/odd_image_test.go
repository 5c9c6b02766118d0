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
)

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
}

// made has ffmpeg make a picture.
func made(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if _, err := run(t.Context(), "ffmpeg", path, quiet(append(args, path)...)...); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// cmyk is a JPEG of one colour in four inks, as Adobe's programs write it: all
// values inverted, 255 is no ink.
func cmyk(t *testing.T, inks [4]byte) []byte {
	t.Helper()
	grey := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, image.NewGray(image.Rect(0, 0, 8, 8)), nil) })
	out := []byte("\xff\xd8\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")
	// Every step of the quantiser is 8, so that a flat block's only coefficient is
	// its value less 128.
	out = append(append(out, 0xFF, 0xDB, 0, 67, 0), bytes.Repeat([]byte{8}, 64)...)
	out = append(out, 0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4)
	for c := range byte(4) {
		out = append(out, c+1, 0x11, 0)
	}
	for marker, body := range jpegSegments(grey) {
		if marker == 0xC4 {
			out = append(binary.BigEndian.AppendUint16(append(out, 0xFF, 0xC4), uint16(len(body)+2)), body...)
		}
	}
	out = append(out, 0xFF, 0xDA, 0, 14, 4)
	for c := range byte(4) {
		out = append(out, c+1, 0)
	}
	out = append(out, 0, 63, 0)
	sizes := []string{"00", "010", "011", "100", "101", "110", "1110", "11110", "111110"} // of differences, in the standard's table K.3
	bits := ""
	for _, ink := range inks {
		value, size := int(ink)-128, 0
		for ; max(value, -value)>>size > 0; size++ {
		}
		if value < 0 {
			value += 1<<size - 1
		}
		bits += sizes[size]
		if size > 0 {
			bits += fmt.Sprintf("%0*b", size, value)
		}
		bits += "1010" // end of block
	}
	bits += strings.Repeat("1", 7-(len(bits)+7)%8)
	for ; bits != ""; bits = bits[8:] {
		var b byte
		if _, err := fmt.Sscanf(bits[:8], "%b", &b); err != nil {
			t.Fatal(err)
		}
		if out = append(out, b); b == 0xFF {
			out = append(out, 0)
		}
	}
	return append(out, 0xFF, 0xD9)
}

// TestOddPictures: what cameras, scanners and the web deliver besides plain RGB.
func TestOddPictures(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 2, 2))
	greyAlpha := made(t, "a.png", "-f", "lavfi", "-i", "color=gray:s=4x4,format=ya8", "-frames:v", "1", "-pix_fmt", "ya8")
	deepGrey := image.NewGray16(image.Rect(0, 0, 2, 2))
	palette := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.NRGBA{}, color.NRGBA{200, 100, 50, 255}})
	for i := range 4 {
		deep.SetNRGBA64(i%2, i/2, color.NRGBA64{0xC864, 0x6432, 0x3219, 0xFFFF})
		deepGrey.SetGray16(i%2, i/2, color.Gray16{0x8080})
	}
	palette.SetColorIndex(0, 0, 1)
	one := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	one.SetNRGBA(0, 0, color.NRGBA{1, 2, 3, 255})
	for name, c := range map[string]struct {
		data []byte
		want [3]byte // the first pixel
	}{
		"16 bits":      {pngOf(t, deep), [3]byte{200, 100, 50}},
		"16-bit grey":  {pngOf(t, deepGrey), [3]byte{128, 128, 128}},
		"grey, alpha":  {greyAlpha, [3]byte{128, 128, 128}},
		"palette":      {pngOf(t, palette), [3]byte{200, 100, 50}},
		"one pixel":    {pngOf(t, one), [3]byte{1, 2, 3}},
		"CMYK, cyan":   {cmyk(t, [4]byte{0, 255, 255, 255}), [3]byte{0, 255, 255}},
		"CMYK, orange": {cmyk(t, [4]byte{255, 128, 0, 255}), [3]byte{255, 128, 0}},
		"CMYK, black":  {cmyk(t, [4]byte{255, 255, 255, 0}), [3]byte{0, 0, 0}},
	} {
		path := save(t, "a.bin", c.data)
		p, err := DecodeImage(t.Context(), path, 0, 0)
		if err != nil || p.Animated || !near(p.RGB, c.want, 3) {
			t.Errorf("%s: %.12v, want %v (%v)", name, p.RGB, c.want, err)
		}
		if p, err = DecodeImage(t.Context(), path, 64, 32); err != nil || len(p.RGB) != 64*32*3 {
			t.Errorf("%s, enlarged: %d bytes, %v", name, len(p.RGB), err)
		}
	}
}

// TestAnimatedPictures: the first of several is taken, on its whole canvas, and
// the caller can say so.
func TestAnimatedPictures(t *testing.T) {
	moving := []string{"-f", "lavfi", "-i", "color=red:s=48x32:r=5:d=0.2,format=rgb24", "-f", "lavfi", "-i", "color=blue:s=48x32:r=5:d=0.4,format=rgb24", "-filter_complex", "concat=n=2"}
	colours := color.Palette{color.Black, color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}}
	inset := &gif.GIF{Config: image.Config{ColorModel: colours, Width: 20, Height: 10}, Delay: []int{1, 1}}
	for i := range 2 {
		frame := image.NewPaletted(image.Rect(4, 2, 14, 8), colours)
		for p := range frame.Pix {
			frame.Pix[p] = byte(1 + i)
		}
		inset.Image = append(inset.Image, frame)
	}
	insetData := encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, inset) })
	for name, data := range map[string][]byte{
		"gif":  made(t, "a.gif", moving...),
		"apng": made(t, "a.apng", moving...),
		"webp": made(t, "a.webp", append(moving, "-c:v", "libwebp_anim", "-lossless", "1")...),
		"lossy webp with alpha": made(t, "a.webp", "-f", "lavfi", "-i", "testsrc2=s=48x32:r=5:d=1,format=rgba,geq=r=255:g=0:b=0:a=200+N",
			"-c:v", "libwebp_anim", "-lossless", "0", "-pix_fmt", "yuva420p"),
	} {
		p, err := DecodeImage(t.Context(), save(t, "a.bin", data), 0, 0)
		red := [3]byte{255, 0, 0}
		if name == "lossy webp with alpha" {
			red = [3]byte{255, 55, 55}
		}
		if err != nil || !p.Animated || p.Width != 48 || p.Height != 32 || !near(p.RGB, red, 8) {
			t.Errorf("%s: %d×%d, animated %v, %.3v, %v", name, p.Width, p.Height, p.Animated, p.RGB, err)
		}
		for n := range data { // a file that breaks off is refused or read, and never more than that
			if n%97 == 0 {
				_, err := DecodeImage(t.Context(), save(t, "a.bin", data[:n]), 0, 0)
				if err != nil && !errors.Is(err, ErrBadInput) {
					t.Fatalf("%s, %d bytes: %v", name, n, err)
				}
			}
		}
	}
	p, err := DecodeImage(t.Context(), save(t, "a.gif", insetData), 0, 0)
	if err != nil || p.Width != 20 || p.Height != 10 || !near(p.RGB, [3]byte{255, 255, 255}, 0) || !near(p.RGB[3*(5*20+8):], [3]byte{255, 0, 0}, 0) {
		t.Errorf("inset: %d×%d %v", p.Width, p.Height, err)
	}
}

// TestForeignPictures: what Go does not read, ffmpeg may; what neither reads is
// refused with the kinds that can be read.
func TestForeignPictures(t *testing.T) {
	source := []string{"-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1"}
	p, err := DecodeImage(t.Context(), save(t, "a.png", made(t, "a.jp2", append(source, "-pix_fmt", "rgb24")...)), 32, 32)
	if err != nil || p.Width != 32 || p.Height != 32 || !near(p.RGB, [3]byte{255, 0, 0}, 3) {
		t.Errorf("JPEG 2000: %d×%d %v", p.Width, p.Height, err)
	}
	junk := strings.Repeat("x", 100)
	extent := "ispe\x00\x00\x00\x00\x00\x00\x0f\xc0\x00\x00\x0b\xd0"
	for kind, data := range map[string]string{
		"HEIC":      "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + junk,
		"AVIF":      "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + junk + extent,
		"JPEG XL":   "\xff\x0a" + junk,
		"JPEG 2000": "\x00\x00\x00\x0cjP  \r\n\x87\n" + junk,
	} {
		_, err := DecodeImage(t.Context(), save(t, "photo.jpg", []byte(data)), 0, 0)
		if !errors.Is(err, ErrBadInput) || !strings.Contains(fmt.Sprint(err), kind) || !strings.Contains(fmt.Sprint(err), "save it as PNG") {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if got := largestExtent([]byte(junk + extent + "ispe\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x02\x00" + "ispe\x00")); got != image.Pt(4032, 3024) {
		t.Errorf("the largest extent is %v", got)
	}
}

// TestPartOfAPicture: a tile of a picture is not the picture.
func TestPartOfAPicture(t *testing.T) {
	data := made(t, "a.jp2", "-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1", "-pix_fmt", "rgb24")
	for states, whole := range map[string]bool{"\x00\x00\x00\x40\x00\x00\x00\x30": true, "\x00\x00\x00\x30\x00\x00\x00\x40": true, "\x00\x00\x02\x00\x00\x00\x02\x00": false} {
		path := save(t, "a.jp2", data)
		_, err := decodeForeign(t.Context(), path, "HEIC", append(bytes.Clone(data), "ispe\x00\x00\x00\x00"+states...))
		if (err == nil) != whole {
			t.Errorf("%x: %v", states, err)
		}
	}
}

// TestLargePictures: a small file that claims to be enormous is refused by what
// it says, without being unpacked.
func TestLargePictures(t *testing.T) {
	claim := func(data []byte, width, height uint32) []byte {
		data = bytes.Clone(data)
		binary.BigEndian.PutUint32(data[16:], width)
		binary.BigEndian.PutUint32(data[20:], height)
		binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
		return data
	}
	plain, deep := pngOf(t, quadrants(8, 8)), pngOf(t, image.NewNRGBA64(image.Rect(0, 0, 8, 8)))
	baseline := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quadrants(8, 8), nil) })
	sized := func(marker byte) []byte { // a JPEG of 10000×10000
		data := bytes.Clone(baseline)
		at := bytes.Index(data, []byte{0xFF, 0xC0})
		data[at+1] = marker
		copy(data[at+5:], []byte{0x27, 0x10, 0x27, 0x10})
		return data
	}
	for name, c := range map[string]struct {
		data  []byte
		words string
	}{
		"20000 × 20000":       {claim(plain, 20_000, 20_000), "more than the 120 million"},
		"11000 × 10000 deep":  {claim(deep, 11_000, 10_000), "too much memory"},
		"progressive":         {sized(0xC2), "too much memory"},
		"2147483647 × 1":      {claim(plain, 0x7FFFFFFF, 1), "more than the 120 million"},
		"nothing":             {nil, "is empty"},
		"nothing but a name":  {[]byte("GIF89a"), "damaged"},
		"a picture of a word": {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "PNG, JPEG"},
	} {
		_, err := DecodeImage(t.Context(), save(t, "a.png", c.data), 0, 0)
		if !errors.Is(err, ErrBadInput) || !strings.Contains(fmt.Sprint(err), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
