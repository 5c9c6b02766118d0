package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/words"
)

// everyAction opens the window without a film and waits until all actions are known.
func everyAction(t *testing.T) *stage {
	t.Helper()
	s := onStage(t, false, nil)
	known := false
	s.frame.KnowActions(func() { known = true })
	s.until("all actions are known", func() bool { return known })
	if n := len(s.frame.Actions().All()); n < 60 {
		t.Fatalf("%d actions are known", n)
	}
	return s
}

// TestNoKeyHasTwoMeanings: on no screen do two actions come with the same keys,
// those of the whole window and of the player included.
func TestNoKeyHasTwoMeanings(t *testing.T) {
	s := everyAction(t)
	for _, c := range s.frame.Actions().Conflicts() {
		var names []string
		for _, a := range c.Actions {
			names = append(names, a.ID+" ("+words.T(a.Title)+")")
		}
		t.Errorf("%s means %q", c.Chord, names)
	}
}

// typed are the names that keys have which bear more than one sign.
var typed = []fyne.KeyName{
	fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape, fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyTab,
	fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
	fyne.KeyF2, fyne.KeyF5, fyne.KeyF11,
}

func TestEveryKeyCanBeTyped(t *testing.T) {
	s := everyAction(t)
	for _, a := range s.frame.Actions().All() {
		for _, chord := range s.frame.Actions().Keys(a.ID) {
			if len(chord.Key) > 1 && !slices.Contains(typed, chord.Key) {
				t.Errorf("no keyboard types %s, which is to do %s", chord, a.ID)
			}
		}
	}
}

func TestThePaletteTellsAllActionsApart(t *testing.T) {
	s := everyAction(t)
	titles := map[string]string{}
	for _, a := range s.frame.Actions().All() {
		name := a.Scope + " " + words.T(a.Category) + " " + words.T(a.Title)
		if other := titles[name]; other != "" {
			t.Errorf("the palette cannot tell %s and %s apart: both are %q", other, a.ID, words.T(a.Title))
		}
		titles[name] = a.ID
	}
}
