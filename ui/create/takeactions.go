package create

import (
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// takeActions are what can be done with takes.
func (p *Page) takeActions() []action.Action {
	screen := words.ID("screen.create")
	entry := func(id string, title, also words.ID, icon look.Icon, enabled func() bool, run func()) action.Action {
		return action.Action{ID: id, Title: title, Words: also, Category: screen, Icon: icon, Keys: chords(id), Enabled: enabled, Run: run}
	}
	derive := func(verb project.Verb) func() { return func() { p.derive(verb) } }
	chosen := func() bool { _, ok := p.gallery.selectedTake(); return ok }
	one := func() bool { return chosen() && !p.compare.on }
	made := func() bool {
		take, ok := p.gallery.selectedTake()
		return ok && take.Verb != project.VerbImport && !p.compare.on
	}
	forming := func() bool { _, ok := p.gallery.selectedJob(); return ok || one() }
	comparing := func() bool { return p.compare.on }
	open := func() bool { return p.session.Load() != nil }
	return []action.Action{
		entry("create.favourite", words.ID("create.favourite"), words.ID("search.favourite"), "heart", chosen, p.favourite),
		entry("create.favourites", words.ID("create.favourites-only"), words.ID("search.favourites"), "heart", open, func() { p.gallery.bar.hearts.Tapped(nil) }),
		entry("create.note", words.ID("create.note"), words.ID("search.note"), "info", one, p.withTake(p.noteOf)),
		entry("create.extend", words.ID("create.extend"), words.ID("search.extend"), "extend", forming, derive(project.VerbExtend)),
		entry("create.edit", words.ID("create.edit-take"), words.ID("search.edit-take"), "text", one, derive(project.VerbEdit)),
		entry("create.remix", words.ID("create.remix"), words.ID("search.remix"), "remix", made, derive(project.VerbRemix)),
		entry("create.compare", words.ID("create.compare"), words.ID("search.compare"), "compare", chosen, p.compareChosen),
		entry("create.leave", words.ID("create.leave"), words.ID("search.compare-end"), "close", comparing, p.compare.end),
		entry("create.swap", words.ID("create.swap"), words.ID("search.swap"), "swap", comparing, p.compare.swap),
		entry("create.keep-left", words.ID("create.keep-left"), words.ID("search.keep"), "check", comparing, func() { p.compare.keep(p.compare.left) }),
		entry("create.keep-right", words.ID("create.keep-right"), words.ID("search.keep"), "check", comparing, func() { p.compare.keep(p.compare.right) }),
		entry("create.lineage", words.ID("create.lineage"), words.ID("search.lineage"), "lineage", open, p.toggleLineage),
		entry("create.use-first", words.ID("create.use-first"), words.ID("search.use-frame"), "picture", one, p.useShown(project.RoleFirst)),
		entry("create.use-last", words.ID("create.use-last"), words.ID("search.use-frame"), "picture", one, p.useShown(project.RoleLast)),
		entry("create.use-key", words.ID("create.use-key"), words.ID("search.use-frame"), "picture", one, p.useShown(project.RoleKey)),
		entry("create.copy-file", words.ID("create.copy-file"), words.ID("search.copy"), "copy", one, p.withTake(p.copyFile)),
		entry("create.copy-path", words.ID("create.copy-path"), words.ID("search.copy-path"), "copy", one, p.withTake(p.copyPath)),
		entry("create.reveal", words.ID("create.reveal"), words.ID("search.reveal"), "reveal", one, p.withTake(p.reveal)),
		entry("create.export", words.ID("create.export"), words.ID("search.export"), "download", one, p.exportSelected),
	}
}
