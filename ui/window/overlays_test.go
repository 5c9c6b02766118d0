package window

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// unopened are commands that open nothing on top of the window and would end it,
// compute, or change what the others need.
var unopened = []string{"window.", "go.", "player.", ".generate", ".missing", ".remove", ".forget", ".reveal", ".undo", ".redo", ".add-shot", "storyboard.add"}

func opens(id string) bool {
	return id == "window.palette" || !slices.ContainsFunc(unopened, func(part string) bool { return strings.Contains(id, part) })
}

// TestWhatOpensHasTooltipsToo does every command of every screen that may open a dialog
// or a list: what it holds without words has a tooltip.
func TestWhatOpensHasTooltipsToo(t *testing.T) {
	s := onStage(t, true, nil)
	known := false
	s.frame.KnowActions(func() { known = true })
	s.until("all actions are known", func() bool { return known })
	var opened []string
	shown := ""
	for _, a := range s.frame.Actions().All() {
		if !opens(a.ID) {
			continue
		}
		if a.Scope != "" && a.Scope != shown {
			shown = a.Scope
			s.frame.Go(shown, "")
			s.quiet(500 * time.Millisecond) // what can be done depends on what has been read
		}
		if !s.frame.Actions().Run(a.ID) {
			continue
		}
		s.rest()
		if top := s.window.Canvas().Overlays().Top(); top != nil {
			opened = append(opened, a.ID)
			s.tipped(a.ID, top)
		}
		s.clear()
		s.rest()
	}
	t.Logf("these open something: %v", opened)
	for _, id := range []string{"window.palette", "projects.new", "projects.menu", "create.note", "create.extend", "create.export"} {
		if !slices.Contains(opened, id) {
			t.Errorf("%s opened nothing", id)
		}
	}
}

// tipped holds the controls of what was opened against the rule: what has no words, or
// only those of what is chosen, says in a tooltip what it does.
func (s *stage) tipped(what string, opened fyne.CanvasObject) (seen int) {
	s.Helper()
	walk(opened, true, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *xwidget.Button:
			if seen++; o.Text() == "" && o.TipText().Text == "" {
				s.Errorf("%s: a button without words has no tooltip", what)
			}
		case *xwidget.MenuButton, *xwidget.Segmented, *xwidget.Slider, *xwidget.Number:
			if seen++; o.(tipped).TipText().Text == "" {
				s.Errorf("%s: %s has no tooltip", what, said(o))
			}
		}
	})
	return seen
}

func TestToastsHaveTooltips(t *testing.T) {
	s := onStage(t, true, nil)
	for _, tone := range []xwidget.Tone{xwidget.Neutral, xwidget.Failed} {
		s.frame.Offer(tone, words.T("frame.palette-nothing"), words.T("create.undo"), func() {})
	}
	s.rest()
	layer := 0
	walk(s.window.Content(), false, func(o fyne.CanvasObject) {
		if b, ok := o.(*xwidget.Button); ok && b.TipText().Text == words.T("frame.dismiss") {
			layer++
		}
	})
	if layer != 2 {
		t.Errorf("%d of two messages are closed by a cross that says so", layer)
	}
	s.tipped("a message", s.window.Content())
}

// TestMenusNeverCoverWhatOpenedThem opens what each screen offers to choose from, at the
// sizes of text that are offered most.
func TestMenusNeverCoverWhatOpenedThem(t *testing.T) {
	s := onStage(t, true, nil)
	seen := 0
	for _, scale := range []float32{1, 1.25, 1.5} {
		chosen := s.frame.Look()
		chosen.Scale = scale
		s.check(s.frame.SetLook(chosen))
		for _, place := range places {
			s.frame.Go(place.Screen, place.ID)
			s.rest()
			var all []*xwidget.MenuButton
			walk(s.window.Content(), false, func(o fyne.CanvasObject) {
				if b, ok := o.(*xwidget.MenuButton); ok && !b.Disabled() {
					all = append(all, b)
				}
			})
			for _, b := range all {
				b.Open()
				at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(b), b.Size()
				for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
					pop, ok := o.(*widget.PopUpMenu)
					if !ok {
						continue
					}
					seen++
					p, of := pop.Position(), pop.Size()
					if p.X < at.X+size.Width && at.X < p.X+of.Width && p.Y < at.Y+size.Height && at.Y < p.Y+of.Height {
						t.Errorf("%v at %.0f %%: the menu of %s at %v, %v covers it at %v, %v", place, 100*scale, said(b), p, of, at, size)
					}
				}
				s.clear()
			}
		}
	}
	if seen < 9 {
		t.Errorf("only %d menus opened", seen)
	}
}
