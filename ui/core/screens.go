package core

import (
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// The screens of the program, by the IDs that Go takes.
const (
	Projects   = "projects"
	Create     = "create"
	Storyboard = "storyboard"
	Cast       = "cast"
	Edit       = "edit"
	Library    = "library"
	Queue      = "queue"
	Models     = "models"
	Settings   = "settings"
)

var entries = map[string]struct {
	title words.ID
	words words.ID
	icon  look.Icon
}{
	Projects:   {words.ID("screen.projects"), words.ID("search.projects"), "projects"},
	Create:     {words.ID("screen.create"), words.ID("search.create"), "create"},
	Storyboard: {words.ID("screen.storyboard"), words.ID("search.storyboard"), "storyboard"},
	Cast:       {words.ID("screen.cast"), words.ID("search.cast"), "cast"},
	Edit:       {words.ID("screen.edit"), words.ID("search.edit"), "edit"},
	Library:    {words.ID("screen.library"), words.ID("search.library"), "library"},
	Queue:      {words.ID("screen.queue"), words.ID("search.queue"), "queue"},
	Models:     {words.ID("screen.models"), words.ID("search.models"), "models"},
	Settings:   {words.ID("screen.settings"), words.ID("search.settings"), "settings"},
}

// Entry is one of the screens above, with its name and its icon.
func Entry(id string, page func() Page) Screen {
	e := entries[id]
	return Screen{ID: id, Title: e.title, Words: e.words, Icon: e.icon, Last: id == Settings, New: page}
}
