package text

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// charsmap is SentencePiece's table of replacements: a Darts double-array trie
// whose values are offsets into a list of strings that end in a zero byte.
//
//	uint32 size of the trie in bytes | the trie's uint32 units | the strings
type charsmap struct {
	units []uint32
	texts string
}

func newCharsmap(blob []byte) (*charsmap, error) {
	if len(blob) < 4 {
		return nil, errors.New("its precompiled_charsmap is shorter than its own header")
	}
	size := int64(binary.LittleEndian.Uint32(blob))
	if size == 0 || size%4 != 0 || size > int64(len(blob)-4) {
		return nil, errors.New("its precompiled_charsmap is cut short or damaged")
	}
	c := &charsmap{units: make([]uint32, size/4), texts: string(blob[4+size:])}
	if !utf8.ValidString(c.texts) {
		return nil, errors.New("its precompiled_charsmap is damaged: its texts are not UTF-8")
	}
	for i := range c.units {
		c.units[i] = binary.LittleEndian.Uint32(blob[4+4*i:])
	}
	return c, nil
}

// normalize replaces what the table knows, by grapheme clusters shorter than six
// bytes and else by characters. A cluster is replaced as a whole by what its
// shortest known beginning maps to: that is odd, and it is what the public
// library does, against which models are used.
func (c *charsmap) normalize(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for s != "" {
		var cluster string
		if len(s) == 1 || s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf && s[0] != '\r' {
			// Two ASCII characters never cluster, CR LF apart, and most prompts are these.
			cluster, s = s[:1], s[1:]
		} else {
			cluster, s, _, _ = uniseg.FirstGraphemeClusterInString(s, -1)
		}
		c.replace(&out, cluster)
	}
	return out.String()
}

func (c *charsmap) replace(out *strings.Builder, cluster string) {
	if len(cluster) < 6 {
		if text, ok := c.lookup(cluster); ok {
			out.WriteString(text)
			return
		}
	}
	for i, r := range cluster {
		char := cluster[i : i+utf8.RuneLen(r)]
		if text, ok := c.lookup(char); ok {
			out.WriteString(text)
		} else {
			out.WriteString(char)
		}
	}
}

// lookup returns the text for the shortest key that s begins with.
//
// A unit holds a label (bits 0-7 and 31), a leaf flag (bit 8) and an offset
// (bits 10-30, times 256 where bit 9 is set); a leaf's unit is a value.
func (c *charsmap) lookup(s string) (string, bool) {
	at, ok := c.step(0, c.units[0])
	for i := 0; ok && i < len(s) && s[i] != 0; i++ {
		at ^= uint32(s[i])
		if at >= uint32(len(c.units)) || c.units[at]&(1<<31|0xFF) != uint32(s[i]) {
			return "", false
		}
		unit := c.units[at]
		if at, ok = c.step(at, unit); ok && unit>>8&1 == 1 {
			return c.text(c.units[at] &^ (1 << 31))
		}
	}
	return "", false
}

// step follows a unit's offset; a damaged table may point outside itself.
func (c *charsmap) step(at, unit uint32) (uint32, bool) {
	at ^= unit >> 10 << (unit & (1 << 9) >> 6)
	return at, at < uint32(len(c.units))
}

func (c *charsmap) text(offset uint32) (string, bool) {
	if uint64(offset) > uint64(len(c.texts)) {
		return "", false
	}
	text, _, _ := strings.Cut(c.texts[offset:], "\x00")
	return text, utf8.ValidString(text)
}
