package action

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestShortcutsAreReadAsChords(t *testing.T) {
	for _, c := range Must("Mod+K", "Mod+C", "Mod+X", "Mod+V", "Mod+A", "Mod+Z", "Mod+Y", "Mod+Shift+Z", "Alt+Left") {
		if got, ok := ChordOf(shortcut(c)); !ok || got != c {
			t.Errorf("%s became %s", c, got)
		}
	}
	for _, s := range []fyne.Shortcut{&desktop.CustomShortcut{KeyName: desktop.KeyControlLeft, Modifier: Command()}, &desktop.CustomShortcut{}} {
		if got, ok := ChordOf(s); ok {
			t.Errorf("%v is the chord %s", s, got)
		}
	}
}

func TestKeysArePressed(t *testing.T) {
	test.NewTempApp(t)
	if got, ok := Pressed(&fyne.KeyEvent{Name: fyne.KeyJ}); !ok || got != Must("J")[0] {
		t.Errorf("J became %s", got)
	}
	if got, ok := Pressed(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}); ok {
		t.Errorf("Shift alone is the chord %s", got)
	}
}
