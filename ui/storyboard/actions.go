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
		{ID: "storyboard.earlier", Title: words.ID("storyboard.earlier"), Words: words.ID("search.earlier"), Icon: "chevron-left", Keys: action.Must("Mod+Left"), Enabled: some, Run: func() { p.moveBy(-1) }},
		{ID: "storyboard.later", Title: words.ID("storyboard.later"), Words: words.ID("search.later"), Icon: "chevron-right", Keys: action.Must("Mod+Right"), Enabled: some, Run: func() { p.moveBy(1) }},
		{ID: "storyboard.row-up", Title: words.ID("storyboard.row-up"), Words: words.ID("search.row-up"), Icon: "chevron-up", Keys: action.Must("Mod+Up"), Enabled: some, Run: func() { p.moveRow(-1) }},
		{ID: "storyboard.row-down", Title: words.ID("storyboard.row-down"), Words: words.ID("search.row-down"), Icon: "chevron-down", Keys: action.Must("Mod+Down"), Enabled: some, Run: func() { p.moveRow(1) }},
		{ID: "storyboard.scene-before", Title: words.ID("storyboard.scene-before"), Words: words.ID("search.scene-before"), Icon: "chevron-up", Keys: action.Must("Alt+Shift+Up"), Enabled: some, Run: func() { p.moveToScene(-1) }},
		{ID: "storyboard.scene-behind", Title: words.ID("storyboard.scene-behind"), Words: words.ID("search.scene-behind"), Icon: "chevron-down", Keys: action.Must("Alt+Shift+Down"), Enabled: some, Run: func() { p.moveToScene(1) }},
		{ID: "storyboard.scene-earlier", Title: words.ID("storyboard.scene-earlier"), Words: words.ID("search.scene-earlier"), Icon: "chevron-up", Keys: action.Must("Mod+Shift+Up"), Enabled: p.inScene, Run: func() { p.shiftScene(p.here(), -1) }},
		{ID: "storyboard.scene-later", Title: words.ID("storyboard.scene-later"), Words: words.ID("search.scene-later"), Icon: "chevron-down", Keys: action.Must("Mod+Shift+Down"), Enabled: p.inScene, Run: func() { p.shiftScene(p.here(), 1) }},
		{ID: "storyboard.new-scene", Title: words.ID("storyboard.new-scene"), Words: words.ID("search.new-scene"), Icon: "add", Keys: action.Must("Mod+G"), Enabled: some, Run: p.newScene},
		{ID: "storyboard.dissolve", Title: words.ID("storyboard.dissolve"), Words: words.ID("search.dissolve-scene"), Icon: "trash", Keys: action.Must("Mod+Shift+G"), Enabled: p.inScene, Run: func() { p.dissolve(p.here()) }},
		{ID: "storyboard.rename", Title: words.ID("storyboard.rename"), Words: words.ID("search.rename-scene"), Icon: "pencil", Keys: action.Must("F2"), Enabled: p.inScene, Run: func() { p.rename(p.here()) }},
		{ID: "storyboard.fold", Title: words.ID("storyboard.fold"), Words: words.ID("search.fold"), Icon: "chevron-right", Keys: action.Must("F"), Enabled: func() bool { return len(p.board.scenes) > 0 && p.here() >= 0 }, Run: func() { p.fold(p.here()) }},
		{ID: "storyboard.fold-all", Title: words.ID("storyboard.fold-all"), Words: words.ID("search.fold"), Icon: "chevron-right", Keys: action.Must("Shift+F"), Enabled: func() bool { return len(p.board.scenes) > 0 }, Run: p.foldAll},
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
