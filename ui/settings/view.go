package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// view is what the page looks like: the sections at the left, the one that is shown
// at the right.
type view struct {
	content *fyne.Container
	back    *xwidget.Panel
	title   *xwidget.Text
	items   []*xwidget.NavItem
	place   *fyne.Container
}

func newView(p *Page) *view {
	v := &view{
		back:  xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeRight),
		title: xwidget.NewText(words.T("screen.settings"), look.Heading, look.TextHigh),
		place: container.NewStack(),
	}
	objects := []fyne.CanvasObject{v.back, v.title, v.place}
	for _, s := range sections {
		item := xwidget.NewNavItem(words.T(s.title), s.icon, func() { p.host.Go(screen, s.id) })
		v.items = append(v.items, item)
		objects = append(objects, item)
	}
	v.content = container.New(viewLayout{v}, objects...)
	return v
}

// show puts a section in place.
func (v *view) show(index int, shown part) {
	for i, item := range v.items {
		item.SetSelected(i == index)
	}
	if content := shown.content(); len(v.place.Objects) == 0 || v.place.Objects[0] != content {
		v.place.Objects = []fyne.CanvasObject{content}
		v.place.Refresh()
	}
}

type viewLayout struct{ view *view }

func (l viewLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(640), look.Px(320))
}

func (l viewLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	v := l.view
	margin := look.Px(look.Space3)
	side := look.Px(180)
	for _, item := range v.items {
		side = max(side, item.MinSize().Width+2*margin)
	}
	put(v.back, 0, 0, side, size.Height)
	title := look.Heading.Measure("M").Height
	y := look.Px(20)
	put(v.title, margin+look.Px(10), y, side-2*margin, title)
	y += title + look.Px(look.Space4)
	for _, item := range v.items {
		height := item.MinSize().Height
		put(item, margin, y, side-2*margin, height)
		y += height + look.Px(2)
	}
	put(v.place, side, 0, max(size.Width-side, 0), size.Height)
}

func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

func visible(o fyne.CanvasObject, yes bool) {
	if yes && !o.Visible() {
		o.Show()
	} else if !yes && o.Visible() {
		o.Hide()
	}
}

// fail says what could not be done; nil says nothing.
func (p *Page) fail(err error) {
	if err != nil {
		p.host.Toast(xwidget.Failed, fault.Sentence(err))
	}
}
