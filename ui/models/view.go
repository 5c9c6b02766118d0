package models

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// view is what the page looks like: the packs at the left, the selected one at the
// right.
type view struct {
	page    *Page
	content *fyne.Container
	title   *xwidget.Text
	count   *xwidget.Text
	fetch   *xwidget.Button
	add     *xwidget.Button
	fault   *xwidget.Banner
	empty   *xwidget.Empty
	grid    *xwidget.Grid
	split   *xwidget.Split
	detail  *detail
}

func newView(p *Page) *view {
	v := &view{
		page:  p,
		title: xwidget.NewText(words.T("screen.models"), look.Heading, look.TextHigh),
		count: xwidget.NewText("", look.Body, look.TextMedium),
		fetch: xwidget.NewButton(words.T("models.fetch"), "download", xwidget.Normal, p.askAddresses),
		add:   xwidget.NewButton(words.T("models.add"), "add", xwidget.Normal, p.pickAsync),
	}
	dismiss := xwidget.NewButton(words.T("frame.close"), "", xwidget.Quiet, func() { p.fail(nil) })
	dismiss.SetTip(words.T("frame.dismiss"), "")
	v.fault = xwidget.NewBanner(xwidget.Failed, "", "", dismiss)
	first := xwidget.NewButton(words.T("models.add"), "add", xwidget.Primary, p.pickAsync)
	first.SetTip(words.T("models.add-tip"), "")
	first.SetTipKey(p.host.Actions().KeyOf("models.add"))
	v.empty = xwidget.NewEmpty("models", words.T("models.empty"), words.T("models.empty-advice"), first)
	rows := &items{p, map[fyne.CanvasObject]int{}}
	v.grid = xwidget.NewGrid(xwidget.GridParams{
		Least: 300, Height: func(float32) float32 { return look.Px(60) },
		New: rows.create, Show: rows.show,
		Select: p.choose,
	})
	v.detail = newDetail(p)
	v.split = p.host.Split("models", xwidget.SplitParams{
		Side: v.grid, Main: v.detail.content, Least: 320, State: xwidget.SplitState{Size: 380},
	})
	v.content = container.New(&viewLayout{v}, v.title, v.count, v.fetch, v.add, v.fault, v.split, v.empty)
	v.fault.Hide()
	v.empty.Hide()
	v.split.Hide()
	return v
}

// tell puts the keys into the tooltips: they are known once the page is open.
func (v *view) tell() {
	v.add.SetTip(words.T("models.add-tip"), "")
	v.add.SetTipKey(v.page.host.Actions().KeyOf("models.add"))
	v.fetch.SetTip(words.T("models.fetch-tip"), "")
	v.fetch.SetTipKey(v.page.host.Actions().KeyOf("models.fetch"))
	if v.page.canFetch() {
		v.fetch.Enable()
	} else {
		v.fetch.SetTip(words.T("models.fetch-needs"), "")
		v.fetch.Disable()
	}
	v.detail.tell()
}

func visible(o fyne.CanvasObject, yes bool) {
	if yes && !o.Visible() {
		o.Show()
	} else if !yes && o.Visible() {
		o.Hide()
	}
}

// show puts the packs in place.
func (v *view) show() {
	some := len(v.page.packs) > 0
	if v.page.loaded {
		visible(v.empty, !some)
		visible(v.split, some)
		visible(v.add, some)
		visible(v.fetch, some)
	}
	v.count.SetText("")
	if some {
		v.count.SetText(words.N("models.count", len(v.page.packs)))
	}
	v.grid.SetCount(len(v.page.packs))
	v.grid.SetSelected(v.page.index(v.page.selected))
	if pack, ok := v.page.chosen(); ok {
		v.detail.show(pack, v.page.checking == pack.Name)
	}
	v.layout()
}

func (v *view) layout() { v.content.Layout.Layout(v.content.Objects, v.content.Size()) }

// showProgress shows how much of a check is done; below 0 that there is none.
func (v *view) showProgress(share float64) { v.detail.showProgress(share) }

// setError says what could not be done; nil takes it back.
func (v *view) setError(err error) {
	if err != nil {
		v.fault.Set(fault.Parts(err))
	}
	visible(v.fault, err != nil)
	v.layout()
}

func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// viewLayout puts the head above the two columns.
type viewLayout struct{ view *view }

func (l *viewLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(640), look.Px(320))
}

func (l *viewLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	v := l.view
	side, y := look.Px(look.Space5), look.Px(20)
	width, control := size.Width-2*side, look.Px(look.ControlHeight)
	least := v.add.MinSize().Width
	place(v.add, side+width-least, y, least, control)
	most := v.fetch.MinSize().Width
	place(v.fetch, side+width-least-look.Px(look.Space2)-most, y, most, control)
	title := look.Heading.Measure("M").Height
	place(v.title, side, y+(control-title)/2, max(width-least-most-look.Px(look.Space3+look.Space2), 0), title)
	y += control + look.Px(look.Space1)
	text := look.Body.Measure("M").Height
	place(v.count, side, y, width, text)
	y += text + look.Px(look.Space4)
	if v.fault.Visible() {
		height := v.fault.HeightFor(width)
		place(v.fault, side, y, width, height)
		y += height + look.Px(look.Space3)
	}
	margin := look.Px(look.Space2) // that of the rows
	place(v.split, side-margin-look.Px(look.Space1), y, width+margin+look.Px(look.Space1)+side, max(size.Height-y, 0))
	place(v.empty, 0, 0, size.Width, size.Height)
}
