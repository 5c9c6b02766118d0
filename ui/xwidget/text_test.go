package xwidget

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
)

func TestNumber(t *testing.T) {
	var got []float64
	n := NewNumber(NumberParams{Value: 5, Least: 1, Most: 10, Step: 0.5, Digits: 1, Unit: "s", OnChanged: func(v float64) { got = append(got, v) }})
	w := inWindow(t, n, 90, 28)
	n.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(9, 0)})
	n.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-1, 0)}) // what is left of 9 is taken back
	n.DragEnd()
	key(n, fyne.KeyDown, fyne.KeyEnd, fyne.KeyUp, fyne.KeyHome)
	if want := []float64{6, 5.5, 10, 1}; !slices.Equal(got, want) {
		t.Errorf("changed to %v, want %v", got, want)
	}
	for written, want := range map[string]float64{"3,5 s": 3.5, "99": 10, "nothing": 10, "": 10} {
		if written == "nothing" || written == "" {
			n.SetValue(10)
		}
		n.TypedRune('7')
		field := w.Canvas().Focused().(*Entry)
		field.TypedRune('5')
		if field.Text != "75" {
			t.Fatalf("7 and 5 give %q", field.Text)
		}
		field.SetText(written)
		key(field, fyne.KeyReturn)
		if n.Value() != want {
			t.Errorf("%q gives %v, want %v", written, n.Value(), want)
		}
	}
	n.SetValue(4)
	test.Tap(n)
	field := w.Canvas().Focused().(*Entry)
	field.SetText("8")
	key(field, fyne.KeyEscape)
	if n.Value() != 4 {
		t.Errorf("Escape kept %v", n.Value())
	}
	n.SetRange(6, 8)
	if n.Value() != 6 {
		t.Errorf("a range from 6 holds %v", n.Value())
	}
}

func TestNumberInTheLanguageOfItsUser(t *testing.T) {
	n := NewNumber(NumberParams{Value: 2.1, Least: 0.1, Most: 600, Step: 0.1, Digits: 1, Unit: "s"})
	w := inWindow(t, n, 90, 28)
	speak(t, "de")
	n.Refresh()
	if n.text.Text != "2,1" {
		t.Errorf("a German reads %q", n.text.Text)
	}
	for written, want := range map[string]float64{"3,5": 3.5, "4.5": 4.5, "6,5 s": 6.5} {
		test.Tap(n)
		field := w.Canvas().Focused().(*Entry)
		if !strings.Contains(field.Text, ",") {
			t.Errorf("a German corrects %q", field.Text)
		}
		field.SetText(written)
		key(field, fyne.KeyReturn)
		if n.Value() != want {
			t.Errorf("%q gives %v, want %v", written, n.Value(), want)
		}
	}
	n.TypedRune(',')
	field := w.Canvas().Focused().(*Entry)
	field.TypedRune('5')
	key(field, fyne.KeyReturn)
	if n.Value() != 0.5 {
		t.Errorf("a comma and a 5 give %v", n.Value())
	}
}

func TestTextAreaMarksWordsAndLetsShortcutsThrough(t *testing.T) {
	a := NewTextArea("", 3)
	unknown := map[string]bool{"gossamer": true}
	a.Unknown = func(word string) bool { return unknown[word] }
	var changed string
	a.OnChanged = func(text string) { changed = text }
	w := inWindow(t, a, 240, 120)
	a.SetText("A " + strings.Repeat("gossamer veil ", 6))
	if n := len(a.marks.Objects); n != 6 {
		t.Errorf("%d words are marked, want 6", n)
	}
	lines := map[float32]bool{}
	for _, m := range a.marks.Objects {
		lines[m.Position().Y] = true
		if m.Position().X+m.Size().Width > 240 {
			t.Errorf("a mark at %v, %v lies outside", m.Position(), m.Size())
		}
	}
	if len(lines) < 3 {
		t.Errorf("the marks lie on %d lines", len(lines))
	}
	if changed != a.Text() {
		t.Errorf("told of %q", changed)
	}
	w.Canvas().Focus(a.Field())
	key(a.Field(), fyne.KeyEscape)
	if w.Canvas().Focused() != nil {
		t.Error("Escape does not leave the field")
	}
}

func TestTextsAreCutWithAnEllipsisAndWrapped(t *testing.T) {
	dressed(t, look.Params{})
	for _, text := range []string{"", "a", "A take with a very long name", "ÄÖÜßéèêñ漢字かな", "word " + strings.Repeat("x", 300)} {
		for _, width := range []float32{0, 5, 40, 90, 100000} {
			cut := shorten(text, look.Body, width)
			if look.Body.Measure(cut).Width > width && cut != "" {
				t.Errorf("%q at %v: %q is too wide", text, width, cut)
			}
			for _, line := range wrap(text, look.Body, max(width, 20), 0) {
				if look.Body.Measure(line).Width > max(width, 20) {
					t.Errorf("%q at %v: the line %q is too wide", text, width, line)
				}
			}
		}
	}
	if got := wrap("one two three four five six", look.Body, 60, 2); len(got) != 2 || !strings.HasSuffix(got[1], ellipsis) {
		t.Errorf("two lines: %q", got)
	}
	if got := strings.Join(wrap("one two three\nfour", look.Body, 50, 0), " "); got != "one two three four" {
		t.Errorf("words were lost: %q", got)
	}
}

