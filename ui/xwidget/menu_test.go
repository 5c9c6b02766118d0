package xwidget

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

func TestMenusKeepAwayFromTheEdges(t *testing.T) {
	w := inWindow(t, container.NewStack(), 600, 400)
	menu := func(items int) *fyne.Menu {
		m := fyne.NewMenu("")
		for range items {
			m.Items = append(m.Items, fyne.NewMenuItem("Show in the file manager", nil))
		}
		return m
	}
	button := fyne.NewSquareSize(30)
	for name, c := range map[string]struct {
		items int
		at    fyne.Position
		place fyne.Size
		above bool // its foot is at or above the place
	}{
		"in the middle":            {3, fyne.NewPos(200, 100), fyne.Size{}, false},
		"in a corner":              {3, fyne.NewPos(599, 399), fyne.Size{}, true},
		"at the top left":          {3, fyne.NewPos(0, 0), fyne.Size{}, false},
		"below a button":           {3, fyne.NewPos(200, 10), button, false},
		"at a button on the right": {3, fyne.NewPos(560, 10), button, false},
		"above a button":           {5, fyne.NewPos(560, 360), button, true},
		"left of a button":         {9, fyne.NewPos(560, 200), button, false},
		"right of a button":        {9, fyne.NewPos(20, 200), button, false},
	} {
		OpenMenu(w.Canvas(), menu(c.items), c.at, c.place)
		var pop *widget.PopUpMenu
		for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
			if p, ok := o.(*widget.PopUpMenu); ok {
				pop = p
			}
		}
		at, size, air := pop.Position(), pop.Size(), look.Px(look.Space2)
		if at.X < air || at.Y < air || at.X+size.Width > 600-air || at.Y+size.Height > 400-air {
			t.Errorf("%s: it stands at %v with %v", name, at, size)
		}
		if covers := at.Y < c.at.Y+c.place.Height && at.Y+size.Height > c.at.Y && at.X < c.at.X+c.place.Width && at.X+size.Width > c.at.X; !c.place.IsZero() && covers {
			t.Errorf("%s: it covers its button at %v, %v", name, at, size)
		}
		if above := at.Y+size.Height <= c.at.Y; above != c.above {
			t.Errorf("%s: it is above: %t, at %v", name, above, at)
		}
		pop.Hide()
	}
}

func TestALongChoicePushesNothingAside(t *testing.T) {
	name := "INT. " + strings.Repeat("A VERY LONG CORRIDOR ", 20)
	m := NewMenuButton(name, "", nil)
	all := m.MinSize().Width
	m.SetMost(120)
	if width := m.MinSize().Width; width >= all || width < 120 {
		t.Errorf("of %v it asks for %v", all, width)
	}
	inWindow(t, m, 160, 40)
	if m.label.Text == name || !strings.HasSuffix(m.label.Text, "…") || m.Text() != name {
		t.Errorf("it reads %q", m.label.Text)
	}
	m.SetText("INT. BAR")
	if short := NewMenuButton("INT. BAR", "", nil); m.MinSize() != short.MinSize() {
		t.Errorf("a short one asks for %v", m.MinSize())
	}
}
