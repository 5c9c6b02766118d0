package create

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// What is remembered of the line above the takes.
const (
	orderChoice = "create.order"
	scopeChoice = "create.scope"
)

// scopes are of which shots takes are shown, as it is remembered.
var scopes = []string{"shot", "film"}

// galleryBar is the line above the takes: how many there are, and which of them are
// shown in what order.
type galleryBar struct {
	content *fyne.Container
	title   *xwidget.Text
	scope   *xwidget.Segmented
	hearts  *xwidget.Button
	order   *xwidget.MenuButton
	by      sorting
}

func newGalleryBar(g *gallery) *galleryBar {
	h := g.page.host
	b := &galleryBar{by: sorting(max(slices.Index(sortings, h.Choice(orderChoice)), 0))}
	b.title = xwidget.NewText(words.T("create.takes-title"), look.Strong, look.TextHigh)
	b.title.SetLeast(48)
	b.scope = xwidget.NewSegmented([]string{words.T("create.this-shot"), words.T("create.all-shots")}, func(at int) {
		h.KeepChoice(scopeChoice, scopes[at])
		g.another()
	})
	b.scope.SetSelected(max(slices.Index(scopes, h.Choice(scopeChoice)), 0))
	b.scope.SetTip(words.T("create.scope-tip"), "")
	b.hearts = xwidget.NewIconButton("heart", words.T("create.favourites-tip"), "", func() {
		b.hearts.SetOn(!b.hearts.On())
		g.another()
	})
	g.page.keyed("create.favourites", b.hearts)
	orders := []string{words.T("create.newest"), words.T("create.oldest"), words.T("create.by-name"), words.T("create.longest")}
	b.order = xwidget.NewChoice(orders, int(b.by), g.sortBy)
	b.order.SetTip(words.T("create.order-tip"), "")
	b.content = container.New(xwidget.NewColumn(0, look.Space4, look.Space2),
		container.New(xwidget.NewLine(look.Space2, 1, 0, 0, 0), b.title, b.order, b.scope, b.hearts))
	return b
}

// everywhere tells whether the takes of all shots are shown.
func (b *galleryBar) everywhere() bool { return b.scope.Selected() == 1 }

// favourites tells whether no others are shown.
func (b *galleryBar) favourites() bool { return b.hearts.On() }

func (b *galleryBar) sorting() sorting { return b.by }

// count says how many takes there are, where that is known.
func (b *galleryBar) count(takes int, whole bool) {
	title := words.T("create.takes-title")
	if takes > 0 && whole {
		title = words.N("create.takes-count", takes)
	}
	b.title.SetText(title)
}

// sortBy shows the takes in an order that the user has chosen.
func (g *gallery) sortBy(at int) {
	g.bar.by = sorting(at)
	g.page.host.KeepChoice(orderChoice, sortings[at])
	g.another()
}

// another lists other takes, or in another order.
func (g *gallery) another() {
	g.page.compare.end()
	g.reload()
	g.choosing = true
}

// newEmpty says why there are no takes: there are none yet, or no favourites.
func newEmpty() *fyne.Container {
	return container.NewStack(
		xwidget.NewEmpty("create", words.T("create.takes-empty"), words.T("create.takes-empty-hint"), nil),
		xwidget.NewEmpty("heart", words.T("create.favourites-empty"), words.T("create.favourites-empty-hint"), nil),
	)
}

func (g *gallery) showEmpty() {
	none := g.count() == 0 && g.whole
	visible(g.empty.Objects[0], none && !g.bar.favourites())
	visible(g.empty.Objects[1], none && g.bar.favourites())
}
