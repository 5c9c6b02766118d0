package xwidget

import (
	"sort"
	"strings"

	"github.com/kinora-studio/kinora/ui/look"
)

const ellipsis = "…"

// shorten cuts a line to a width and ends it with an ellipsis where it had to.
// Without room for that the line is empty.
func shorten(text string, style look.TextStyle, width float32) string {
	whole := style.Measure(text).Width
	if text == "" || whole <= width {
		return text
	}
	letters := []rune(text)
	cut := func(n int) string { return strings.TrimRight(string(letters[:n]), " ") + ellipsis }
	fits := func(n int) bool { return style.Measure(cut(n)).Width <= width }
	// Measuring is what costs, and letters of one text are about equally wide.
	n := min(max(int(float32(len(letters))*width/whole)-1, 0), len(letters))
	for n > 0 && !fits(n) {
		n--
	}
	for n+1 < len(letters) && fits(n+1) {
		n++
	}
	if n == 0 {
		return ""
	}
	return cut(n)
}

// wrap breaks a text into lines of a width, between words where it can. With a
// limit of lines the last one is shortened.
func wrap(text string, style look.TextStyle, width float32, limit int) []string {
	b := breaker{style: style, width: width, limit: limit}
	for paragraph := range strings.SplitSeq(text, "\n") {
		b.paragraph(paragraph)
		if b.full() {
			break
		}
	}
	if limit > 0 && len(b.lines) > limit {
		rest := strings.Join(b.lines[limit-1:], " ")
		return append(b.lines[:limit-1:limit-1], shorten(rest, style, width))
	}
	return b.lines
}

// breaker breaks a text into lines.
type breaker struct {
	style look.TextStyle
	width float32
	limit int // of lines; 0 for none
	lines []string
}

// full tells whether whatever comes now is out of sight: what there is in and below
// the last line is longer than it.
func (b *breaker) full() bool {
	return b.limit > 0 && len(b.lines) > b.limit && !b.fits(strings.Join(b.lines[b.limit-1:], " "))
}

func (b *breaker) fits(text string) bool { return b.style.Measure(text).Width <= b.width }

// surely is the part of a width up to which the widths of words, which were measured
// before, tell what a line of them takes; beyond it kerning decides.
const surely = 0.95

func (b *breaker) paragraph(text string) {
	line, about, space := "", float32(0), b.style.Measure(" ").Width
	for _, word := range strings.Fields(text) {
		longer, taken := word, b.style.Measure(word).Width
		if line != "" {
			longer, taken = line+" "+word, about+space+taken
		}
		if taken <= surely*b.width || b.fits(longer) {
			line, about = longer, taken
			continue
		}
		if line != "" {
			b.lines = append(b.lines, line)
		}
		for !b.fits(word) { // a word wider than the line
			head, tail := split(word, b.style, b.width)
			if tail == "" {
				break
			}
			b.lines = append(b.lines, head)
			word = tail
		}
		line, about = word, b.style.Measure(word).Width
		if b.full() {
			return
		}
	}
	b.lines = append(b.lines, line)
}

// split takes as many letters as fit, one at least.
func split(word string, style look.TextStyle, width float32) (head, tail string) {
	letters := []rune(word)
	n := sort.Search(len(letters), func(n int) bool { return style.Measure(string(letters[:n+1])).Width > width })
	n = max(n, 1)
	return string(letters[:n]), string(letters[n:])
}
