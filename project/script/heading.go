package script

import (
	"strings"
	"unicode"

	"github.com/kinora-studio/kinora/project"
)

// places are how headings begin, in the languages whose headings Parse
// knows, longest first.
var places = []struct{ start, says string }{
	{"int./ext", "Inside and outside"},
	{"int/ext", "Inside and outside"},
	{"ext./int", "Inside and outside"},
	{"ext/int", "Inside and outside"},
	{"i/e", "Inside and outside"},
	{"int", "Interior"},
	{"ext", "Exterior"},
	{"est", "Exterior"},
	{"innen/aussen", "Innen und außen"},
	{"innen/außen", "Innen und außen"},
	{"innen", "Innen"},
	{"aussen", "Außen"},
	{"außen", "Außen"},
}

// settingOf turns a heading into words that a model reads: "INT. KITCHEN - NIGHT"
// is "Interior, kitchen, night".
func settingOf(heading string) string {
	parts := []string{}
	rest, lower := heading, strings.ToLower(heading)
	for _, p := range places {
		if after, found := strings.CutPrefix(lower, p.start); found && (after == "" || after[0] == '.' || after[0] == ' ') && len(lower) == len(heading) {
			parts = append(parts, p.says)
			rest = strings.TrimLeft(heading[len(p.start):], ". ")
			break
		}
	}
	for _, part := range strings.FieldsFunc(strings.NewReplacer(" - ", "\n", " – ", "\n", " — ", "\n").Replace(rest), func(r rune) bool { return r == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if upper(part) {
			part = strings.ToLower(part)
		}
		parts = append(parts, part)
	}
	return capital(clip(strings.Join(parts, ", "), project.MaxText))
}

// nameOf writes a name that stands in capitals as names are written.
func nameOf(name string) string {
	if !upper(name) {
		return name
	}
	words := strings.Fields(name)
	for i, word := range words {
		runes := []rune(strings.ToLower(word))
		begin := true
		for j, r := range runes {
			if begin {
				runes[j] = unicode.ToUpper(r)
			}
			begin = !unicode.IsLetter(r) && r != '’' && r != '\''
		}
		words[i] = string(runes)
	}
	return strings.Join(words, " ")
}

func capital(text string) string {
	for i, r := range text {
		return string(unicode.ToUpper(r)) + text[i+len(string(r)):]
	}
	return text
}
