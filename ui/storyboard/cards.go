package storyboard

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// leastCard is the smallest width of a card at 100 %.
const leastCard = 208

// cards are the shots under their scenes.
type cards struct {
	page    *Page
	content *fyne.Container
	sheet   *sheet
	empty   *xwidget.Empty
	mark    *canvas.Rectangle // where the card that is dragged would go

	shown   map[*xwidget.Card]int64 // the shots that cards in sight stand for
	dragged int64                   // shot
	scene   int64                   // whose heading is dragged
	target  spot                    // where it would go
	aimed   bool                    // target is one
}

func newCards(p *Page) *cards {
	c := &cards{page: p, shown: map[*xwidget.Card]int64{}, mark: canvas.NewRectangle(look.Color(look.Accent))}
	model := xwidget.NewCard(16.0/9, nil)
	c.sheet = newSheet(sheetParams{
		height: model.HeightFor, card: c.create, show: c.show,
		gone:    func(card *xwidget.Card) { delete(c.shown, card) },
		heading: c.createHead, showHead: c.showHead,
		choose: func(index int) { p.press(p.shots[index].ID, held()) },
		open:   func(index int) { p.open(p.shots[index].ID) },
	})
	c.mark.Hide()
	add := xwidget.NewButton(words.T("storyboard.add"), "add", xwidget.Primary, p.add)
	add.SetTip(words.T("storyboard.add"), "")
	add.SetTipKey(p.host.Actions().KeyOf("storyboard.add"))
	c.empty = xwidget.NewEmpty("storyboard", words.T("storyboard.empty"), words.T("storyboard.empty-hint"), add)
	c.empty.Hide()
	c.content = container.NewStack(container.New(margin{}, c.sheet), c.empty, container.NewWithoutLayout(c.mark))
	return c
}

func (c *cards) create() *xwidget.Card {
	var card *xwidget.Card
	card = xwidget.NewCard(16.0/9, func() { c.page.press(c.shown[card], held()) })
	card.OnOpen = func() { c.page.open(c.shown[card]) }
	card.OnDrag = func(at fyne.Position) { c.drag(c.shown[card], at) }
	card.OnDragEnd = c.drop
	return card
}

func (c *cards) show(index int, card *xwidget.Card) {
	if index >= len(c.page.shots) {
		return
	}
	c.shown[card] = c.page.shots[index].ID
	card.Set(c.page.cardOf(c.page.shots[index]))
}

func (c *cards) createHead() *heading {
	var h *heading
	p := c.page
	h = newHeading(p, func() { p.fold(p.indexOfScene(h.scene)) }, func() { p.rename(p.indexOfScene(h.scene)) })
	h.onMenu = func(at fyne.Position) { p.openHeadMenu(h.scene, at) }
	h.onDrag = func(at fyne.Position) { c.dragScene(h.scene, at) }
	h.onDragEnd = c.drop
	return h
}

func (c *cards) showHead(at int, h *heading) {
	if at < len(c.page.sections) {
		one := c.page.sections[at]
		h.set(one, c.page.total(c.page.shots[one.from:one.to]))
	}
}

// list shows the sections of the page.
func (c *cards) list() {
	p := c.page
	c.sheet.set(p.sections, len(p.board.scenes) > 0)
	show(c.empty, len(p.shots) == 0 && len(p.board.scenes) == 0 && p.session != nil && p.board.film.UUID != "")
}

// refresh shows all that is in sight anew.
func (c *cards) refresh() { c.sheet.refresh() }

// open goes to where a shot is written and its takes are looked at.
func (p *Page) open(shot int64) {
	if shot != 0 {
		p.host.Go("create", strconv.FormatInt(shot, 10))
	}
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
