package window

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/words"
)

// smallest is the window that everything has to fit into.
var smallest = fyne.NewSize(1280, 800)

// TestEverythingFits shows every screen in both languages and in the sizes of text
// that are offered most, in the smallest window: no words of the program end in an
// ellipsis, none reach out of what they lie in, and nothing needs more room.
func TestEverythingFits(t *testing.T) {
	for _, film := range []bool{false, true} {
		s := onStage(t, film, nil)
		seen := 0
		for _, language := range []string{"en", "de"} {
			s.check(s.frame.SetLanguage(language))
			for _, scale := range []float32{1, 1.25, 1.5} {
				chosen := s.frame.Look()
				chosen.Scale = scale
				s.check(s.frame.SetLook(chosen))
				for _, place := range places {
					s.frame.Go(place.Screen, place.ID)
					s.rest()
					where := fmt.Sprintf("%s %s, %s at %.0f %%, film %t", place.Screen, place.ID, language, 100*scale, film)
					seen += s.fits(where)
				}
			}
		}
		if seen < 1000 {
			t.Errorf("only %d texts were seen", seen)
		}
	}
}

// fits holds what is in sight now against the room there is, and counts its texts.
func (s *stage) fits(where string) (seen int) {
	s.Helper()
	if need := s.window.Content().MinSize(); need.Width > smallest.Width || need.Height > smallest.Height {
		s.Errorf("%s: the window needs %v", where, need)
	}
	each(s.window.Content(), func(o fyne.CanvasObject) {
		seen++
		if why := cut(o); why != "" {
			s.Errorf("%s: %s", where, why)
		}
	})
	return seen
}

// each visits the widgets in sight, those that hold others after what they hold.
func each(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	walk(o, false, func(o fyne.CanvasObject) {
		if w, ok := o.(fyne.Widget); ok && w.Size().Width > 0 {
			visit(w)
		}
	})
}

// cut says what of a widget's own words cannot be read; nothing where all can.
func cut(o fyne.CanvasObject) string {
	var drawn []string
	for _, inner := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
		text, ok := inner.(*canvas.Text)
		if !ok || !text.Visible() || text.Text == "" {
			continue
		}
		drawn = append(drawn, text.Text)
		left, need := text.Position().X, text.MinSize().Width
		if left < -1 || left+need > o.Size().Width+1 {
			return fmt.Sprintf("%s reaches out of its %.0f points: %q lies at %.0f and needs %.0f", said(o), o.Size().Width, text.Text, left, need)
		}
	}
	joined := strings.Join(drawn, " ")
	if !strings.HasSuffix(joined, "…") || owned(joined) || joined == words.T("settings.looking") {
		return ""
	}
	// What has no words of its own to compare with never ends so in the program's.
	whole, ok := o.(interface{ Text() string })
	if ok && (bare(joined) == bare(whole.Text()) || owned(whole.Text())) {
		return ""
	}
	return fmt.Sprintf("%s is cut to %q, in %.0f points", said(o), joined, o.Size().Width)
}

// bare is a text without its breaks.
func bare(text string) string { return strings.Join(strings.Fields(text), "") }

// owned tells whether words are the user's own: they may be as long as they like.
func owned(text string) bool {
	return strings.Contains(text, "/") || strings.Contains(text, "ball")
}
