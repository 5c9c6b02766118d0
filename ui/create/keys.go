package create

import (
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// keys of what can be done with takes, by action, until the user binds others.
var keys = map[string][]string{
	"create.favourite":  {"F"},
	"create.favourites": {"Shift+F"},
	"create.note":       {"N"},
	"create.extend":     {"E"},
	"create.edit":       {"Shift+E"},
	"create.remix":      {"Shift+R"},
	"create.compare":    {"C"},
	"create.leave":      {"Escape"},
	"create.swap":       {"S"},
	"create.keep-left":  {"1"},
	"create.keep-right": {"2"},
	"create.lineage":    {"T"},
	"create.use-first":  {"U"},
	"create.use-last":   {"Shift+U"},
	"create.use-key":    {"Mod+U"},
	"create.copy-file":  {"Mod+C"},
	"create.copy-path":  {"Mod+Shift+C"},
	"create.reveal":     {"Mod+Shift+F"},
	"create.export":     {"Mod+E"},
}

func chords(id string) []action.Chord { return action.Must(keys[id]...) }

// keyed has the tooltip of a button name the key of an action as it is bound when
// the tooltip is shown.
func (p *Page) keyed(id string, b *xwidget.Button) *xwidget.Button {
	b.SetTipKey(p.host.Actions().KeyOf(id))
	return b
}
