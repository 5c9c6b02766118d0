package store

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// varint reads a number of section 1.6 and returns how many bytes it takes, 0 when
// there are too few.
func varint(b []byte) (uint64, int) {
	var n uint64
	for i, c := range b[:min(9, len(b))] {
		if i == 8 {
			return n<<8 | uint64(c), 9
		}
		n = n<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}

// record reads the values of a row (section 2.1): nil, int64, float64, string and
// []byte. It returns nil when it is none.
func record(payload []byte) []any {
	size, n := varint(payload)
	if n == 0 || size > uint64(len(payload)) || size < uint64(n) {
		return nil
	}
	kinds, body := payload[n:size], payload[size:]
	values := []any{}
	for len(kinds) > 0 {
		kind, n := varint(kinds)
		width := widthOf(kind)
		if n == 0 || width > uint64(len(body)) {
			return nil
		}
		value, ok := valueOf(kind, body[:width])
		if !ok {
			return nil
		}
		values = append(values, value)
		kinds, body = kinds[n:], body[width:]
	}
	if len(body) > 0 {
		return nil
	}
	return values
}

func widthOf(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind <= 7:
		return 8
	}
	return 0
}

func valueOf(kind uint64, body []byte) (any, bool) {
	switch {
	case kind == 0:
		return nil, true
	case kind <= 6:
		n := int64(int8(body[0]))
		for _, b := range body[1:] {
			n = n<<8 | int64(b)
		}
		return n, true
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(body)), true
	case kind <= 9:
		return int64(kind - 8), true
	case kind < 12:
		return nil, false
	case kind%2 == 0:
		return append([]byte{}, body...), true
	}
	return string(body), utf8.Valid(body)
}
