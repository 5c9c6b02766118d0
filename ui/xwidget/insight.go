package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// InSight is the part of an object below root that can be seen, as seen from root:
// what the scrolled places around it leave of it. It is empty for one that is
// scrolled away, and not found where it is hidden or not below root.
func InSight(root, object fyne.CanvasObject) (at fyne.Position, size fyne.Size, found bool) {
	whole := region{right: root.Size().Width, bottom: root.Size().Height}
	seen, found := whole.find(root, fyne.Position{}, object)
	return fyne.NewPos(seen.left, seen.top), fyne.NewSize(max(seen.right-seen.left, 0), max(seen.bottom-seen.top, 0)), found
}

// region is what can be seen of the window.
type region struct{ left, top, right, bottom float32 }

// of is what is left of it for something of a size at a place.
func (r region) of(at fyne.Position, size fyne.Size) region {
	return region{max(r.left, at.X), max(r.top, at.Y), min(r.right, at.X+size.Width), min(r.bottom, at.Y+size.Height)}
}

// find looks for an object in what lies at a place.
func (r region) find(in fyne.CanvasObject, at fyne.Position, object fyne.CanvasObject) (region, bool) {
	if !in.Visible() {
		return region{}, false
	}
	if in == object {
		return r.of(at, in.Size()), true
	}
	var within []fyne.CanvasObject
	switch in := in.(type) {
	case *fyne.Container:
		within = in.Objects
	case *container.Scroll:
		r, within = r.of(at, in.Size()), []fyne.CanvasObject{in.Content}
	case parts:
		within = in.objects()
	}
	for _, o := range within {
		if seen, ok := r.find(o, at.Add(o.Position()), object); ok {
			return seen, true
		}
	}
	return region{}, false
}
