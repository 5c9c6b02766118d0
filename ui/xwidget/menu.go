package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// OpenMenu opens a menu in a window, with air between it and the window's edges. It
// hangs below its place, or stands on it where there is no room below: a place has
// no size where it is the pointer, else it is that of the button.
func OpenMenu(c fyne.Canvas, menu *fyne.Menu, at fyne.Position, place fyne.Size) {
	air, gap := look.Px(look.Space2), float32(0)
	if !place.IsZero() {
		gap = look.Px(look.Space1)
	}
	pop := widget.NewPopUpMenu(menu, c)
	size, room := pop.MinSize(), c.Size()
	x, y := at.X, at.Y+place.Height+gap
	if x+size.Width > room.Width-air {
		x = min(at.X+place.Width, room.Width-air) - size.Width
	}
	if y+size.Height > room.Height-air {
		y = min(at.Y-gap, room.Height-air) - size.Height
	}
	pop.ShowAtPosition(fyne.NewPos(max(x, air), max(y, air)))
}
