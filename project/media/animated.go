package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// isAnimated reports whether an encoded picture is the first of several.
func isAnimated(data []byte, kind string) bool {
	switch kind {
	case "gif":
		return gifFrames(data) > 1
	case "png":
		for chunk, body := range pngChunks(data) {
			if chunk == "acTL" && len(body) >= 4 {
				return binary.BigEndian.Uint32(body) > 1
			}
		}
	case "webp":
		frames := 0
		for chunk := range webpChunks(data) {
			if chunk == "ANMF" {
				frames++
			}
		}
		return frames > 1
	}
	return false
}

// gifFrames counts the pictures of a GIF, up to two (GIF 89a, section 12).
func gifFrames(data []byte) int {
	const head, image, extension, colours = 13, 0x2C, 0x21, 0x80
	table := func(flags byte) int { // bytes of the colour table that flags announce
		if flags&colours == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	if len(data) < head {
		return 0
	}
	frames := 0
	for rest := skip(data, head+table(data[10])); len(rest) >= 10 && frames < 2; {
		switch rest[0] {
		case image:
			frames++
			rest = skip(rest, 10+table(rest[9])+1)
		case extension:
			rest = skip(rest, 2)
		default:
			return frames
		}
		for len(rest) > 0 && rest[0] != 0 { // blocks of up to 255 bytes, then an empty one
			rest = skip(rest, int(rest[0])+1)
		}
		rest = skip(rest, 1)
	}
	return frames
}

func skip(data []byte, n int) []byte { return data[min(n, len(data)):] }

// webpChunks walks the RIFF chunks of a WebP file and stops at the first broken
// one.
func webpChunks(data []byte) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for rest := skip(data, 12); len(rest) >= 8; {
			n := int64(binary.LittleEndian.Uint32(rest[4:]))
			if n > int64(len(rest)-8) || !yield(string(rest[:4]), rest[8:8+n]) {
				return
			}
			rest = rest[min(8+n+n%2, int64(len(rest))):]
		}
	}
}

// stillWebP returns a file with the first picture of an animated WebP, and where
// on the canvas it lies; a still file is returned as it is.
func stillWebP(data []byte) (still []byte, at image.Point) {
	const frameHead = 16 // place, size, duration and flags
	for chunk, body := range webpChunks(data) {
		if chunk != "ANMF" || len(body) < frameHead {
			continue
		}
		at = image.Pt(2*uint24(body), 2*uint24(body[3:]))
		picture := body[frameHead:]
		if bytes.HasPrefix(picture, []byte("ALPH")) {
			const hasAlpha = 0x10
			extended := append([]byte("VP8X\x0a\x00\x00\x00"), hasAlpha, 0, 0, 0)
			picture = append(append(extended, body[6:12]...), picture...)
		}
		still = append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(4+len(picture)))...)
		return append(append(still, "WEBP"...), picture...), at
	}
	return data, at
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
