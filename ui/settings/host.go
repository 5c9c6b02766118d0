package settings

import (
	"context"

	"fyne.io/fyne/v2"

	kept "github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what the screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Do(what string, f func())
	Window() fyne.Window
	Settings() *kept.Store

	Look() look.Params
	SetLook(p look.Params) error
	Language() string
	SetLanguage(tag string) error

	Actions() *action.Registry
	KnowActions(then func())
	KeepBindings()
}

// desk is what the screen needs of the program.
type desk interface {
	Machine() studio.Machine
	UseMachine(m studio.Machine) error
	Examine(ctx context.Context) ([]studio.Finding, error)
	Version() string
}

// Params are what else the screen tells of.
type Params struct {
	Films          func() string          // folder in which new films are made
	Player         func() (string, error) // which mpv plays, or why none does
	LanguageFolder string                 // of the user's own translations; empty for none
}
