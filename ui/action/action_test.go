package action

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/words"
)

func TestChordsReadWhatTheyWrite(t *testing.T) {
	for _, text := range []string{"Mod+K", "J", "Space", "F2", "Shift+Left", "Mod+Shift+Z", "Alt+Up", "Mod+,", "Mod++"} {
		c, err := ParseChord(text)
		if err != nil || c.String() != text {
			t.Errorf("%s became %s, %v", text, c, err)
		}
	}
	for _, text := range []string{"", "Hyper+K", "Mod+", "+K"} {
		if c, err := ParseChord(text); err == nil {
			t.Errorf("%q was read as %v", text, c)
		}
	}
}

func TestChordsAreShownInTheUsersLanguage(t *testing.T) {
	t.Cleanup(func() { speak(t, "en") })
	for tag, want := range map[string][]string{"en": {"Ctrl+K", "Space", "Alt+←"}, "de": {"Strg+K", "Leertaste", "Alt+←"}} {
		speak(t, tag)
		for i, c := range Must("Ctrl+K", "Space", "Alt+Left") {
			if got := c.Label(); got != want[i] {
				t.Errorf("%s: %q, want %q", tag, got, want[i])
			}
		}
	}
}

func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(words.Params{Language: tag}); err != nil {
		t.Fatal(err)
	}
}

// log makes actions that write down that they ran.
type log []string

func (l *log) action(id, scope string, keys ...string) Action {
	return Action{ID: id, Title: "t", Category: "c", Scope: scope, Keys: Must(keys...), Run: func() { *l = append(*l, id) }}
}

func (l *log) want(t *testing.T, ids ...string) {
	t.Helper()
	if !slices.Equal(*l, ids) {
		t.Errorf("ran %v, want %v", *l, ids)
	}
	*l = nil
}

func TestKeysGoToTheScreenThatIsShown(t *testing.T) {
	var ran log
	r := NewRegistry()
	play := ran.action("create.play", "create", "Space")
	play.Released = func() { ran = append(ran, "released") }
	off := ran.action("off", "", "F2")
	off.Enabled = func() bool { return false }
	quit := ran.action("quit", "", "Mod+Q")
	quit.OnTop = true
	r.Add(play, ran.action("queue.pause", "queue", "Space"), ran.action("palette", "", "Mod+K"), off, quit)
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	d := Attach(r, w.Canvas())
	press := func(key fyne.KeyName) { w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key}) }

	press(fyne.KeySpace)
	ran.want(t)
	r.SetScope("create")
	press(fyne.KeySpace)
	d.up(&fyne.KeyEvent{Name: fyne.KeySpace}) // Fyne's test canvas lets no key go
	d.up(&fyne.KeyEvent{Name: fyne.KeySpace})
	ran.want(t, "create.play", "released")
	r.SetScope("queue")
	press(fyne.KeySpace)
	press(fyne.KeyF2)
	ran.want(t, "queue.pause")

	shortcut := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: Command()}
	d.TypedShortcut(shortcut)
	ran.want(t, "palette")
	if err := r.Bind("palette", Must("Mod+P")); err != nil {
		t.Fatal(err)
	}
	d.TypedShortcut(shortcut)
	ran.want(t)
	shortcut.KeyName = fyne.KeyP
	d.TypedShortcut(shortcut)
	ran.want(t, "palette")

	dialog.ShowInformation("title", "message", w)
	press(fyne.KeySpace)
	d.TypedShortcut(shortcut)
	ran.want(t)
	d.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: Command()})
	ran.want(t, "quit")
	press(fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Escape did not close one of Fyne's own dialogs")
	}
}

func TestSixShortcutsHaveNamesOfTheirOwn(t *testing.T) {
	var ran log
	r := NewRegistry()
	r.Add(ran.action("undo", "", "Mod+Z"), ran.action("copy", "", "Mod+C"))
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	d := Attach(r, w.Canvas())
	d.TypedShortcut(&fyne.ShortcutUndo{})
	d.TypedShortcut(&fyne.ShortcutCopy{})
	ran.want(t, "undo", "copy")
}

func TestConflicts(t *testing.T) {
	var ran log
	r := NewRegistry()
	r.Add(ran.action("a", "create", "Space"), ran.action("b", "queue", "Space"), ran.action("c", "", "F2"))
	if got := r.Conflicts(); len(got) != 0 {
		t.Errorf("two screens, one key: %v", got)
	}
	if got := r.Rivals("c", Must("Space")[0]); len(got) != 2 {
		t.Errorf("everywhere against two screens: %v", got)
	}
	if err := r.Bind("c", Must("Space")); err != nil {
		t.Fatal(err)
	}
	if got := r.Conflicts(); len(got) != 1 || len(got[0].Actions) != 2 {
		t.Errorf("conflicts are %v", got)
	}
	if err := r.Bind("nothing", nil); err == nil {
		t.Error("an action that there is not got a key")
	}
}

func TestBindingsAreKeptAndTaken(t *testing.T) {
	var ran log
	r := NewRegistry()
	r.Add(ran.action("a", "", "F2"), ran.action("b", "", "F3"))
	err := r.SetBindings(map[string][]string{"a": {"Mod+E", "Wrong+X"}, "gone": {"F9"}, "b": {}})
	if err == nil {
		t.Error("a chord that is none was not told of")
	}
	if got := r.Keys("a"); len(got) != 1 || got[0].String() != "Mod+E" {
		t.Errorf("a has %v", got)
	}
	if got := r.KeyLabel("b"); got != "" {
		t.Errorf("b has %q", got)
	}
	if got := r.Bindings(); len(got) != 3 || got["gone"][0] != "F9" {
		t.Errorf("kept: %v", got)
	}
	r.Reset("a")
	if got := r.Keys("a"); got[0].String() != "F2" {
		t.Errorf("after the reset a has %v", got)
	}
	r.Remove("")
	if len(r.All()) != 0 || r.Find("a") != nil || r.Run("a") {
		t.Error("a is still there")
	}
}

func TestAddRefusesMistakes(t *testing.T) {
	var ran log
	for name, actions := range map[string][]Action{
		"twice": {ran.action("a", ""), ran.action("a", "")}, "empty": {{ID: "x"}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: taken", name)
				}
			}()
			NewRegistry().Add(actions...)
		}()
	}
}
