package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

// part is a range of a text that a pattern matches, or one between matches.
type part struct {
	begin, end int
	match      bool
}

// finder divides a whole text into parts.
type finder func(text string) []part

// newPattern reads {"String": "..."} or {"Regex": "..."}.
func newPattern(raw json.RawMessage) (finder, error) {
	var in struct {
		String *string
		Regex  *string
	}
	if absent(raw) {
		return nil, errors.New("it has no pattern")
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, fmt.Errorf("its pattern cannot be read: %w", err)
	}
	switch {
	case in.String != nil && *in.String != "":
		return findString(*in.String), nil
	case in.Regex != nil && *in.Regex != "":
		return findRegex(*in.Regex)
	}
	return nil, errors.New("its pattern is neither a String nor a Regex, or is empty")
}

func findString(wanted string) finder {
	return func(text string) []part {
		var parts []part
		done := 0
		for {
			at := strings.Index(text[done:], wanted)
			if at < 0 {
				return finish(parts, done, len(text))
			}
			parts = addMatch(parts, done, done+at, done+at+len(wanted))
			done += at + len(wanted)
		}
	}
}

// findRune matches single characters.
func findRune(is func(rune) bool) finder {
	return func(text string) []part {
		var parts []part
		done := 0
		for i, r := range text {
			if is(r) {
				end := i + utf8.RuneLen(r)
				parts = addMatch(parts, done, i, end)
				done = end
			}
		}
		return finish(parts, done, len(text))
	}
}

// rubyOnly finds what means another thing in the dialect of the public library
// (Oniguruma, Ruby) than in that of regexp2 (.NET): there m lets a dot match a
// line feed, \h is a hexadecimal digit, and a set may hold && and [:classes:].
var rubyOnly = regexp.MustCompile(`\(\?[a-z]*m|\\[hHRXKOyY]|&&|\[\[?:`)

// findRegex compiles an expression. ^ and $ match at lines in that dialect.
func findRegex(expression string) (finder, error) {
	if found := rubyOnly.FindString(expression); found != "" {
		return nil, fmt.Errorf("its pattern %q uses %q, which Kinora does not know", expression, found)
	}
	re, err := regexp2.Compile(expression, regexp2.Multiline)
	if err != nil {
		return nil, fmt.Errorf("its pattern %q is not an expression that Kinora knows: %w", expression, err)
	}
	return func(text string) []part {
		runes := []rune(text)
		matched := familiar(append([]rune(nil), runes...))
		var parts []part
		done, doneRunes := 0, 0
		// Without a time limit, which is not set, matching cannot fail.
		for m, _ := re.FindRunesMatch(matched); m != nil; m, _ = re.FindNextMatch(m) {
			begin := done + byteLen(runes[doneRunes:m.Index])
			end := begin + byteLen(runes[m.Index:m.Index+m.Length])
			parts = addMatch(parts, done, begin, end)
			done, doneRunes = end, m.Index+m.Length
		}
		return finish(parts, done, len(text))
	}, nil
}

func byteLen(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += utf8.RuneLen(r)
	}
	return n
}

func addMatch(parts []part, done, begin, end int) []part {
	if done < begin {
		parts = append(parts, part{done, begin, false})
	}
	return append(parts, part{begin, end, true})
}

func finish(parts []part, done, length int) []part {
	if done < length {
		parts = append(parts, part{done, length, false})
	}
	return parts
}
