package xwidget

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
)

func TestWhatIsCutStandsInTheTooltip(t *testing.T) {
	name := strings.TrimSpace(strings.Repeat("A very long corridor ", 6))
	choice := NewMenuButton(name, "", nil)
	choice.SetTip("Choose the shot", "Ctrl+O")
	row := NewRow(nil)
	row.Set(RowContent{Title: name, Note: "short", Progress: -1})
	chip := NewChip(name, Neutral, nil, nil)
	for what, c := range map[string]struct {
		widget interface {
			fyne.CanvasObject
			TipText() Tip
		}
		want Tip
	}{
		"a choice":    {choice, Tip{name + "\nChoose the shot", "Ctrl+O"}},
		"a row":       {row, Tip{Text: name}},
		"a chip":      {chip, Tip{Text: name}},
		"a text":      {NewWhole(NewText(name, look.Body, look.TextHigh)), Tip{Text: name}},
		"a paragraph": {NewWhole(NewParagraph(name, look.Body, look.TextHigh, 1)), Tip{Text: name}},
	} {
		w := inWindow(t, container.NewStack(c.widget), 300, 60)
		if got := c.widget.TipText(); got != c.want {
			t.Errorf("%s says %q", what, got)
		}
		w.Resize(fyne.NewSize(2000, 60))
		want := c.want
		want.Text = strings.TrimPrefix(strings.TrimPrefix(want.Text, name), "\n")
		if got := c.widget.TipText(); got != want {
			t.Errorf("%s with room for all says %q", what, got)
		}
	}
}

func TestATextIsInSightWithItsTooltip(t *testing.T) {
	text := NewText("a name", look.Body, look.TextHigh)
	whole := NewWhole(text)
	text.Hide()
	if whole.Visible() {
		t.Error("what is left of a hidden text takes room")
	}
	text.Show()
	if !whole.Visible() || whole.MinSize() != text.MinSize() {
		t.Error("the text is not there again")
	}
}

func TestALongTooltipStaysInTheWindow(t *testing.T) {
	tips := NewTips(nil)
	defer tips.Close()
	owner := NewText("x", look.Body, look.TextHigh)
	inWindow(t, container.NewStack(container.NewWithoutLayout(owner), tips.Layer()), 400, 300)
	owner.Move(fyne.NewPos(350, 250))
	tips.show(owner, Tip{Text: strings.Repeat("corridor ", 200)})
	at, size := tips.shown.Position(), tips.shown.Size()
	if at.X < 0 || at.Y < 0 || at.X+size.Width > 400 {
		t.Errorf("it stands at %v with %v", at, size)
	}
	if n := len(tips.shown.lines); n != tipLines {
		t.Errorf("it has %d lines", n)
	}
}
