package script

import (
	"strings"
	"unicode"
)

// shortened are words whose dot ends no sentence.
var shortened = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "prof": true, "no": true, "vs": true, "etc": true,
	"int": true, "ext": true, "p.m": true, "a.m": true, "e.g": true, "i.e": true, "o.s": true, "v.o": true,
	"z.b": true, "d.h": true, "nr": true, "ca": true, "hr": true, "fr": true,
}

// sentences divides a text. Line breaks are spaces; a heading or a list without a
// dot at the end is one sentence with what follows it.
func sentences(text string) []string {
	var all []string
	words := strings.Fields(text)
	begin := 0
	for i, word := range words {
		last := i == len(words)-1
		if last || endsSentence(word) && startsSentence(words[i+1]) {
			all = append(all, strings.Join(words[begin:i+1], " "))
			begin = i + 1
		}
	}
	return all
}

func endsSentence(word string) bool {
	bare := strings.TrimRight(word, `"'”’»“)]`)
	if bare == "" {
		return false
	}
	switch end := []rune(bare)[len([]rune(bare))-1]; end {
	case '!', '?', '…', '。', '！', '？':
		return true
	case '.':
		stem := strings.ToLower(strings.TrimRight(strings.TrimLeft(bare, `"'“‘«([`), "."))
		initial := len([]rune(stem)) == 1 && unicode.IsLetter([]rune(stem)[0])
		return !shortened[stem] && !initial
	}
	return false
}

// startsSentence tells whether a word may begin one: no small letter does.
func startsSentence(word string) bool {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return !unicode.IsLower(r)
		}
	}
	return true
}

// countWords counts what is read aloud. A script without spaces between words
// counts two of its characters as one.
func countWords(text string) int {
	count := 0
	for _, word := range strings.Fields(text) {
		dense := 0
		for _, r := range word {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer) {
				dense++
			}
		}
		count += max(1, dense/2)
	}
	return count
}
