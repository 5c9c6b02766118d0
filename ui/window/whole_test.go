package window

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// long is a name for something that is longer than the room for it, wherever that is.
func long(what string) string {
	return what + " in which Ada Wintergreen-Fitzgerald finds the second notebook of the lighthouse keeper, " +
		"reads it on the way home, and understands at last whom he had meant"
}

// lengthen gives what the user names in the film such names.
func (s *stage) lengthen() {
	ctx, kept := s.Context(), s.desk.Session().Store
	shots, err := kept.Shots(ctx)
	s.check(err)
	takes, err := kept.Takes(ctx, store.TakeFilter{}, store.Page{Limit: 10})
	s.check(err)
	s.check(kept.Edit(ctx, "lengthen", func(e *store.Editor) error {
		for _, shot := range shots {
			shot.Title, shot.Style = long("The shot"), long("The style")
			shot.Camera.Move, shot.Setting = long("A move"), long("A place")
			if err := e.UpdateShot(ctx, shot); err != nil {
				return err
			}
		}
		if _, err := e.AddStyle(ctx, project.Style{Name: long("The style"), Prompt: "{prompt}, on old film"}); err != nil {
			return err
		}
		return e.SetTakeNote(ctx, takes[0].ID, long("The take"))
	}))
}

// TestWhatIsCutIsSaidWhole shows every screen with long names: where one is cut, the
// tooltip of what is below the pointer there says all of it.
func TestWhatIsCutIsSaidWhole(t *testing.T) {
	s := onStageNamed(t, long("The film"), nil)
	s.lengthen()
	s.rest()
	seen := map[string]bool{}
	for _, size := range []fyne.Size{smallest, fyne.NewSize(1920, 1080)} {
		s.window.Resize(size)
		for _, place := range places {
			s.frame.Go(place.Screen, place.ID)
			s.rest()
			for _, missing := range unsaid(s.window.Content(), nil, place.Screen, seen) {
				t.Errorf("%v at %v: %s", place, size, missing)
			}
		}
	}
	for _, screen := range []string{core.Projects, core.Create, core.Storyboard} {
		if !seen[screen] {
			t.Errorf("nothing is cut on %s: the names are too short for this test", screen)
		}
	}
}

// unsaid returns the cut texts in sight which no tooltip says whole; tips are those of
// what has the pointer over the object.
func unsaid(o fyne.CanvasObject, tip func() xwidget.Tip, screen string, seen map[string]bool) (all []string) {
	if !o.Visible() {
		return nil
	}
	if _, ok := o.(desktop.Hoverable); ok {
		tip = func() xwidget.Tip { return xwidget.Tip{} }
		if c, ok := o.(tipped); ok {
			tip = c.TipText
		}
	}
	if whole := wholeOf(o); whole != "" {
		seen[screen] = true
		if tip == nil || !strings.Contains(bare(tip().Text), bare(whole)) {
			all = append(all, fmt.Sprintf("no tooltip says all of %s", said(o)))
		}
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inner = o.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(o).Objects()
	}
	for _, each := range inner {
		all = append(all, unsaid(each, tip, screen, seen)...)
	}
	return all
}

// wholeOf is what a widget would say if it had room; nothing where it has.
func wholeOf(o fyne.CanvasObject) string {
	of, ok := o.(interface{ Text() string })
	if w, widget := o.(fyne.Widget); ok && widget && o.Size().Width > 0 {
		var drawn strings.Builder
		for _, inner := range test.WidgetRenderer(w).Objects() {
			if text, ok := inner.(*canvas.Text); ok && text.Visible() {
				drawn.WriteString(text.Text)
			}
		}
		if shown := bare(drawn.String()); strings.HasSuffix(shown, "…") && shown != bare(of.Text()) {
			return of.Text()
		}
	}
	return ""
}
