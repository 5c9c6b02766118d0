package core

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// target is an object that takes files while its screen is shown.
type target struct {
	xwidget.DropTarget
	screen string
}

// AddDropTarget makes an object of the page that is being made, or that is shown,
// take files that are dropped onto it, until the function that is returned is
// called.
func (f *Frame) AddDropTarget(object xwidget.DropTarget) (remove func()) {
	screen := f.making
	if screen == "" {
		screen = f.shown
	}
	f.targets = append(f.targets, target{object, screen})
	return func() {
		f.targets = slices.DeleteFunc(f.targets, func(t target) bool { return t.DropTarget == object })
	}
}

// dropped hands files to what lies under the pointer, else to the page. The
// position that comes with them is an old one on Windows (Fyne issue 6415), where
// the pointer itself is told of its place right after the drop; hence the wait for
// the next turn, and the question for what the pointer is over.
func (f *Frame) dropped(at fyne.Position, files []fyne.URI) {
	f.Do("drop files", func() { f.drop(at, files) })
}

func (f *Frame) drop(at fyne.Position, files []fyne.URI) {
	if len(files) == 0 || f.p.Window.Canvas().Overlays().Top() != nil {
		return
	}
	if f.p.Dropped != nil && f.p.Dropped(files) {
		return
	}
	if t := xwidget.PointedTarget(); t != nil && t.DropFiles(files) {
		return
	}
	for _, t := range slices.Backward(f.targets) {
		if t.screen == f.shown && f.under(t, at) && t.DropFiles(files) {
			return
		}
	}
	if taker, ok := f.pages[f.shown].(DropTaker); ok && taker.DropFiles(files) {
		return
	}
	f.Toast(xwidget.Warned, words.T("frame.drop-nowhere"))
}

// under tells whether the part of a target that is in sight lies at a place.
func (f *Frame) under(t target, at fyne.Position) bool {
	p, s, found := xwidget.InSight(f.middle, t.DropTarget)
	p = p.Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(f.middle))
	return found && at.X >= p.X && at.Y >= p.Y && at.X < p.X+s.Width && at.Y < p.Y+s.Height
}
