package core

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// Route is a place in the window: a screen, and what is open in it. It is a
// value, so that a history of places is a list.
type Route struct {
	Screen string
	ID     string // of the shot, the take, the job; empty for the screen as such
}

// Page is the content of a screen. No method names a type of this package, so
// that screens need not know it.
type Page interface {
	// Content is shown in the middle of the window. It is always the same object.
	Content() fyne.CanvasObject
	// Open is called each time the page comes into sight, with the ID of what to
	// open in it, empty for the page as such. It must not wait: what takes long is
	// loaded elsewhere and shown by one Do.
	Open(id string)
	// Leave is called when another page takes its place.
	Leave()
}

// Actor is a page that has actions of its own. They can be done while it is shown;
// the frame sets their Scope.
type Actor interface {
	Actions() []action.Action
}

// DropTaker is a page that takes files which are dropped anywhere on it.
type DropTaker interface {
	DropFiles(files []fyne.URI) bool
}

// Screen is one entry in the rail.
type Screen struct {
	ID    string
	Title words.ID
	Words words.ID // others that it is found by, with spaces between them
	Icon  look.Icon
	Last  bool // stands at the foot of the rail
	// New makes the page when it is first opened, and again when the language or
	// the size of the text changes.
	New func() Page
}
