package action

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/words"
)

// Chord is a key with the modifiers that are held.
type Chord struct {
	Key  fyne.KeyName
	Mods fyne.KeyModifier
}

// Command is Ctrl, and Command on a Mac.
func Command() fyne.KeyModifier {
	return fyne.KeyModifierShortcutDefault
}

// modifiers in the order in which they are written. Mod is Command in files, so
// that a keymap goes with its user from one system to another.
var modifiers = []struct {
	mod  fyne.KeyModifier
	name string
	word words.ID
	mac  string
}{
	{fyne.KeyModifierControl, "Ctrl", words.ID("key.ctrl"), "⌃"},
	{fyne.KeyModifierAlt, "Alt", words.ID("key.alt"), "⌥"},
	{fyne.KeyModifierShift, "Shift", words.ID("key.shift"), "⇧"},
	{fyne.KeyModifierSuper, "Super", words.ID("key.super"), "⌘"},
}

// ParseChord reads what String writes: Mod+Shift+K, J, F2, Space. Mod is Ctrl,
// and Command on a Mac.
func ParseChord(text string) (Chord, error) {
	parts := strings.Split(text, "+")
	if strings.HasSuffix(text, "++") { // Mod++ is the plus key
		parts = append(parts[:len(parts)-2], "+")
	}
	var c Chord
	for i, part := range parts {
		if i == len(parts)-1 {
			c.Key = fyne.KeyName(part)
			break
		}
		mod, ok := modifierNamed(part)
		if !ok {
			return Chord{}, fmt.Errorf("%q holds %q, which is none of Mod, Ctrl, Alt, Shift and Super", text, part)
		}
		c.Mods |= mod
	}
	if c.Key == "" {
		return Chord{}, fmt.Errorf("%q names no key", text)
	}
	return c, nil
}

func modifierNamed(name string) (fyne.KeyModifier, bool) {
	if name == "Mod" {
		return Command(), true
	}
	for _, m := range modifiers {
		if m.name == name {
			return m.mod, true
		}
	}
	return 0, false
}

// Must reads chords that stand in the program itself, and panics on a mistake.
func Must(texts ...string) []Chord {
	var chords []Chord
	for _, text := range texts {
		c, err := ParseChord(text)
		if err != nil {
			panic(err)
		}
		chords = append(chords, c)
	}
	return chords
}

// String is the chord as it stands in the settings file.
func (c Chord) String() string {
	var parts []string
	if c.Mods&Command() != 0 {
		parts = append(parts, "Mod")
	}
	for _, m := range modifiers {
		if c.Mods&m.mod != 0 && m.mod != Command() {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, string(c.Key)), "+")
}

// Label is the chord as the user's keyboard has it, in the user's language.
func (c Chord) Label() string {
	var text strings.Builder
	for _, m := range modifiers {
		if c.Mods&m.mod == 0 {
			continue
		}
		if onMac {
			text.WriteString(m.mac)
		} else {
			text.WriteString(words.T(m.word) + "+")
		}
	}
	if word, ok := keyWords[c.Key]; ok {
		return text.String() + words.T(word)
	}
	if sign, ok := keySigns[c.Key]; ok {
		return text.String() + sign
	}
	return text.String() + string(c.Key)
}

var keyWords = map[fyne.KeyName]words.ID{
	fyne.KeySpace:     words.ID("key.space"),
	fyne.KeyReturn:    words.ID("key.enter"),
	fyne.KeyEnter:     words.ID("key.enter"),
	fyne.KeyEscape:    words.ID("key.escape"),
	fyne.KeyDelete:    words.ID("key.delete"),
	fyne.KeyBackspace: words.ID("key.backspace"),
	fyne.KeyHome:      words.ID("key.home"),
	fyne.KeyEnd:       words.ID("key.end"),
}

var keySigns = map[fyne.KeyName]string{
	fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyUp: "↑", fyne.KeyDown: "↓", fyne.KeyTab: "⇥",
}

// bare tells whether a text field would take the chord as text or movement.
func (c Chord) bare() bool {
	return c.Mods&^fyne.KeyModifierShift == 0
}
