package window

import (
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// TestCommandsAreToldApart holds all that the palette can list on one screen against
// each other: by icon and title nobody takes one for another, and each has words of
// its own language by which it is found besides.
func TestCommandsAreToldApart(t *testing.T) {
	s := onStage(t, true, nil)
	known := false
	s.frame.KnowActions(func() { known = true })
	s.until("all actions are known", func() bool { return known })
	for _, language := range []string{"en", "de"} {
		s.check(words.Use(words.Params{Language: language}))
		all := s.frame.Actions().All()
		for i, a := range all {
			title := words.T(a.Title)
			for _, b := range all[:i] {
				if (a.Scope == b.Scope || a.Scope == "" || b.Scope == "") && strings.EqualFold(title, words.T(b.Title)) {
					t.Errorf("%s: %s and %s are both called %q", language, a.ID, b.ID, title)
				}
			}
			if a.ID == "window.palette" {
				continue // it is open where others are looked for
			}
			if a.Icon.Resource(look.Color(look.TextHigh)) == nil {
				t.Errorf("%s has no icon", a.ID)
			}
			if a.Words == "" {
				t.Errorf("%s is found by no other words", a.ID)
				continue
			}
			if also := strings.Fields(strings.ToLower(words.T(a.Words))); len(also) < 2 || slices.Contains(also, strings.ToLower(title)) {
				t.Errorf("%s: %s is found by %q", language, a.ID, also)
			}
		}
	}
}
