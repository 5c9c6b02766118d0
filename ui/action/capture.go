package action

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// alone are the keys that mean nothing by themselves.
var alone = []fyne.KeyName{
	"", fyne.KeyUnknown, desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
	desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight,
	desktop.KeyMenu, desktop.KeyPrintScreen, desktop.KeyCapsLock,
}

// Pressed is the chord of a key that was typed just now, with the modifiers that
// are held; false for a modifier by itself.
func Pressed(event *fyne.KeyEvent) (Chord, bool) {
	return Chord{Key: event.Name, Mods: heldModifiers()}, !slices.Contains(alone, event.Name)
}

// ChordOf is the chord that Fyne calls a shortcut; false where it names no key.
func ChordOf(s fyne.Shortcut) (Chord, bool) {
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		return Chord{Key: custom.KeyName, Mods: custom.Modifier}, !slices.Contains(alone, custom.KeyName)
	}
	for _, key := range []fyne.KeyName{fyne.KeyC, fyne.KeyX, fyne.KeyV, fyne.KeyA, fyne.KeyZ, fyne.KeyY} {
		chord := Chord{Key: key, Mods: Command()}
		if shortcut(chord).ShortcutName() == s.ShortcutName() {
			return chord, true
		}
	}
	return Chord{}, false
}
