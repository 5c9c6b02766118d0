package storyboard

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// cards is the grid of shots.
type cards struct {
	page    *Page
	content *fyne.Container
	grid    *xwidget.Grid
	empty   *xwidget.Empty
	mark    *canvas.Rectangle // where the card that is dragged would go

	shown   map[*xwidget.Card]int64 // the shots that cards in sight stand for
	dragged int64
	target  int // the index before which it would go
}

func newCards(p *Page) *cards {
	c := &cards{page: p, shown: map[*xwidget.Card]int64{}, mark: canvas.NewRectangle(look.Color(look.Accent))}
	model := xwidget.NewCard(16.0/9, nil)
	c.grid = xwidget.NewGrid(xwidget.GridParams{
		Least: 208, Height: model.HeightFor, New: c.create, Show: c.show,
		Gone:   func(tile fyne.CanvasObject) { delete(c.shown, tile.(*xwidget.Card)) },
		Select: func(index int) { p.press(p.shots[index].ID, held()) },
		Open:   func(index int) { p.open(p.shots[index].ID) },
	})
	c.mark.Hide()
	add := xwidget.NewButton(words.T("storyboard.add"), "add", xwidget.Primary, p.add)
	add.SetTip(words.T("storyboard.add"), "")
	add.SetTipKey(p.host.Actions().KeyOf("storyboard.add"))
	c.empty = xwidget.NewEmpty("storyboard", words.T("storyboard.empty"), words.T("storyboard.empty-hint"), add)
	c.empty.Hide()
	c.content = container.NewStack(container.New(margin{}, c.grid), c.empty, container.NewWithoutLayout(c.mark))
	return c
}

func (c *cards) create() fyne.CanvasObject {
	var card *xwidget.Card
	card = xwidget.NewCard(16.0/9, func() { c.page.press(c.shown[card], held()) })
	card.OnOpen = func() { c.page.open(c.shown[card]) }
	card.OnDrag = func(at fyne.Position) { c.drag(c.shown[card], at) }
	card.OnDragEnd = c.drop
	return card
}

func (c *cards) show(index int, tile fyne.CanvasObject) {
	card := tile.(*xwidget.Card)
	if index >= len(c.page.shots) {
		return
	}
	c.shown[card] = c.page.shots[index].ID
	card.Set(c.page.cardOf(c.page.shots[index]))
}

func (c *cards) setCount(count int) {
	c.grid.SetCount(count)
	if count == 0 && c.page.session != nil && c.page.board.film.UUID != "" {
		c.empty.Show()
	} else {
		c.empty.Hide()
	}
}

// refresh shows all cards in sight anew.
func (c *cards) refresh() {
	first, last := c.grid.InSight()
	for i := first; i < last; i++ {
		c.grid.RefreshItem(i)
	}
}

// drag shows where a card would go when it is let go here.
func (c *cards) drag(shot int64, at fyne.Position) {
	c.dragged, c.target = shot, -1
	driver := fyne.CurrentApp().Driver()
	for card, id := range c.shown {
		where, size := driver.AbsolutePositionForObject(card), card.Size()
		gap := look.Px(look.Space3)
		if at.X < where.X-gap || at.X >= where.X+size.Width+gap || at.Y < where.Y-gap || at.Y >= where.Y+size.Height {
			continue
		}
		after := at.X > where.X+size.Width/2
		c.target = c.page.index(id)
		x := where.X - gap/2
		if after {
			c.target++
			x = where.X + size.Width + gap/2
		}
		origin := driver.AbsolutePositionForObject(c.content)
		c.mark.FillColor = look.Color(look.Accent)
		c.mark.Move(fyne.NewPos(x-origin.X-look.Px(1), where.Y-origin.Y))
		c.mark.Resize(fyne.NewSize(look.Px(2), size.Height))
		c.mark.Show()
		c.mark.Refresh()
		return
	}
	c.mark.Hide()
}

// drop moves what was dragged: the whole selection where the card is of it.
func (c *cards) drop() {
	c.mark.Hide()
	p, target := c.page, c.target
	shot := c.dragged
	c.dragged, c.target = 0, -1
	if shot == 0 || target < 0 || p.index(shot) < 0 {
		return
	}
	if !p.selected[shot] {
		p.only(p.index(shot))
	}
	p.moveTo(target)
}

// open goes to where a shot is written and its takes are looked at.
func (p *Page) open(shot int64) {
	if shot != 0 {
		p.host.Go("create", strconv.FormatInt(shot, 10))
	}
}

// moveTo puts the selected shots before the one at an index of the list.
func (p *Page) moveTo(index int) {
	moved := p.chosen()
	after := int64(0)
	for i := index - 1; i >= 0; i-- {
		if !p.selected[p.shots[i].ID] {
			after = p.shots[i].ID
			break
		}
	}
	if after == 0 && p.scene != 0 && len(p.shots) > 0 { // before the first of a scene, not of the film
		first := slices.IndexFunc(p.board.shots, func(s project.Shot) bool { return s.ID == p.shots[0].ID })
		for i := first - 1; i >= 0 && after == 0; i-- {
			if !p.selected[p.board.shots[i].ID] {
				after = p.board.shots[i].ID
			}
		}
	}
	p.move(moved, after)
}

// margin leaves air around the grid.
type margin struct{}

// MinSize is that of the grid with its air.
func (margin) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*look.Px(look.Space3), look.Px(look.Space3))
}

// Layout places it.
func (margin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side := look.Px(look.Space3)
	objects[0].Move(fyne.NewPos(side, look.Px(look.Space2)))
	objects[0].Resize(fyne.NewSize(size.Width-side-look.Px(look.Space1), size.Height-look.Px(look.Space2)))
}
