package storyboard

import (
	"fyne.io/fyne/v2"

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
	Do(what string, do func()) // on the UI goroutine, from any
	Split(name string, p xwidget.SplitParams) *xwidget.Split
	Actions() *action.Registry
	Window() fyne.Window
}

// desk is where the open project comes from.
type desk interface {
	Session() *studio.Session
	Watch(tell func(*studio.Session))
}
