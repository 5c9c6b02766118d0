package queue

import (
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what the screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Actions() *action.Registry
	Do(what string, f func())
}

// desk is what the screen needs of the program.
type desk interface {
	// Session is the open project, nil where none is.
	Session() *studio.Session
}
