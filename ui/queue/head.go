package queue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// head is everything of the page but the lines of its list.
type head struct {
	page    *Page
	content *fyne.Container

	title, outlook *xwidget.Text
	lists          *xwidget.Segmented
	hold           *xwidget.Button
	held, fault    *xwidget.Banner
	empty          map[emptiness]*xwidget.Empty
	bar            *selectionBar
}

// emptiness is why there is nothing in the list.
type emptiness int

const (
	full emptiness = iota
	noProject
	nothingOpen
	nothingDone
)

func newHead(p *Page) *head {
	h := &head{
		page:    p,
		title:   xwidget.NewText(words.T("screen.queue"), look.Heading, look.TextHigh),
		outlook: xwidget.NewText("", look.Body, look.TextMedium),
	}
	h.lists = xwidget.NewSegmented([]string{words.T("queue.open"), words.T("queue.done")}, func(int) { h.listsChanged() })
	h.hold = xwidget.NewButton(words.T("queue.pause-all"), "pause", xwidget.Normal, p.hold)
	resume := p.told("queue.hold", words.T("queue.hold"), xwidget.NewButton(words.T("queue.resume-all"), "play", xwidget.Primary, p.hold))
	h.held = xwidget.NewBanner(xwidget.Warned, words.T("queue.held"), words.T("queue.held-advice"), resume)
	dismiss := xwidget.NewButton(words.T("frame.close"), "", xwidget.Quiet, func() { h.setError(nil) })
	dismiss.SetTip(words.T("frame.dismiss"), "")
	h.fault = xwidget.NewBanner(xwidget.Failed, "", "", dismiss)
	h.empty = map[emptiness]*xwidget.Empty{
		noProject: xwidget.NewEmpty("projects", words.T("queue.no-project"), words.T("queue.no-project-advice"),
			p.told("go.projects", words.T("screen.projects"),
				xwidget.NewButton(words.T("queue.to-projects"), "projects", xwidget.Primary, func() { p.host.Go("projects", "") }))),
		nothingOpen: xwidget.NewEmpty("queue", words.T("queue.empty"), words.T("queue.empty-advice"),
			p.told("go.create", words.T("screen.create"),
				xwidget.NewButton(words.T("queue.to-create"), "create", xwidget.Primary, func() { p.host.Go("create", "") }))),
		nothingDone: xwidget.NewEmpty("success", words.T("queue.none-done"), words.T("queue.none-done-advice"), nil),
	}
	h.bar = newSelectionBar(p)
	h.held.Hide()
	h.fault.Hide()
	h.bar.content.Hide()
	h.content = container.New(&pageLayout{h}, h.title, h.outlook, h.lists, h.hold, h.held, h.fault, p.list.content,
		h.empty[noProject], h.empty[nothingOpen], h.empty[nothingDone], h.bar.content)
	h.showEmpty(full)
	return h
}

// tell puts the keys into the tooltips: they are known once the page is open.
func (h *head) tell() {
	t := h.page.tip("queue.hold", words.T("queue.hold"))
	h.hold.SetTip(t.text, "")
	h.hold.SetTipKey(t.key)
	t = h.page.tip("queue.done", words.T("queue.switch"))
	h.lists.SetTip(t.text, "")
	h.lists.SetTipKey(t.key)
	h.bar.tell()
}

// done says whether the finished jobs are shown.
func (h *head) done() bool { return h.lists.Selected() == 1 }

func (h *head) switchLists() {
	h.lists.SetSelected(1 - h.lists.Selected())
	h.listsChanged()
}

func (h *head) listsChanged() {
	h.page.selectNone()
	h.page.list.scroll.ScrollToOffset(fyne.Position{})
	if h.page.watch != nil {
		h.page.order(h.page.watch.showDone(h.done()))
	}
}

// show puts what is around the list in place.
func (h *head) show(shot snapshot) {
	h.outlook.SetText(outlook(shot))
	h.showEmpty(h.emptiness(shot))
	open := h.page.watch != nil
	visible(h.outlook, open && h.emptiness(shot) == full)
	visible(h.lists, open)
	visible(h.hold, open && !shot.held && shot.active > 0)
	visible(h.held, open && shot.held)
	h.showSelection()
	h.content.Layout.Layout(h.content.Objects, h.content.Size())
}

func (h *head) emptiness(shot snapshot) emptiness {
	switch {
	case h.page.watch == nil:
		return noProject
	case len(shot.entries) > 0:
		return full
	case h.done():
		return nothingDone
	default:
		return nothingOpen
	}
}

func (h *head) showEmpty(why emptiness) {
	for which, e := range h.empty {
		visible(e, which == why)
	}
	visible(h.page.list.content, why == full)
}

// setError says what could not be done; nil takes it back.
func (h *head) setError(err error) {
	if err != nil {
		h.fault.Set(fault.Parts(err))
	}
	if (err != nil) != h.fault.Visible() {
		visible(h.fault, err != nil)
		h.content.Layout.Layout(h.content.Objects, h.content.Size())
	}
}

func (h *head) showSelection() {
	several := len(h.page.selected) > 1
	h.bar.show()
	if several != h.bar.content.Visible() {
		visible(h.bar.content, several)
		h.content.Layout.Layout(h.content.Objects, h.content.Size())
	}
}

// pageLayout puts the parts of the page below each other.
type pageLayout struct{ head *head }

func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(560), look.Px(320))
}

func (l *pageLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	h := l.head
	side, y := look.Px(look.Space5), look.Px(20)
	width := size.Width - 2*side
	right := side + width
	control := look.Px(look.ControlHeight)
	for _, o := range []fyne.CanvasObject{h.hold, h.lists} {
		if o.Visible() {
			least := o.MinSize()
			right -= least.Width
			place(o, right, y, least.Width, control)
			right -= look.Px(look.Space2)
		}
	}
	title := look.Heading.Measure("M").Height
	place(h.title, side, y+(control-title)/2, max(right-side, 0), title)
	y += control + look.Px(look.Space1)
	text := look.Body.Measure("M").Height
	place(h.outlook, side, y, width, text)
	y += text + look.Px(look.Space3)
	for _, b := range []*xwidget.Banner{h.fault, h.held} {
		if b.Visible() {
			height := b.HeightFor(width)
			place(b, side, y, width, height)
			y += height + look.Px(look.Space2)
		}
	}
	bottom := size.Height
	if h.bar.content.Visible() {
		height := h.bar.content.MinSize().Height
		bottom -= height
		place(h.bar.content, 0, bottom, size.Width, height)
	}
	// The lines' own margin lets their text begin where the title does.
	margin := look.Px(look.Space2)
	place(h.page.list.content, side-margin, y, width+margin+look.Px(look.Space3), max(bottom-y, 0))
	for _, e := range h.empty {
		place(e, 0, 0, size.Width, size.Height)
	}
}
