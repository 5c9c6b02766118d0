package window

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
)

// TestEveryScreenFitsTheSmallestWindow makes the window as small as it lets itself be
// made, in both languages and all sizes of text that are offered most: every screen is
// content with that, so that none makes the window grow, and a dialog stays in it.
func TestEveryScreenFitsTheSmallestWindow(t *testing.T) {
	s := onStage(t, true, nil)
	for _, language := range []string{"en", "de"} {
		s.check(s.frame.SetLanguage(language))
		for _, scale := range []float32{1, 1.25, 1.5} {
			chosen := s.frame.Look()
			chosen.Scale = scale
			s.check(s.frame.SetLook(chosen))
			var least fyne.Size
			for _, place := range places {
				s.frame.Go(place.Screen, place.ID)
				s.rest()
				need := s.window.Content().MinSize()
				if least.IsZero() {
					least = need
					s.window.Resize(least)
					s.rest()
				}
				where := fmt.Sprintf("%s %s, %s at %.0f %%", place.Screen, place.ID, language, 100*scale)
				if need != least {
					t.Errorf("%s: the window needs %v, and %v on the first screen", where, need, least)
				}
				if got := s.window.Canvas().Size(); got != least {
					t.Errorf("%s: the window has grown to %v", where, got)
				}
			}
			for _, id := range []string{"projects.new", "create.note"} {
				s.frame.Go(s.frame.Actions().Find(id).Scope, "")
				s.until("it can be asked for", func() bool { return s.frame.Actions().Run(id) })
				s.rest()
				if need := s.window.Canvas().Overlays().Top().MinSize(); s.window.Canvas().Size() != least {
					t.Errorf("%s, %s at %.0f %%: the dialog needs %v of %v", id, language, 100*scale, need, least)
				}
				s.clear()
			}
		}
	}
}
