package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isPunctuation is ASCII punctuation or the category P.
func isPunctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7F && !isASCIIWord(r) || r == '_'
	}
	return unicode.IsPunct(r) && !newPunctuation.has(r) || oldPunctuation.has(r)
}

func isNumber(r rune) bool { return unicode.IsNumber(r) || newNumbers.has(r) }

func isMark(r rune) bool { return unicode.IsMark(r) && !newMarks.has(r) || oldMarks.has(r) }

func isASCIIWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
}

// isWord is \w as Unicode's technical standard 18 defines it.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIWord(r)
	}
	return newWords.has(r) ||
		unicode.In(r, unicode.L, unicode.Nl, unicode.Other_Alphabetic, unicode.M, unicode.Nd, unicode.Pc, unicode.Join_Control)
}

// findWords matches \w+|[^\w\s]+.
func findWords(text string) []part {
	const spaces, letters, others = 0, 1, 2
	kind := func(r rune) int {
		switch {
		case isWord(r):
			return letters
		case unicode.IsSpace(r):
			return spaces
		}
		return others
	}
	var parts []part
	begin, last := 0, spaces
	for i, r := range text {
		if k := kind(r); k != last {
			if i > begin {
				parts = append(parts, part{begin, i, last != spaces})
			}
			begin, last = i, k
		}
	}
	return append(parts, part{begin, len(text), last != spaces})
}

// lower maps each character by itself: no final sigma, no language.
func lower(s string) string {
	// The only character whose lower case is longer than one.
	s = strings.ReplaceAll(s, "\u0130", "i\u0307")
	return strings.Map(lowerRune, s)
}

// newLower holds capitals since Unicode 15.0 that have no rule.
var newLower = map[rune]rune{
	0x1C89: 0x1C8A, 0xA7CB: 0x0264, 0xA7CC: 0xA7CD, 0xA7CE: 0xA7CF, 0xA7D2: 0xA7D3, 0xA7D4: 0xA7D5, 0xA7DA: 0xA7DB, 0xA7DC: 0x019B,
}

func lowerRune(r rune) rune {
	switch {
	case r < 0x1C89:
		return unicode.ToLower(r)
	case r >= 0x10D50 && r <= 0x10D65: // Garay
		return r + 0x20
	case r >= 0x16EA0 && r <= 0x16EB8: // Beria Erfe
		return r + 0x1B
	}
	if l, ok := newLower[r]; ok {
		return l
	}
	return unicode.ToLower(r)
}

// familiar replaces, in place, letters and numbers that regexp2 takes for
// unassigned by some that it knows, which changes no position.
func familiar(text []rune) []rune {
	for i, r := range text {
		switch {
		case r < 0x1C89:
		case newLetters.has(r):
			text[i] = '一'
		case newDigits.has(r):
			text[i] = '४'
		}
	}
	return text
}
