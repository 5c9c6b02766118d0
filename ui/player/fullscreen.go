package player

import (
	"fyne.io/fyne/v2"
)

// FullScreen tells whether the picture fills the screen.
func (v *Player) FullScreen() bool { return v.full != nil }

// SetFullScreen moves the picture into a window that fills the screen, or back.
// Escape and F leave it; the other keys of the player work in it.
func (v *Player) SetFullScreen(on bool) {
	switch {
	case on == v.FullScreen():
	case on:
		v.full = fyne.CurrentApp().NewWindow("Kinora")
		v.Refresh()
		v.full.SetPadded(false)
		v.full.SetContent(v.screen)
		v.full.SetFullScreen(true)
		v.full.SetCloseIntercept(func() { v.SetFullScreen(false) })
		v.full.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) { v.TypedKey(event) })
		v.full.Show()
	default:
		window := v.full
		v.full = nil
		window.Close()
		v.Refresh()
	}
}

// TypedKey does what a key means to a player, and tells whether it means
// anything: Space, J K L, Left and Right, Home and End, I and O for the range, X
// to clear it, R to loop, M for silence, F and Escape for the full screen.
func (v *Player) TypedKey(event *fyne.KeyEvent) bool {
	s := v.State()
	switch event.Name {
	case fyne.KeySpace:
		v.Toggle()
	case fyne.KeyJ:
		v.Shuttle(-1)
	case fyne.KeyK:
		v.Shuttle(0)
	case fyne.KeyL:
		v.Shuttle(1)
	case fyne.KeyLeft:
		v.StepFrames(-1)
	case fyne.KeyRight:
		v.StepFrames(1)
	case fyne.KeyHome:
		v.SeekFrame(s.In)
	case fyne.KeyEnd:
		v.SeekFrame(s.Out - 1)
	default:
		return v.typedMark(event, s)
	}
	return true
}

// typedMark is the keys that do not move the picture.
func (v *Player) typedMark(event *fyne.KeyEvent, s State) bool {
	switch event.Name {
	case fyne.KeyI:
		v.MarkIn()
	case fyne.KeyO:
		v.MarkOut()
	case fyne.KeyX:
		v.SetRange(0, 0)
	case fyne.KeyR:
		v.SetLoop(!s.Loop)
	case fyne.KeyM:
		v.SetMuted(!s.Muted)
	case fyne.KeyF:
		v.SetFullScreen(!v.FullScreen())
	case fyne.KeyEscape:
		if !v.FullScreen() {
			return false
		}
		v.SetFullScreen(false)
	default:
		return false
	}
	return true
}
