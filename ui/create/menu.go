package create

import (
	"context"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// menu opens what can be done with a take at a place, see xwidget.OpenMenu; scrub is
// where the pointer was in the take, below 0 for nowhere.
func (g *gallery) menu(take project.Take, scrub float64, at fyne.Position, place fyne.Size) {
	p := g.page
	item := fyne.NewMenuItem
	frame := 0
	if scrub >= 0 {
		frame = min(int(scrub*float64(take.Frames)), take.Frames-1)
	} else if take.ID == g.selected {
		frame = p.shownFrame(take)
	}
	heart := words.T("create.favourite-add")
	if take.Favourite {
		heart = words.T("create.favourite-remove")
	}
	items := []*fyne.MenuItem{
		item(words.T("create.extend"), func() { p.deriveFrom(take, project.VerbExtend) }),
		item(words.T("create.edit-take"), func() { p.deriveFrom(take, project.VerbEdit) }),
		item(words.T("create.remix"), func() { p.deriveFrom(take, project.VerbRemix) }),
		fyne.NewMenuItemSeparator(),
		p.frameMenu(words.T("create.use-frame", "Frame", frame), take, frame),
		p.frameMenu(words.T("create.use-end"), take, take.Frames-1),
		item(words.T("create.use-seed"), func() { p.editor.more.seed.SetText(strconv.FormatUint(take.Seed, 10)) }),
		fyne.NewMenuItemSeparator(),
	}
	if take.Verb == project.VerbImport { // it has neither a recipe nor a seed
		items[2].Disabled, items[6].Disabled = true, true
	}
	if chosen, ok := g.selectedTake(); ok && chosen.ID != take.ID {
		items = append(items, item(words.T("create.compare-with", "Take", chosen.Code), func() { p.compare.begin(chosen, take) }))
	}
	g.openMenu(at, place, append(items,
		item(words.T("create.lineage"), func() { p.showLineage(take) }),
		item(heart, func() { g.turnFavourite(take) }),
		item(words.T("create.note"), func() { p.noteOf(take) }),
		fyne.NewMenuItemSeparator(),
		item(words.T("create.copy-file"), func() { p.copyFile(take) }),
		item(words.T("create.copy-path"), func() { p.copyPath(take) }),
		item(words.T("create.reveal"), func() { p.reveal(take) }),
		item(words.T("create.export"), func() { p.export(take) }),
	)...)
}

// frameMenu offers a frame of a take for every role that a picture can play.
func (p *Page) frameMenu(title string, take project.Take, frame int) *fyne.MenuItem {
	parent := fyne.NewMenuItem(title, nil)
	parent.ChildMenu = fyne.NewMenu("")
	for _, role := range []project.Role{project.RoleFirst, project.RoleLast, project.RoleKey, project.RoleReference} {
		parent.ChildMenu.Items = append(parent.ChildMenu.Items, fyne.NewMenuItem(roleName(role), func() { p.useFrame(take, frame, role) }))
	}
	return parent
}

// jobMenu opens what can be done with a take that is being made.
func (g *gallery) jobMenu(row queue.Row, at fyne.Position) {
	item := func(text string, do func(*queue.Queue, context.Context, ...int64) error) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { g.command(row.ID, do) })
	}
	var items []*fyne.MenuItem
	if row.State != project.Failed {
		items = append(items, fyne.NewMenuItem(words.T("create.extend-later"), func() { g.page.extendLater(row) }), fyne.NewMenuItemSeparator())
	}
	switch row.State {
	case project.Queued, project.Running:
		items = append(items, item(words.T("create.pause"), (*queue.Queue).Pause))
	case project.Paused:
		items = append(items, item(words.T("create.resume"), (*queue.Queue).Resume))
	case project.Failed:
		items = append(items, item(words.T("create.retry"), (*queue.Queue).Retry))
	}
	if row.State == project.Failed {
		items = append(items, fyne.NewMenuItem(words.T("create.dismiss"), func() { g.hide(row.ID) }))
	} else {
		items = append(items, item(words.T("create.cancel-job"), (*queue.Queue).Cancel))
	}
	items = append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.T("create.show-queue"), func() { g.page.host.Go("queue", strconv.FormatInt(row.ID, 10)) }))
	g.openMenu(at, fyne.Size{}, items...)
}

func (g *gallery) openMenu(at fyne.Position, place fyne.Size, items ...*fyne.MenuItem) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g.grid); c != nil {
		xwidget.OpenMenu(c, fyne.NewMenu("", items...), at, place)
	}
}

// export writes a take elsewhere, through the queue.
func (p *Page) export(take project.Take) {
	session := p.session.Load()
	p.pickTargetAsync(take.Code+filepath.Ext(take.Path), func(path string, force bool) {
		p.errands.run(func(ctx context.Context) {
			_, err := session.Export(ctx, take, path, force)
			p.host.Do("tell of an export", func() {
				if err != nil {
					p.fail(err)
					return
				}
				p.host.Toast(xwidget.Neutral, words.T("create.exporting", "Take", take.Code, "Name", filepath.Base(path)))
			})
		})
	})
}
