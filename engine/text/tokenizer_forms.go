package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longRun is a number of marks in a row below which golang.org/x/text gives the
// Unicode form as it is. Past 30 it inserts U+034F, to bound memory.
const longRun = 20

// unicodeForm returns a Unicode form of s. Characters that are newer than the
// public library's table stay as they are and keep what is around them apart.
func unicodeForm(form norm.Form, s string) string {
	if form.IsNormalString(s) && strings.IndexFunc(s, newForms.has) < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for s != "" {
		end := strings.IndexFunc(s, newForms.has)
		if end < 0 {
			end = len(s)
		}
		out.WriteString(plainForm(form, s[:end]))
		s = s[end:]
		stay := len(s) - len(strings.TrimLeftFunc(s, newForms.has))
		out.WriteString(s[:stay])
		s = s[stay:]
	}
	return out.String()
}

func plainForm(form norm.Form, s string) string {
	marks := 0
	for _, r := range s {
		if !unicode.IsMark(r) {
			marks = 0
		} else if marks++; marks > longRun {
			return longForm(form, s)
		}
	}
	return form.String(s)
}

// longForm follows Unicode's definition: decompose every character, order the
// marks, compose again. It is only for the few texts that heap marks up.
func longForm(form norm.Form, s string) string {
	decompose := norm.NFD
	if form == norm.NFKC || form == norm.NFKD {
		decompose = norm.NFKD
	}
	var chars []rune
	for _, r := range s {
		chars = append(chars, []rune(decompose.String(string(r)))...)
	}
	order(chars)
	if form == norm.NFC || form == norm.NFKC {
		chars = compose(chars)
	}
	return string(chars)
}

// class is the canonical combining class; 0 is a starter.
func class(r rune) uint8 { return norm.NFD.PropertiesString(string(r)).CCC() }

// order sorts each run of marks by class.
func order(chars []rune) {
	for begin := 0; begin < len(chars); begin++ {
		end := begin
		for end < len(chars) && class(chars[end]) != 0 {
			end++
		}
		slices.SortStableFunc(chars[begin:end], func(a, b rune) int { return int(class(a)) - int(class(b)) })
		begin = end
	}
}

// compose joins each character to the last starter before it, unless one of the
// same or a higher class stands between.
func compose(chars []rune) []rune {
	out := chars[:0]
	starter, last := -1, uint8(0)
	for _, r := range chars {
		c := class(r)
		if starter >= 0 && (last < c || starter == len(out)-1) {
			if pair := []rune(norm.NFC.String(string([]rune{out[starter], r}))); len(pair) == 1 {
				out[starter] = pair[0]
				continue
			}
		}
		out = append(out, r)
		last = c
		if c == 0 {
			starter = len(out) - 1
		}
	}
	return out
}
