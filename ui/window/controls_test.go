package window

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// places are the screens, and the parts of those that show one part at a time.
var places = append([]core.Route{
	{Screen: core.Projects}, {Screen: core.Create}, {Screen: core.Storyboard}, {Screen: core.Queue}, {Screen: core.Models},
}, settingsParts()...)

func settingsParts() []core.Route {
	var parts []core.Route
	for _, id := range []string{"appearance", "keys", "engine", "folders", "privacy", "about"} {
		parts = append(parts, core.Route{Screen: core.Settings, ID: id})
	}
	return parts
}

// walk visits an object and all that lies in it, hidden objects included where they
// are wanted. Fyne's own walk knows only what is laid out.
func walk(o fyne.CanvasObject, hidden bool, visit func(fyne.CanvasObject)) {
	if o == nil || !hidden && !o.Visible() {
		return
	}
	visit(o)
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inner = o.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(o).Objects()
	}
	for _, each := range inner {
		walk(each, hidden, visit)
	}
}

// tipped is a control that can have a tooltip.
type tipped interface {
	fyne.CanvasObject
	TipText() xwidget.Tip
}

// controls are those of the place in sight that are to have tooltips, also those that
// are hidden now.
func (s *stage) controls() []tipped {
	var all []tipped
	walk(s.window.Content(), true, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *xwidget.Button, *xwidget.MenuButton, *xwidget.Segmented, *xwidget.Slider, *xwidget.Number:
			all = append(all, o.(tipped))
		}
	})
	return all
}

// said is what a control is called in a failure.
func said(o fyne.CanvasObject) string {
	name := fmt.Sprintf("%T", o)
	if c, ok := o.(interface{ Text() string }); ok {
		name += fmt.Sprintf(" %q", c.Text())
	}
	if c, ok := o.(tipped); ok {
		name += fmt.Sprintf(" (%s)", c.TipText().Text)
	}
	return name
}

func TestEveryControlHasATooltip(t *testing.T) {
	for name, film := range map[string]bool{"no film": false, "a film": true} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, film, nil)
			seen := 0
			for _, place := range places {
				s.frame.Go(place.Screen, place.ID)
				s.rest()
				for _, c := range s.controls() {
					seen++
					if c.TipText().Text == "" {
						t.Errorf("%v: %s has no tooltip", place, said(c))
					}
				}
			}
			if seen < 60 {
				t.Errorf("only %d controls were seen", seen)
			}
		})
	}
}

// meant are the actions that can be done on a screen and are called like a control.
func (s *stage) meant(screen string, c tipped) (all []string) {
	names := []string{c.TipText().Text}
	if b, ok := c.(*xwidget.Button); ok {
		names = append(names, b.Text())
	}
	for _, a := range s.frame.Actions().All() {
		if (a.Scope == screen || a.Scope == "") && slices.Contains(names, words.T(a.Title)) {
			all = append(all, s.frame.Actions().KeyLabel(a.ID))
		}
	}
	return all
}

// TestTooltipsNameTheKeysAsTheyAreBound gives every action another key and holds the
// tooltips against that.
func TestTooltipsNameTheKeysAsTheyAreBound(t *testing.T) {
	s := onStage(t, true, nil)
	known := false
	s.frame.KnowActions(func() { known = true })
	s.until("all actions are known", func() bool { return known })
	registry := s.frame.Actions()
	for i, a := range registry.All() {
		if registry.KeyLabel(a.ID) != "" {
			mods := []string{"Alt+Shift+", "Mod+Alt+", "Mod+Alt+Shift+", "Mod+Shift+", "Mod+"}[i/26]
			s.check(registry.Bind(a.ID, action.Must(mods+string(rune('A'+i%26)))))
		}
	}
	keyed := 0
	for _, place := range places {
		s.frame.Go(place.Screen, place.ID)
		s.rest()
		for _, c := range s.controls() {
			key := c.TipText().Key
			// What fills the window is done to it or to the player: two actions are called so.
			if keys := s.meant(place.Screen, c); len(keys) > 0 && !slices.Contains(keys, key) {
				t.Errorf("%v: %s names the key %q; what is called so has %q", place, said(c), key, keys)
				continue
			}
			if key == "" {
				continue
			}
			keyed++
			if !slices.ContainsFunc(registry.All(), func(a *action.Action) bool { return registry.KeyLabel(a.ID) == key }) {
				t.Errorf("%v: %s names the key %q, which does nothing any more", place, said(c), key)
			}
		}
	}
	t.Logf("%d tooltips name keys", keyed)
	if keyed < 30 {
		t.Errorf("only %d tooltips name keys", keyed)
	}
}
