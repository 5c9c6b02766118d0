package create

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// verbBar is the buttons for the take that is looked at.
type verbBar struct {
	page    *Page
	content *fyne.Container
	heart   *xwidget.Button
	remix   *xwidget.Button
	lineage *xwidget.Button
	more    *xwidget.Button
}

func newVerbBar(p *Page) *verbBar {
	b := &verbBar{page: p}
	button := func(icon look.Icon, tip, id string, do func()) *xwidget.Button {
		return p.keyed(id, xwidget.NewIconButton(icon, tip, "", do))
	}
	b.heart = button("heart", words.T("create.favourite"), "create.favourite", p.favourite)
	b.remix = button("remix", words.T("create.remix-tip"), "create.remix", func() { p.derive(project.VerbRemix) })
	b.lineage = button("lineage", words.T("create.lineage-tip"), "create.lineage", p.toggleLineage)
	b.more = xwidget.NewIconButton("more", words.T("create.more-verbs"), "", b.openMenu)
	gap := container.NewWithoutLayout()
	b.content = container.New(xwidget.NewLine(2, 0, 0, 0, 0, 0, 0, 0, 0),
		b.heart,
		button("extend", words.T("create.extend-tip"), "create.extend", func() { p.derive(project.VerbExtend) }),
		button("text", words.T("create.edit-tip"), "create.edit", func() { p.derive(project.VerbEdit) }),
		b.remix, gap,
		button("compare", words.T("create.compare-tip"), "create.compare", p.compareChosen),
		b.lineage, b.more)
	return b
}

// take offers what can be done with a take.
func (b *verbBar) take(take project.Take) {
	b.content.Show()
	b.heart.SetOn(take.Favourite)
	icon := look.Icon("heart")
	if take.Favourite {
		icon = "heart-filled"
	}
	b.heart.SetIcon(icon)
	if take.Verb == project.VerbImport {
		b.remix.Disable()
	} else {
		b.remix.Enable()
	}
}

// nothing is offered where there is no take.
func (b *verbBar) nothing() { b.content.Hide() }

func (b *verbBar) openMenu() {
	take, ok := b.page.gallery.selectedTake()
	if !ok {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.more)
	b.page.gallery.menu(take, -1, at, b.more.Size())
}
