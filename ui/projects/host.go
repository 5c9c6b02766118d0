package projects

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what this screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Offer(tone xwidget.Tone, message, act string, do func())
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Do(what string, do func()) // on the UI goroutine, from any
	Window() fyne.Window
	Actions() *action.Registry
}

// desk is where projects are opened and kept.
type desk interface {
	Session() *studio.Session
	Recent() []string
	Forget(dir string) error
	Open(ctx context.Context, dir string) (*studio.Session, error)
	Create(ctx context.Context, p store.CreateParams) (*studio.Session, error)
	Unpack(ctx context.Context, file, folder string) (dir string, err error)
	Read(ctx context.Context, dir string, do func(*store.Store) error) error
	Write(ctx context.Context, dir string, do func(*store.Store) error) error
	Restore(ctx context.Context, dir, backup string) (was bool, err error)
}
