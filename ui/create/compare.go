package create

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// comparison shows two takes side by side. One clock moves both, so that the keys
// of the player mean both. While it is on, what is chosen in the gallery becomes the
// right one.
type comparison struct {
	page *Page
	on   bool

	left, right project.Take // with their recipes once they are read
	turn        int          // of the newest pair
	head        fyne.CanvasObject
	sides       [2]*comparedSide
	content     *fyne.Container // in the foot of the stage
	stills      *fyne.Container // in place of the viewer where the window has none
}

func newComparison(p *Page) *comparison {
	c := &comparison{page: p}
	c.sides = [2]*comparedSide{
		newComparedSide(p, "create.keep-left", func() { c.keep(c.left) }, func() { p.gallery.turnFavourite(c.left) }),
		newComparedSide(p, "create.keep-right", func() { c.keep(c.right) }, func() { p.gallery.turnFavourite(c.right) }),
	}
	hint := xwidget.NewText(words.T("create.comparing"), look.Caption, look.TextMedium)
	swap := p.keyed("create.swap", xwidget.NewIconButton("swap", words.T("create.swap"), "", c.swap))
	leave := p.keyed("create.leave", xwidget.NewIconButton("close", words.T("create.leave"), "", c.end))
	c.head = container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.EdgeBottom),
		container.New(xwidget.NewColumn(0, look.Space4, look.Space1),
			container.New(xwidget.NewLine(look.Space1, 1, 0, 0), container.New(middle{shrinks: true}, hint), swap, leave)))
	c.head.Hide()
	c.content = container.New(xwidget.NewLine(look.Space5, 1, 1), c.sides[0].content, c.sides[1].content)
	c.content = container.New(xwidget.NewColumn(0, look.Space4, look.Space2), c.content)
	c.content.Hide()
	c.stills = container.New(xwidget.NewLine(look.Space2, 1, 1), newFrozen(), newFrozen())
	c.stills.Hide()
	return c
}

// compareChosen compares the take that is looked at with the one that it was made
// of, or else with its neighbour, and stops comparing where it does.
func (p *Page) compareChosen() {
	if p.compare.on {
		p.compare.end()
		return
	}
	take, ok := p.gallery.selectedTake()
	if !ok {
		return
	}
	other, ok := p.gallery.partnerOf(take)
	if !ok {
		p.host.Toast(xwidget.Neutral, words.T("create.compare-alone"))
		return
	}
	p.compare.begin(take, other)
}

// partnerOf is what a take is compared with first.
func (g *gallery) partnerOf(take project.Take) (project.Take, bool) {
	if i := g.takes.indexOf(take.Parent); take.Parent != 0 && i >= 0 {
		return g.takes.at(i), true
	}
	at := g.takes.indexOf(take.ID)
	for _, i := range []int{at + 1, at - 1} {
		if i >= 0 && i < g.takes.len() {
			return g.takes.at(i), true
		}
	}
	return project.Take{}, false
}

// begin puts two takes side by side.
func (c *comparison) begin(left, right project.Take) {
	if left.ID == right.ID {
		return
	}
	c.on, c.left, c.right = true, left, right
	c.page.stage.compare(true)
	c.load()
}

// with puts another take on the right.
func (c *comparison) with(take project.Take) {
	if take.ID != c.left.ID {
		c.right = take
		c.load()
	}
}

// swap changes the sides.
func (c *comparison) swap() {
	c.left, c.right = c.right, c.left
	c.page.gallery.selected = c.left.ID
	c.load()
}

// keep marks one of both as favourite and goes on with it alone.
func (c *comparison) keep(take project.Take) {
	if !take.Favourite {
		c.page.gallery.turnFavourite(take)
	}
	c.page.gallery.selected, c.page.gallery.itself = take.ID, false
	c.end()
}

// end shows again what is chosen.
func (c *comparison) end() {
	if !c.on {
		return
	}
	c.on = false
	c.turn++
	c.page.stage.compare(false)
	g := c.page.gallery
	g.refresh()
	if i := g.indexOf(g.selected); i >= 0 {
		g.grid.SetSelected(i)
	}
	g.present()
}

// load shows both takes and reads what they were made with.
func (c *comparison) load() {
	c.turn++
	turn, left, right := c.turn, c.left.ID, c.right.ID
	p := c.page
	session := p.session.Load()
	if session == nil {
		return
	}
	if p.stage.hasViewer() {
		p.host.CompareTakes(session.Store.Path(c.left.Path), session.Store.Path(c.right.Path))
	}
	c.paint(nil, false)
	p.gallery.grid.Refresh()
	p.errands.run(func(ctx context.Context) {
		a, err := session.Store.Take(ctx, left)
		var b project.Take
		if err == nil {
			b, err = session.Store.Take(ctx, right)
		}
		var found []difference
		if err == nil {
			found = differences(a, b)
		}
		p.host.Do("tell two takes apart", func() {
			switch {
			case ctx.Err() != nil || c.turn != turn || !c.on:
			case err != nil:
				p.fail(err)
			default:
				c.left, c.right = a, b
				c.paint(found, true)
			}
		})
	})
}

// paint shows both takes, and what sets them apart once that is known.
func (c *comparison) paint(found []difference, known bool) {
	g := c.page.gallery
	left, right := side{take: c.left}, side{take: c.right}
	for i, d := range found {
		if i == mostDifferences {
			left.more, right.more = len(found)-i, len(found)-i
			break
		}
		left.rows, right.rows = append(left.rows, fact{d.name, d.left}), append(right.rows, fact{d.name, d.right})
	}
	left.same = known && len(found) == 0
	c.sides[0].show(left)
	c.sides[1].show(right)
	for i, take := range []project.Take{c.left, c.right} {
		c.stills.Objects[i].(*frozen).set(g.poster(take))
	}
	c.page.stage.content.Refresh()
}

// changed shows a take anew that somebody has marked or noted.
func (c *comparison) changed(take project.Take) {
	for i, shown := range []*project.Take{&c.left, &c.right} {
		if c.on && shown.ID == take.ID {
			shown.Favourite, shown.Note = take.Favourite, take.Note
			c.sides[i].mark(*shown)
		}
	}
}

// drawn is told that a picture of a take is there.
func (c *comparison) drawn(take int64) {
	for i, shown := range []project.Take{c.left, c.right} {
		if c.on && shown.ID == take {
			c.stills.Objects[i].(*frozen).set(c.page.gallery.poster(shown))
		}
	}
}

// mark tells whether a take is one of both, and on which side.
func (c *comparison) mark(take int64) (badge string, shown bool) {
	switch {
	case c.on && take == c.left.ID:
		return words.T("create.left-side"), true
	case c.on && take == c.right.ID:
		return words.T("create.right-side"), true
	}
	return "", false
}

// known is the picture of a take if it was drawn already.
func (g *gallery) known(take int64) image.Image {
	if p, ok := g.thumbs.posters.get(take); ok {
		return p
	}
	return nil
}
