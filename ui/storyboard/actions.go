package storyboard

import (
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
)

// Actions are what can be done on this screen.
func (p *Page) Actions() []action.Action {
	open := func() bool { return p.session != nil }
	some := func() bool { return len(p.selected) > 0 }
	filled := func() bool { return len(p.board.shots) > 0 }
	list := []action.Action{
		{ID: "storyboard.generate", Title: words.ID("storyboard.generate"), Words: words.ID("search.generate"), Icon: "create", Keys: action.Must("Mod+Return", "Mod+KP_Enter"), Enabled: some, Run: p.generate},
		{ID: "storyboard.missing", Title: words.ID("storyboard.missing"), Words: words.ID("search.generate-missing"), Icon: "create", Keys: action.Must("Mod+Shift+Return"), Enabled: filled, Run: p.generateMissing},
		{ID: "storyboard.add", Title: words.ID("storyboard.add"), Words: words.ID("search.new-shot"), Icon: "add", Keys: action.Must("Mod+Shift+N"), Enabled: open, Run: p.add},
		{ID: "storyboard.paste", Title: words.ID("storyboard.paste"), Words: words.ID("search.paste-script"), Icon: "text", Keys: action.Must("Mod+V"), Enabled: open, Run: p.paste},
		{ID: "storyboard.print", Title: words.ID("storyboard.print"), Words: words.ID("search.print"), Icon: "print", Keys: action.Must("Mod+P"), Enabled: filled, Run: p.print},
		{ID: "storyboard.open", Title: words.ID("storyboard.open-tip"), Words: words.ID("search.open-shot"), Icon: "create", Keys: action.Must("Mod+O"), Enabled: func() bool { return p.cursor != 0 }, Run: func() { p.open(p.cursor) }},
		{ID: "storyboard.duplicate", Title: words.ID("storyboard.duplicate"), Words: words.ID("search.duplicate"), Icon: "copy", Keys: action.Must("Mod+D"), Enabled: some, Run: p.duplicate},
		{ID: "storyboard.remove", Title: words.ID("storyboard.remove"), Words: words.ID("search.remove-shot"), Icon: "trash", Keys: action.Must("Delete"), Enabled: some, Run: p.remove},
		{ID: "storyboard.earlier", Title: words.ID("storyboard.earlier"), Words: words.ID("search.earlier"), Icon: "chevron-up", Keys: action.Must("Alt+Up"), Enabled: some, Run: func() { p.moveBy(-1) }},
		{ID: "storyboard.later", Title: words.ID("storyboard.later"), Words: words.ID("search.later"), Icon: "chevron-down", Keys: action.Must("Alt+Down"), Enabled: some, Run: func() { p.moveBy(1) }},
		{ID: "storyboard.undo", Title: words.ID("storyboard.undo"), Words: words.ID("search.undo"), Icon: "undo", Keys: action.Must("Mod+Z"), Enabled: open, Run: p.undo},
		{ID: "storyboard.redo", Title: words.ID("storyboard.redo"), Words: words.ID("search.redo"), Icon: "redo", Keys: action.Must("Mod+Shift+Z", "Mod+Y"), Enabled: open, Run: p.redo},
		{ID: "storyboard.all", Title: words.ID("storyboard.all"), Words: words.ID("search.select-all"), Icon: "check", Keys: action.Must("Mod+A"), Enabled: filled, Run: p.selectAll},
		{ID: "storyboard.none", Title: words.ID("storyboard.none"), Words: words.ID("search.select-none"), Icon: "close", Keys: action.Must("Escape"), Enabled: some, Run: p.selectNone},
	}
	for i := range list {
		list[i].Category = words.ID("screen.storyboard")
	}
	return list
}
