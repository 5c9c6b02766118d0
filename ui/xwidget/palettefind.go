package xwidget

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// findEntries returns the indices of the entries that a text means: first those whose
// title says it, then those that are also called so. Where none is, those count that
// have its letters somewhere. Without a text it is all of them.
func findEntries(entries []PaletteEntry, text string) []int {
	asked := strings.Fields(strings.ToLower(text))
	var titled, called []int
	for i, e := range entries {
		title := strings.ToLower(e.Title)
		switch {
		case every(asked, func(word string) bool { return strings.Contains(title, word) }):
			titled = append(titled, i)
		case every(asked, begins(strings.Fields(strings.ToLower(e.Title+" "+e.Category+" "+e.Words)))):
			called = append(called, i)
		}
	}
	found := append(titled, called...)
	if len(found) > 0 {
		return found
	}
	for _, match := range fuzzy.FindFrom(strings.Join(asked, " "), lettersOf(entries)) {
		found = append(found, match.Index)
	}
	return found
}

func every(asked []string, fits func(word string) bool) bool {
	return !slices.ContainsFunc(asked, func(word string) bool { return !fits(word) })
}

// begins tells of the beginning of any of some words.
func begins(words []string) func(string) bool {
	return func(start string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, start) })
	}
}

// lettersOf are entries by their title and their category.
type lettersOf []PaletteEntry

func (l lettersOf) String(i int) string { return l[i].Title + " " + l[i].Category }
func (l lettersOf) Len() int            { return len(l) }
