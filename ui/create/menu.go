package create

import (
	"context"
	"image"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// menu opens what can be done with a take; scrub is where the pointer was in it,
// below 0 for nowhere.
func (g *gallery) menu(take project.Take, scrub float64, at fyne.Position) {
	p := g.page
	frame := 0
	if scrub >= 0 {
		frame = min(int(scrub*float64(take.Frames)), take.Frames-1)
	}
	heart := words.T("create.favourite-add")
	if take.Favourite {
		heart = words.T("create.favourite-remove")
	}
	g.openMenu(at,
		fyne.NewMenuItem(words.T("create.use-frame", "Frame", frame), func() { p.useFrame(take, frame) }),
		fyne.NewMenuItem(words.T("create.use-last"), func() { p.useFrame(take, take.Frames-1) }),
		fyne.NewMenuItem(words.T("create.use-seed"), func() { p.editor.more.seed.SetText(strconv.FormatUint(take.Seed, 10)) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(heart, func() { g.turnFavourite(take) }),
		fyne.NewMenuItem(words.T("create.lineage"), func() { p.lineageAsync(take) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.T("create.reveal"), func() { p.reveal(take) }),
		fyne.NewMenuItem(words.T("create.export"), func() { p.export(take) }),
	)
}

// jobMenu opens what can be done with a take that is being made.
func (g *gallery) jobMenu(row queue.Row, at fyne.Position) {
	item := func(text string, do func(*queue.Queue, context.Context, ...int64) error) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { g.command(row.ID, do) })
	}
	var items []*fyne.MenuItem
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
	g.openMenu(at, items...)
}

func (g *gallery) openMenu(at fyne.Position, items ...*fyne.MenuItem) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g.grid); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
	}
}

// useFrame makes the shot begin with a frame of a take.
func (p *Page) useFrame(take project.Take, frame int) {
	session := p.session.Load()
	p.errands.run(func(ctx context.Context) {
		path, err := session.Still(ctx, take, frame)
		var file checkedFile
		if err == nil {
			file, err = checkFile(ctx, session.Store.Path(path))
		}
		p.host.Do("use a frame", func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				p.fail(err)
				return
			}
			p.editor.slots.use(project.RoleFirst, -1, file)
			p.host.Toast(xwidget.Succeeded, words.T("create.frame-used", "Take", take.Code, "Frame", frame))
		})
	})
}

// reveal opens the folder that a take lies in.
func (p *Page) reveal(take project.Take) {
	session := p.session.Load()
	folder := filepath.ToSlash(filepath.Dir(session.Store.Path(take.Path)))
	if !strings.HasPrefix(folder, "/") {
		folder = "/" + folder // a drive
	}
	p.fail(fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: folder}))
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

// lineageAsync shows what a take came from and what came from it.
func (p *Page) lineageAsync(take project.Take) {
	session := p.session.Load()
	p.errands.run(func(ctx context.Context) {
		tree, err := session.Store.TakeTree(ctx, take.ID)
		p.host.Do("show the lineage", func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				p.fail(err)
				return
			}
			p.showLineage(take, tree)
		})
	})
}

func (p *Page) showLineage(take project.Take, tree []store.Kin) {
	rows := container.New(xwidget.NewColumn(look.Space1, 0, 0))
	var dialog *xwidget.Dialog
	for _, kin := range tree {
		row := xwidget.NewRow(func() {
			dialog.Cancel()
			p.goTo(kin.Take)
		})
		row.Set(xwidget.RowContent{
			Icon: "clip", Title: strings.Repeat("      ", kin.Depth) + kin.Take.Code, Note: strings.Repeat("      ", kin.Depth) + verbName(kin.Take.Verb),
			Picture: p.gallery.known(kin.Take.ID), Aside: lengthOf(kin.Take), Progress: -1, Selected: kin.Take.ID == take.ID,
		})
		rows.Add(row)
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(0, min(rows.MinSize().Height, look.Px(360))))
	dialog = p.host.Ask(xwidget.DialogParams{
		Title: words.T("create.lineage-of", "Take", take.Code), Content: scroll, Confirm: words.T("create.close"), Width: 480,
	})
}

// goTo shows a take, on the shot that it is of.
func (p *Page) goTo(take project.Take) {
	if take.Shot != p.shot.ID {
		p.host.Go("create", strconv.FormatInt(take.Shot, 10))
		return
	}
	if i := p.gallery.indexOf(take.ID); i >= 0 {
		p.gallery.choose(i)
	}
}

// known is the picture of a take if it was drawn already.
func (g *gallery) known(take int64) image.Image {
	if p, ok := g.thumbs.posters.get(take); ok {
		return p
	}
	return nil
}
