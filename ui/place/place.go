// Package place tells where on the screen a window stands, and puts it there again.
//
// Fyne knows the size of its windows only. X11 and Windows can be asked for the
// place; Wayland lets no program know or choose it, and there nothing is done.
//
// Concurrency: call it from the goroutine of the user interface. Each call asks the
// display once and keeps nothing.
package place

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// Of is where the window's corner stands, its frame included, in pixels of the
// display; not ok where the display does not tell, or the window is not shown.
func Of(w fyne.Window) (corner image.Point, ok bool) {
	native(w, func(context any) { corner, ok = of(context) })
	return corner, ok
}

// Move puts the window's corner, its frame included, to a place that Of has told.
// A place that lies on no screen any more is not taken, and the window stays.
func Move(w fyne.Window, corner image.Point) {
	native(w, func(context any) { move(context, corner) })
}

func native(w fyne.Window, do func(context any)) {
	if n, ok := w.(driver.NativeWindow); ok {
		n.RunNative(do)
	}
}
