package create

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// family is the panel that shows what a take came from and what was made of it.
type family struct {
	page  *Page
	split *xwidget.Split
	grid  *xwidget.Grid
	alone *xwidget.Text

	turn  int // of the newest family that was asked for
	shown int64
	kin   []store.Kin
	rows  []branch
}

func newFamily(p *Page) *family {
	f := &family{page: p}
	title := xwidget.NewText(words.T("create.lineage-title"), look.Strong, look.TextHigh)
	shut := p.keyed("create.lineage", xwidget.NewIconButton("close", words.T("create.close-panel"), "", p.toggleLineage))
	head := container.New(xwidget.NewColumn(0, look.Space3, look.Space1), container.New(xwidget.NewLine(look.Space2, 1, 0), container.New(middle{shrinks: true}, title), shut))
	f.grid = xwidget.NewGrid(xwidget.GridParams{
		Least:  360, // a single column
		Height: func(float32) float32 { return look.Px(kinHeight) },
		New:    func() fyne.CanvasObject { return newKinRow(f) },
		Show:   func(index int, tile fyne.CanvasObject) { f.showKin(index, tile.(*kinRow)) },
		Open:   f.open,
		Tight:  true,
	})
	f.alone = xwidget.NewParagraph(words.T("create.lineage-alone"), look.Label, look.TextLow, 0)
	f.alone.Hide()
	body := container.NewStack(container.New(inset{look.Space1, 0}, container.New(slim{}, f.grid)), container.New(belowOne{}, f.alone))
	panel := container.NewStack(xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeLeft), container.NewBorder(head, nil, nil, nil, body))
	f.split = p.host.Split("create.lineage", xwidget.SplitParams{
		Main: p.stage.content, Side: panel, Trailing: true, Least: 200, Most: 360,
		State: xwidget.SplitState{Size: 240, Collapsed: true}, OnChanged: func(xwidget.SplitState) { f.look() },
	})
	return f
}

// slim lets a list of rows be as narrow as its panel.
type slim struct{}

// MinSize is a few rows of a few letters.
func (slim) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(160), look.Px(2*kinHeight))
}

// Layout gives the list all room.
func (slim) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// belowOne places a text below the only row of the list.
type belowOne struct{}

// MinSize is that of a text which breaks its lines.
func (belowOne) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout leaves the row its room.
func (belowOne) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, top := look.Px(look.Space3), look.Px(kinHeight+look.Space3)
	objects[0].Move(fyne.NewPos(side, top))
	objects[0].Resize(size.SubtractWidthHeight(2*side, top))
}

func (f *family) visible() bool { return !f.split.State().Collapsed }

// toggleLineage opens the panel, or folds it away.
func (p *Page) toggleLineage() { p.family.split.SetCollapsed(p.family.visible()) }

// showLineage shows the family of a take.
func (p *Page) showLineage(take project.Take) {
	p.family.split.SetCollapsed(false)
	p.goTo(take)
}

// look shows the family of what is looked at.
func (f *family) look() {
	f.page.stage.verbs.lineage.SetOn(f.visible())
	if take, ok := f.page.gallery.selectedTake(); ok {
		f.follow(take)
	}
}

// follow shows the family of a take while the panel is open.
func (f *family) follow(take project.Take) {
	if !f.visible() {
		return
	}
	if slices.ContainsFunc(f.kin, func(k store.Kin) bool { return k.Take.ID == take.ID }) {
		f.shown = take.ID
		f.grid.Refresh()
		f.reveal()
	}
	f.loadAsync(take.ID)
}

// again reads the family anew, because one of its takes may have a child.
func (f *family) again() {
	if f.visible() && f.shown != 0 {
		f.loadAsync(f.shown)
	}
}

func (f *family) loadAsync(take int64) {
	session := f.page.session.Load()
	if session == nil {
		return
	}
	f.turn++
	turn := f.turn
	f.page.errands.run(func(ctx context.Context) {
		tree, err := session.Store.TakeTree(ctx, take)
		rows := branches(tree)
		f.page.host.Do("show the lineage", func() {
			switch {
			case ctx.Err() != nil || f.turn != turn:
			case err != nil:
				f.page.fail(err)
			default:
				f.kin, f.rows, f.shown = tree, rows, take
				visible(f.alone, len(tree) == 1)
				f.grid.SetCount(len(tree))
				f.reveal()
			}
		})
	})
}

// reveal brings the take that is looked at into sight.
func (f *family) reveal() {
	f.grid.SetSelected(slices.IndexFunc(f.kin, func(k store.Kin) bool { return k.Take.ID == f.shown }))
}

// open goes to a member of the family.
func (f *family) open(index int) {
	if index < len(f.kin) {
		f.page.goTo(f.kin[index].Take)
	}
}

// drawn is told that a picture of a take is there.
func (f *family) drawn(take int64) {
	if f.visible() {
		f.grid.RefreshItem(slices.IndexFunc(f.kin, func(k store.Kin) bool { return k.Take.ID == take }))
	}
}

// goTo shows a take: in the list as it is, in that of all takes of this shot, or on
// the shot that it is of.
func (p *Page) goTo(take project.Take) {
	g := p.gallery
	p.compare.end()
	if i := g.indexOf(take.ID); i >= 0 {
		g.choose(i)
		return
	}
	if !g.fits(take.Shot) {
		g.wanted = take.ID
		p.host.Go("create", idOf(take.Shot))
		return
	}
	g.seek(take.ID)
}
