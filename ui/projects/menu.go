package projects

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// The keys of the screen; those of a film mean the chosen one.
var (
	newKey      = action.Must("Mod+N")
	generateKey = action.Must("Mod+Return") // of the screen Create
	openKey     = action.Must("Mod+O")
	findKey     = action.Must("Mod+F")
	menuKey     = action.Must("M")
	revealKey   = action.Must("E")
	backupKey   = action.Must("B")
	checkKey    = action.Must("V")
	packageKey  = action.Must("P")
	forgetKey   = action.Must("Delete")
)

// Actions are what can be done on this screen.
func (p *Page) Actions() []action.Action {
	screen := words.ID("screen.projects")
	some := func() bool { return p.chosen() != "" }
	there := func() bool { return some() && !p.glances.known[p.chosen()].Missing }
	film := func(do func(dir string)) func() { return func() { do(p.chosen()) } }
	return []action.Action{
		{ID: "projects.new", Title: words.ID("projects.new"), Words: words.ID("search.new-film"), Category: screen, Icon: "add", Keys: newKey, Run: p.ask},
		{ID: "projects.open", Title: words.ID("projects.open"), Words: words.ID("search.open-film"), Category: screen, Icon: "projects", Keys: openKey, Run: p.pickAsync},
		{ID: "projects.find", Title: words.ID("projects.find-tip"), Words: words.ID("search.find-film"), Category: screen, Icon: "search", Keys: findKey, Run: p.find, Enabled: p.filter.Visible},
		{ID: "projects.menu", Title: words.ID("projects.more"), Words: words.ID("search.film-menu"), Category: screen, Icon: "more", Keys: menuKey, Run: p.menuOfChosen, Enabled: some},
		{ID: "projects.reveal", Title: words.ID("projects.reveal"), Words: words.ID("search.reveal"), Category: screen, Icon: "reveal", Keys: revealKey, Run: film(p.show), Enabled: there},
		{ID: "projects.backup", Title: words.ID("projects.backup"), Words: words.ID("search.backup"), Category: screen, Icon: "copy", Keys: backupKey, Run: film(p.backUpAsync), Enabled: there},
		{ID: "projects.restore", Title: words.ID("projects.restore"), Words: words.ID("search.restore"), Category: screen, Icon: "undo", Run: film(p.restoreAsync), Enabled: there},
		{ID: "projects.check", Title: words.ID("projects.check"), Words: words.ID("search.check"), Category: screen, Icon: "check", Keys: checkKey, Run: film(p.checkAsync), Enabled: there},
		{ID: "projects.collect", Title: words.ID("projects.collect"), Words: words.ID("search.collect"), Category: screen, Icon: "download", Run: film(p.askCollect), Enabled: there},
		{ID: "projects.package", Title: words.ID("projects.package"), Words: words.ID("search.package"), Category: screen, Icon: "library", Keys: packageKey, Run: film(p.pickPackage), Enabled: there},
		{ID: "projects.forget", Title: words.ID("projects.forget-tip"), Words: words.ID("search.forget-film"), Category: screen, Icon: "remove", Keys: forgetKey, Run: film(p.forget), Enabled: some},
	}
}

// find goes to the field that finds films.
func (p *Page) find() { p.host.Window().Canvas().Focus(p.filter) }

// menuOfChosen opens the menu of the chosen film beside its card.
func (p *Page) menuOfChosen() {
	dir := p.chosen()
	i := slices.IndexFunc(p.cards, func(c *card) bool { return c.Visible() && c.content.dir == dir })
	if i < 0 {
		return
	}
	more := p.cards[i].more
	p.menu(dir, fyne.CurrentApp().Driver().AbsolutePositionForObject(more).AddXY(0, more.Size().Height))
}

// menu opens what can be done with a film.
func (p *Page) menu(dir string, at fyne.Position) {
	p.choose(dir)
	xwidget.OpenMenu(p.host.Window().Canvas(), p.menuFor(dir), at, fyne.Size{})
}

func (p *Page) menuFor(dir string) *fyne.Menu {
	item := func(text string, do func(string)) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { do(dir) })
	}
	if p.glances.known[dir].Missing {
		return fyne.NewMenu("", item(words.T("projects.again"), p.openAsync), item(words.T("projects.forget"), p.forget))
	}
	line := fyne.NewMenuItemSeparator
	return fyne.NewMenu("",
		item(words.T("projects.open-this"), p.openAsync),
		item(words.T("projects.reveal"), p.show), line(),
		item(words.T("projects.backup"), p.backUpAsync),
		item(words.T("projects.restore"), p.restoreAsync),
		item(words.T("projects.check"), p.checkAsync), line(),
		item(words.T("projects.collect"), p.askCollect),
		item(words.T("projects.package"), p.pickPackage), line(),
		item(words.T("projects.forget"), p.forget),
	)
}

// show has the file manager show a film's folder.
func (p *Page) show(path string) {
	p.errand.work(func(ctx context.Context) {
		err := p.reveal(ctx, path)
		p.host.Do("show in the file manager", func() { p.fail(err) })
	})
}

// forget takes a film out of the list, and nothing else. It can come back.
func (p *Page) forget(dir string) {
	if err := p.desk.Forget(dir); err != nil {
		p.fail(err)
		return
	}
	p.recent = slices.DeleteFunc(p.recent, func(other string) bool { return other == dir })
	p.list()
	name := studio.ProjectName(dir)
	if !store.IsProject(dir) {
		p.host.Toast(xwidget.Neutral, words.T("projects.forgotten-missing", "Name", name))
		return
	}
	p.host.Toast(xwidget.Neutral, words.T("projects.forgotten", "Name", name, "Folder", shortFolder(filepath.Dir(dir))))
}
