package window

import (
	"image"
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/words"
)

// screens are all that the rail shows, in its order.
var screens = []string{core.Projects, core.Create, core.Storyboard, core.Queue, core.Models, core.Settings}

func TestEveryScreenOpens(t *testing.T) {
	for name, film := range map[string]bool{"no film": false, "a film": true} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, film, nil)
			var seen []image.Image
			for _, screen := range screens {
				s.frame.Go(screen, "")
				s.rest()
				if got := s.frame.Place().Screen; got != screen {
					t.Errorf("%s did not open; the place is %s", screen, got)
				}
				picture := s.window.Canvas().Capture()
				if slices.ContainsFunc(seen, func(other image.Image) bool { return same(picture, other) }) {
					t.Errorf("%s looks like another screen", screen)
				}
				seen = append(seen, picture)
			}
			for range screens[1:] {
				if !s.frame.Back() {
					t.Error("there is no way back")
				}
				s.rest()
			}
		})
	}
}

// same tells whether the middles of two pictures look alike: there the screens are.
func same(a, b image.Image) bool {
	for y := 100; y < 700; y += 3 {
		for x := 120; x < 1200; x += 3 {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func TestTitleIsThatOfTheFilm(t *testing.T) {
	s := onStage(t, true, nil)
	if got := s.window.Title(); got != "Harbour — Kinora" {
		t.Errorf("the window is called %q", got)
	}
	s.check(s.desk.Close())
	s.rest()
	if got := s.window.Title(); got != "Kinora" {
		t.Errorf("without a film the window is called %q", got)
	}
}

func TestAFilmThatIsNotThereIsSaid(t *testing.T) {
	s := onStage(t, false, nil)
	before := s.window.Canvas().Capture()
	s.openAsync(t.Context(), "/nowhere/None.kinora")
	s.until("something is said", func() bool { return !same(before, s.window.Canvas().Capture()) })
	if got := s.frame.Place().Screen; got != core.Projects {
		t.Errorf("the place is %s", got)
	}
}

func TestEveryActionHasATitleAndRuns(t *testing.T) {
	s := onStage(t, true, nil)
	known := false
	s.frame.KnowActions(func() { known = true })
	s.until("all actions are known", func() bool { return known })
	if len(s.frame.Actions().All()) < 60 {
		t.Errorf("there are only %d actions", len(s.frame.Actions().All()))
	}
	ran := 0
	for _, a := range s.frame.Actions().All() {
		named(t, a)
		if a.ID == "window.quit" {
			continue
		}
		if a.Scope != "" {
			s.frame.Go(a.Scope, "")
			s.rest()
		}
		// What another action has taken away comes back before the next one.
		if s.frame.Actions().Run(a.ID) {
			ran++
		}
		s.rest()
		s.clear()
	}
	t.Logf("%d actions of %d could be done", ran, len(s.frame.Actions().All()))
	if ran < 35 {
		t.Errorf("only %d actions could be done", ran)
	}
}

// named wants an action to say what it does, in every language that comes with the
// program.
func named(t *testing.T, a *action.Action) {
	t.Helper()
	for _, tag := range []string{"de", "en"} {
		if err := words.Use(words.Params{Language: tag}); err != nil {
			t.Fatal(err)
		}
		for what, id := range map[string]words.ID{"title": a.Title, "category": a.Category} {
			if said := words.T(id); said == "" || said == string(id) {
				t.Errorf("the %s of %s is %q in %s", what, a.ID, said, tag)
			}
		}
	}
}

func TestNewNeedsItsParts(t *testing.T) {
	if _, err := New(t.Context(), Params{}); err == nil {
		t.Error("a window without anything was made")
	}
}
