package script

import (
	"regexp"
	"strings"
	"unicode"
)

// normal makes a text of one kind of line, without the mark that some editors put
// at the beginning, bytes that are no text, and characters without a shape.
func normal(text string) string {
	text = strings.ToValidUTF8(strings.TrimPrefix(text, "\ufeff"), "\ufffd")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ", "\t", "    ").Replace(text)
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// without takes out everything from an opening mark to its closing one. One that is
// never closed is text. A note may not reach across an empty line.
func without(text, opens, closes string, acrossEmpty bool) string {
	var kept strings.Builder
	for {
		before, rest, found := strings.Cut(text, opens)
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, closes)
		if !closed {
			break
		}
		kept.WriteString(before)
		if !acrossEmpty && strings.Contains(inside, "\n\n") {
			kept.WriteString(opens)
			text = rest
			continue
		}
		text = after
	}
	kept.WriteString(text)
	return kept.String()
}

var emphasis = []*regexp.Regexp{
	regexp.MustCompile(`\*\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*\*`),
	regexp.MustCompile(`\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*`),
	regexp.MustCompile(`\*([^*\s](?:[^*\n]*[^*\s])?)\*`),
	regexp.MustCompile(`\b_([^_\s](?:[^_\n]*[^_\s])?)_\b`),
}

// plain takes the marks of bold, italic and underlined words away; an escaped mark
// stays as it is written.
func plain(text string) string {
	if !strings.ContainsAny(text, `*_\`) {
		return text
	}
	const star, line = "\ue000", "\ue001" // stand for escaped marks meanwhile
	text = strings.NewReplacer(`\*`, star, `\_`, line).Replace(text)
	for _, mark := range emphasis {
		text = mark.ReplaceAllString(text, "$1")
	}
	return strings.NewReplacer(star, "*", line, "_").Replace(text)
}