func TestALineStaysALine(t *testing.T) {
	l := NewTextLine("Move")
	var told []string
	l.OnChanged = func(text string) { told = append(told, text) }
	w := inWindow(t, l, 160, 36)
	w.Canvas().Focus(l.Field())
	test.Type(l.Field(), "pan")
	key(l.Field(), fyne.KeyReturn)
	if w.Canvas().Focused() != nil || l.Text() != "pan" {
		t.Errorf("Enter gives %q", l.Text())
	}
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("slow\r\npan\n")
	told = nil
	l.SetText("")
	l.Field().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if l.Text() != "slow pan" || !slices.Equal(told, []string{"", "slow pan"}) {
		t.Errorf("pasted is %q, told of %q", l.Text(), told)
	}
	if l.Field().(fyne.Tabbable).AcceptsTab() {
		t.Error("Tab is kept from the window")
	}
}

func TestALimitOnlyCutsWhatIsTooLong(t *testing.T) {
	dressed(t, look.Params{})
	for _, text := range []string{strings.Repeat("one two three ", 400), "a\nb\nc\nd\ne f", "one\n\ntwo " + strings.Repeat("y", 900) + " three"} {
		all := wrap(text, look.Body, 90, 0)
		for limit := 1; limit <= len(all)+1; limit++ {
			want := all
			if limit < len(all) {
				rest := shorten(strings.Join(all[limit-1:], " "), look.Body, 90)
				want = append(slices.Clone(all[:limit-1]), rest)
			}
			if got := wrap(text, look.Body, 90, limit); !slices.Equal(got, want) {
				t.Fatalf("%.20q in %d lines is %q, want %q", text, limit, got, want)
			}
		}
	}
}

func TestTextAreaTakesWhatItHasRoomFor(t *testing.T) {
	a := NewTextArea("", 3)
	a.Most = 10
	left := 0
	a.OnCut = func(n int) { left = n }
	inWindow(t, a, 240, 120)
	clipboard := test.NewClipboard()
	for _, c := range []struct {
		copied, want string
		left         int
	}{
		{"夜夜夜夜夜夜", "夜夜夜夜夜夜", 0},
		{"123456789", "夜夜夜夜夜夜1234", 5},
		{"x", "夜夜夜夜夜夜1234", 1},
	} {
		left = 0
		clipboard.SetContent(c.copied)
		a.field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		if a.Text() != c.want || left != c.left || clipboard.Content() != c.copied {
			t.Errorf("%s: the text is %s, %d had no room, %s is copied", c.copied, a.Text(), left, clipboard.Content())
		}
	}
	a.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	a.field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if a.Text() != "x" {
		t.Errorf("a selection is replaced by %s", a.Text())
	}
	a.field.TypedShortcut(&fyne.ShortcutUndo{})
	a.field.TypedShortcut(&fyne.ShortcutUndo{}) // Fyne counts two steps: what was taken away, and what came
	if a.Text() != "夜夜夜夜夜夜1234" {
		t.Errorf("after Undo the text is %s", a.Text())
	}
}

// TestNumberIsWhatWasWritten: 3 s are not 3.1 s, though steps of half a second from a
// least of 0.1 pass there.
func TestNumberIsWhatWasWritten(t *testing.T) {
	n := NewNumber(NumberParams{Value: 49.0 / 24, Least: 0.1, Most: 600, Step: 0.5, Digits: 1, Unit: "s"})
	w := inWindow(t, n, 120, 40)
	if n.text.Text != "2.0" {
		t.Errorf("two seconds are shown as %q", n.text.Text)
	}
	for _, written := range []string{"3", "0.1", "7.3"} {
		test.Tap(n)
		w.Canvas().Focused().(*Entry).SetText(written)
		key(w.Canvas().Focused(), fyne.KeyReturn)
		if got := amount.Fixed(n.Value(), 1); got != amount.Fixed(must(amount.Parse(written)), 1) {
			t.Errorf("%s gives %s", written, got)
		}
	}
	key(n, fyne.KeyUp)
	if n.Value() != 7.8 {
		t.Errorf("a step from 7.3 gives %v", n.Value())
	}
}

func must(value float64, err error) float64 {
	if err != nil {
		panic(err)
	}
	return value
}
