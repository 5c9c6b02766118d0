package create

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
)

func TestTwoTakesAreCompared(t *testing.T) {
	s := onScene(t, sceneParams{seed: related, viewer: container.NewWithoutLayout()})
	s.drawn()
	g, c := s.page.gallery, s.page.compare
	known := func() bool { return len(c.left.Recipe) > 0 && len(c.right.Recipe) > 0 }
	g.choose(2) // T06, which was made of T02
	s.press(fyne.KeyC)
	s.until("both are known", known)
	if !c.on || c.left.Code != "SH010_T06" || c.right.Code != "SH010_T02" {
		t.Fatalf("%s and %s are compared", c.left.Code, c.right.Code)
	}
	g.choose(0)
	s.until("both are known", known)
	want := []string{"SH010_made05.mov SH010_made01.mov", "SH010_made05.mov SH010_made07.mov"}
	if !slices.Equal(s.host.pairs, want) {
		t.Errorf("the viewer compares %q, not %q", s.host.pairs, want)
	}
	said := func(side int) string {
		var all []string
		for _, row := range c.sides[side].rows.Objects {
			all = append(all, testText(row))
		}
		return strings.Join(all, "; ")
	}
	if got := said(0); !strings.Contains(got, "Made by Edited") || !strings.Contains(got, "SH010_T01_F00023") {
		t.Errorf("said of the left one: %s", got)
	}
	s.press(fyne.KeyS)
	if c.left.Code != "SH010_T08" {
		t.Errorf("the left one is %s now", c.left.Code)
	}
	loaded := len(s.host.loaded)
	s.press(fyne.Key2)
	s.kept()
	if c.on || !takeCode(t, s, "SH010_T06").Favourite {
		t.Error("the right one is not kept")
	}
	if take, _ := g.selectedTake(); take.Code != "SH010_T06" || len(s.host.loaded) == loaded {
		t.Errorf("%s is looked at", take.Code)
	}
	s.press(fyne.KeyC)
	s.press(fyne.KeyEscape)
	if c.on {
		t.Error("Escape does not end it")
	}
	if take, _ := g.selectedTake(); take.Code != "SH010_T06" {
		t.Errorf("%s is looked at", take.Code)
	}
}

// testText is all texts in an object.
func testText(o fyne.CanvasObject) string {
	var parts []string
	if box, ok := o.(*fyne.Container); ok {
		for _, inner := range box.Objects {
			parts = append(parts, testText(inner))
		}
	}
	if text, ok := o.(interface{ Text() string }); ok {
		parts = append(parts, text.Text())
	}
	return strings.Join(parts, " ")
}

func TestApart(t *testing.T) {
	for _, c := range []struct{ left, right, a, b string }{
		{"a ball", "a cube", "a ball", "a cube"},
		{"", "a cube", "", "a cube"},
		{"a red ball drops on the floor and rolls away to the left side", "a red ball drops on the floor and jumps away to the left side", "… floor and rolls away to …", "… floor and jumps away to …"},
		{"one two three four five", "one two three four five six", "… four five", "… four five six"},
		{"x x x x x x", "x x x x x x x x", "… x x", "… x x x x"},
	} {
		if a, b := apart(c.left, c.right); a != c.a || b != c.b {
			t.Errorf("%q and %q: %q and %q, not %q and %q", c.left, c.right, a, b, c.a, c.b)
		}
	}
}

func TestComparingLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"compare_dark":   {seed: related},
		"compare_light":  {seed: related, look: look.Params{Mode: look.Light}},
		"compare_german": {seed: related, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.drawn()
			s.page.gallery.choose(2)
			s.run("create.compare")
			s.until("both are known", func() bool { return len(s.page.compare.right.Recipe) > 0 })
			s.until("the right one is drawn", func() bool { return s.page.gallery.known(s.page.compare.right.ID) != nil })
			s.drawn()
			s.parts(name, s.page.family.split, s.page.gallery.content)
		})
	}
}
