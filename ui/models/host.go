package models

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what the screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Offer(tone xwidget.Tone, message, act string, do func())
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Split(name string, p xwidget.SplitParams) *xwidget.Split
	Actions() *action.Registry
	Window() fyne.Window
	Do(what string, f func())
}

// desk is what the screen needs of the program.
type desk interface {
	// Session is the open project, which knows what was measured; nil where none is.
	Session() *studio.Session
	Settings() *settings.Store
}
