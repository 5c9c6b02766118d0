package create

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what the screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Do(what string, do func()) // on the UI goroutine, from any
	AddDropTarget(target xwidget.DropTarget) (remove func())
	Split(name string, p xwidget.SplitParams) *xwidget.Split
	Choice(name string) string // that was made last, also by a window before this one
	KeepChoice(name, chosen string)
	Window() fyne.Window
	Actions() *action.Registry

	// Viewer is what plays takes; nil where nothing can, and the page shows their
	// pictures instead. ShowTake loads one into it, PlayPause plays it or stops.
	Viewer() fyne.CanvasObject
	ShowTake(path string, take project.Take)
	PlayPause()
	// CompareTakes loads two takes side by side, which all orders then mean, and
	// ShownFrame is the frame that is in sight.
	CompareTakes(left, right string)
	ShownFrame() int
}

// desk is where the open project comes from.
type desk interface {
	Session() *studio.Session
	Watch(tell func(*studio.Session))
}
