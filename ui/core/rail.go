package core

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// rail is the list of screens at the left.
type rail struct {
	content *fyne.Container
	items   map[string]*xwidget.RailItem
}

func newRail(f *Frame) *rail {
	r := &rail{items: map[string]*xwidget.RailItem{}}
	back := xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeRight)
	r.content = container.New(&railLayout{}, back)
	layout := r.content.Layout.(*railLayout)
	for _, s := range f.screens {
		item := xwidget.NewRailItem(words.T(s.Title), s.Icon, func() { f.Go(s.ID, "") })
		item.SetCount(f.counts[s.ID])
		r.items[s.ID] = item
		r.content.Add(item)
		if s.Last {
			layout.last++
		}
	}
	r.tell(f)
	return r
}

// tell puts the keys of the screens into the tooltips.
func (r *rail) tell(f *Frame) {
	for _, s := range f.screens {
		r.items[s.ID].SetTip(words.T(s.Title), f.actions.KeyLabel(goTo+s.ID))
	}
}

func (r *rail) mark(id string) {
	for screen, item := range r.items {
		item.SetSelected(screen == id)
	}
}

func (r *rail) count(id, count string) {
	if item := r.items[id]; item != nil {
		item.SetCount(count)
	}
}

// railLayout stacks the items from the top, and the last ones from the foot. The
// first object is the panel behind them.
type railLayout struct{ last int }

func (l *railLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, look.Px(look.Space4))
	for _, o := range objects[1:] {
		min := o.MinSize()
		size.Width = max(size.Width, min.Width)
		size.Height += min.Height + look.Px(2)
	}
	return size.AddWidthHeight(look.Px(2*6), 0)
}

func (l *railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	x, y := look.Px(6), look.Px(look.Space2)
	items := objects[1:]
	for i, o := range items {
		if i == len(items)-l.last {
			rest := float32(0)
			for _, foot := range items[i:] {
				rest += foot.MinSize().Height + look.Px(2)
			}
			y = max(y, size.Height-rest-look.Px(6))
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(size.Width-2*x, height))
		y += height + look.Px(2)
	}
}

// frameLayout has the rail at the left, the status bar at the foot, the screen in
// what is left and the messages over it. It also notices how large the window is.
type frameLayout struct{ frame *Frame }

// What every screen has at least, at 100 %: as much as those need that need most, so
// that the window does not grow by itself when another screen is opened.
const (
	leastWidth  = 745
	leastHeight = 400
)

func (l *frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rail, middle, status := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(rail.Width+max(middle.Width, look.Px(leastWidth)), max(rail.Height, middle.Height, look.Px(leastHeight))+status.Height)
}

func (l *frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail, status := objects[0].MinSize().Width, objects[2].MinSize().Height
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(rail, size.Height-status))
	objects[1].Move(fyne.NewPos(rail, 0))
	objects[1].Resize(fyne.NewSize(size.Width-rail, size.Height-status))
	objects[2].Move(fyne.NewPos(0, size.Height-status))
	objects[2].Resize(fyne.NewSize(size.Width, status))
	objects[3].Move(objects[1].Position())
	objects[3].Resize(objects[1].Size())
	l.frame.keepPlace(size)
}
