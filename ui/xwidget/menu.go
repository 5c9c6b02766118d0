package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// OpenMenu opens a menu in a window, with air between it and the window's edges, at a
// place: that of a button, or the pointer, which has no size. It hangs below the place,
// or stands on it where there is no room below. Where there is none above either, it
// stands beside a button, so that it never covers what opened it.
func OpenMenu(c fyne.Canvas, menu *fyne.Menu, at fyne.Position, place fyne.Size) {
	pop := widget.NewPopUpMenu(menu, c)
	size := pop.MinSize()
	size.Width = max(size.Width, place.Width)
	pop.Resize(size)
	pop.ShowAtPosition(menuPosition(size, c.Size(), at, place))
}

// menuPosition is where a menu of a size stands in a window.
func menuPosition(size, room fyne.Size, at fyne.Position, place fyne.Size) fyne.Position {
	air, gap := look.Px(look.Space2), float32(0)
	if !place.IsZero() {
		gap = look.Px(look.Space1)
	}
	x, y := at.X, at.Y+place.Height+gap
	if x+size.Width > room.Width-air {
		x = min(at.X+place.Width, room.Width-air) - size.Width
	}
	if y+size.Height > room.Height-air {
		y = min(at.Y-gap, room.Height-air) - size.Height
	}
	if y < air && !place.IsZero() {
		y = min(at.Y, room.Height-air-size.Height)
		if x = at.X + place.Width + gap; x+size.Width > room.Width-air {
			x = at.X - gap - size.Width
		}
	}
	return fyne.NewPos(max(x, air), max(y, air))
}
