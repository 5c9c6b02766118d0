package media

import (
	"bytes"
	"encoding/binary"
)

// orientation returns the EXIF orientation of an encoded picture, 1 to 8; 1 is
// upright and what is returned when there is none.
func orientation(data []byte, kind string) int {
	var tiff []byte
	switch kind {
	case "jpeg":
		tiff = jpegEXIF(data)
	case "png":
		for chunk, body := range pngChunks(data) {
			if chunk == "eXIf" {
				tiff = body
			}
		}
	case "webp":
		tiff = webpEXIF(data)
	case "tiff":
		tiff = data
	}
	return tiffOrientation(tiff)
}

var exifHead = []byte("Exif\x00\x00")

// jpegEXIF returns the first APP1 segment that holds EXIF.
func jpegEXIF(data []byte) []byte {
	const app1 = 0xE1
	for marker, body := range jpegSegments(data) {
		if marker == app1 && bytes.HasPrefix(body, exifHead) {
			return body[len(exifHead):]
		}
	}
	return nil
}

// isProgressive reports whether a JPEG comes in several passes, for which all of
// its coefficients are held.
func isProgressive(data []byte) bool {
	const progressive = 0xC2
	for marker := range jpegSegments(data) {
		if marker == progressive {
			return true
		}
	}
	return false
}

// jpegSegments walks the segments before the picture data and stops at the first
// broken one.
func jpegSegments(data []byte) func(yield func(byte, []byte) bool) {
	const startOfScan = 0xDA
	return func(yield func(byte, []byte) bool) {
		for rest := skip(data, 2); len(rest) >= 4 && rest[0] == 0xFF; {
			if rest[1] == 0xFF { // padding between segments
				rest = rest[1:]
				continue
			}
			n := int(binary.BigEndian.Uint16(rest[2:]))
			if rest[1] == startOfScan || n < 2 || n+2 > len(rest) || !yield(rest[1], rest[4:n+2]) {
				return
			}
			rest = rest[n+2:]
		}
	}
}

func webpEXIF(data []byte) []byte {
	for chunk, body := range webpChunks(data) {
		if chunk == "EXIF" {
			return bytes.TrimPrefix(body, exifHead)
		}
	}
	return nil
}

// tiffOrientation looks for tag 0x0112 in the first directory of a TIFF
// structure (TIFF 6.0, section 2).
func tiffOrientation(data []byte) int {
	const tag, short = 0x0112, 3
	if len(data) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(data[4:]))
	if at+2 > int64(len(data)) {
		return 1
	}
	entries := data[at+2:]
	for range order.Uint16(data[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if value := int(order.Uint16(entries[8:])); value >= 1 && value <= 8 {
				return value
			}
		}
		entries = entries[12:]
	}
	return 1
}

// swapsAxes reports whether an orientation exchanges width and height.
func swapsAxes(orientation int) bool { return orientation >= 5 }

// upright turns a picture as its EXIF orientation says. The cases are those of
// the standard: where the stored first row and first column belong.
func (p Picture) upright(orientation int) Picture {
	if orientation <= 1 {
		return p
	}
	w, h := p.Width, p.Height
	turned := Picture{Width: w, Height: h, RGB: make([]byte, len(p.RGB))}
	if swapsAxes(orientation) {
		turned.Width, turned.Height = h, w
	}
	for y := range h {
		for x := range w {
			to := [...][2]int{
				2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[orientation]
			i, j := 3*(y*w+x), 3*(to[1]*turned.Width+to[0])
			copy(turned.RGB[j:j+3], p.RGB[i:i+3])
		}
	}
	return turned
}
