package create

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Actions are what can be done on this screen.
func (p *Page) Actions() []action.Action {
	screen := words.ID("screen.create")
	open := func() bool { return p.session.Load() != nil }
	selected := func() bool { _, ok := p.gallery.selectedTake(); return ok }
	return append([]action.Action{
		{ID: "create.generate", Title: words.ID("create.generate"), Words: words.ID("search.generate"), Category: screen, Icon: "create", Keys: action.Must("Mod+Return", "Mod+KP_Enter"), Enabled: open, Run: p.generate},
		{ID: "create.undo", Title: words.ID("create.undo"), Words: words.ID("search.undo"), Category: screen, Icon: "undo", Keys: action.Must("Mod+Z"), Enabled: open, Run: p.undo},
		{ID: "create.redo", Title: words.ID("create.redo"), Words: words.ID("search.redo"), Category: screen, Icon: "redo", Keys: action.Must("Mod+Shift+Z", "Mod+Y"), Enabled: open, Run: p.redo},
		{ID: "create.add-shot", Title: words.ID("create.add-shot"), Words: words.ID("search.new-shot"), Category: screen, Icon: "add", Keys: action.Must("Mod+Shift+N"), Enabled: open, Run: p.editor.addShot},
		{ID: "create.paste", Title: words.ID("create.paste"), Words: words.ID("search.paste"), Category: screen, Icon: "drop", Keys: action.Must("Mod+V"), Enabled: open, Run: p.paste},
		{
			ID: "create.play", Title: words.ID("create.play"), Words: words.ID("search.play"), Category: screen, Icon: "play", Keys: action.Must("Space"), Run: p.host.PlayPause,
			Enabled: func() bool { return p.stage.hasViewer() && selected() },
		},
		{ID: "create.earlier", Title: words.ID("create.earlier"), Words: words.ID("search.earlier-prompt"), Category: screen, Icon: "clock", Keys: action.Must("Alt+Up"), Enabled: open, Run: func() { p.editor.history.step(1) }},
		{ID: "create.later", Title: words.ID("create.later"), Words: words.ID("search.later-prompt"), Category: screen, Icon: "clock", Keys: action.Must("Alt+Down"), Enabled: open, Run: func() { p.editor.history.step(-1) }},
		{ID: "create.reads", Title: words.ID("create.reads"), Words: words.ID("search.reads"), Category: screen, Icon: "eye", Keys: action.Must("Mod+Shift+R"), Run: func() { p.planner.open(!p.planner.reads.Visible()) }},
	}, p.takeActions()...)
}

// undo takes back what could not be kept first: it is newer than all that is.
func (p *Page) undo() {
	if p.dropDrafts() {
		return
	}
	p.step("create.undone", (*store.Store).Undo)
}

func (p *Page) redo() { p.step("create.redone", (*store.Store).Redo) }

// step takes an edit of the project back, or makes it again, and names it.
func (p *Page) step(said words.ID, do func(*store.Store, context.Context) (string, error)) {
	session := p.session.Load()
	if session == nil {
		return
	}
	p.saver.put(order{do: func(ctx context.Context) {
		label, err := do(session.Store, ctx)
		p.host.Do("tell of undo", func() {
			switch {
			case errors.Is(err, project.ErrNotFound):
				p.host.Toast(xwidget.Neutral, sentence(err))
			case err != nil:
				p.fail(err)
			default:
				p.host.Toast(xwidget.Neutral, told(said, label))
			}
		})
	}})
}

func told(said words.ID, label string) string {
	if said == words.ID("create.undone") {
		return words.T("create.undone", "Edit", label)
	}
	return words.T("create.redone", "Edit", label)
}

// favourite marks the take that is looked at, or takes the mark away.
func (p *Page) favourite() {
	if take, ok := p.gallery.selectedTake(); ok {
		p.gallery.turnFavourite(take)
	}
}

func (p *Page) exportSelected() {
	if take, ok := p.gallery.selectedTake(); ok {
		p.export(take)
	}
}
