package storyboard

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func five(s *stage) {
	s.t.Helper()
	s.check(s.session.Store.Edit(s.t.Context(), "fill", func(e *store.Editor) error {
		for i := range 5 {
			if _, err := e.AddShot(s.t.Context(), project.Shot{Beats: []string{fmt.Sprintf("beat %d", i)}, Frames: 48, Rate: project.Rate{Num: 24, Den: 1}}); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (s *stage) selectShot(code string) {
	s.t.Helper()
	for _, shot := range s.page.shots {
		if shot.Code == code {
			s.page.press(shot.ID, 0)
			return
		}
	}
	s.t.Fatalf("%s is not in %s", code, s.codes())
}

func TestShotsAreMovedByKeysAndComeBack(t *testing.T) {
	s := onStage(t, setup{before: five})
	s.lists("SH010 SH020 SH030 SH040 SH050")
	s.selectShot("SH020")
	s.key("storyboard.later")
	s.lists("SH010 SH030 SH020 SH040 SH050")
	s.key("storyboard.earlier")
	s.lists("SH010 SH020 SH030 SH040 SH050")
	s.key("storyboard.earlier")
	s.lists("SH020 SH010 SH030 SH040 SH050")
	s.page.press(s.page.shots[2].ID, fyne.KeyModifierShift)
	s.key("storyboard.later")
	s.lists("SH040 SH020 SH010 SH030 SH050")
	s.key("storyboard.undo")
	s.lists("SH020 SH010 SH030 SH040 SH050")
	s.key("storyboard.redo")
	s.lists("SH040 SH020 SH010 SH030 SH050")
}

func TestACardIsDragged(t *testing.T) {
	s := onStage(t, setup{before: five})
	var from, to *xwidget.Card
	for card, id := range s.page.grid.shown {
		switch id {
		case s.page.shots[0].ID:
			from = card
		case s.page.shots[2].ID:
			to = card
		}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(to).AddXY(to.Size().Width-4, 20)
	from.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
	if !s.page.grid.mark.Visible() {
		t.Error("nothing shows where the card would go")
	}
	from.DragEnd()
	s.lists("SH020 SH030 SH010 SH040 SH050")
}

func TestShotsAreAddedDuplicatedAndRemoved(t *testing.T) {
	s := onStage(t, setup{before: five})
	s.selectShot("SH020")
	s.key("storyboard.add")
	s.lists("SH010 SH020 SH060 SH030 SH040 SH050")
	s.until("the new shot is selected", func() bool { return s.page.at(s.page.cursor).Code == "SH060" })
	s.selectShot("SH010")
	s.key("storyboard.duplicate")
	s.lists("SH010 SH070 SH020 SH060 SH030 SH040 SH050")
	s.selectShot("SH020")
	s.key("storyboard.remove")
	s.lists("SH010 SH070 SH060 SH030 SH040 SH050")
	s.key("storyboard.undo")
	s.lists("SH010 SH070 SH020 SH060 SH030 SH040 SH050")
}

func TestAFieldIsKeptAndReachesNoOtherShot(t *testing.T) {
	s := onStage(t, setup{before: five})
	before := s.shots()
	s.selectShot("SH030")
	i := s.page.inspector
	i.setting.OnChanged("A quay at dawn ")
	i.dialogue.OnChanged("Anna: Wait!\nWhat? he said")
	i.setLength(4)
	s.page.clerk.flush()
	after := s.shots()
	for n := range after {
		if after[n].Code != "SH030" {
			if fmt.Sprint(after[n]) != fmt.Sprint(before[n]) {
				t.Errorf("%s changed: %+v", after[n].Code, after[n])
			}
			continue
		}
		got := after[n]
		if got.Setting != "A quay at dawn" || got.Frames != 96 || fmt.Sprint(got.Dialogue) != "[{Anna Wait!} { What? he said}]" {
			t.Errorf("%+v", got)
		}
	}
}

func TestStylesHaveTheirNamesInTheLanguage(t *testing.T) {
	s := onStage(t, setup{before: five, language: "de"})
	s.selectShot("SH030")
	s.page.inspector.fillStyle("realistic")
	if got := s.page.inspector.style.Objects[0].(*xwidget.MenuButton).Text(); got != words.T("style.realistic") || got == "Realistic" {
		t.Errorf("it is called %q", got)
	}
}

func TestDialogueKeepsLongNames(t *testing.T) {
	lines := []project.Line{{Speaker: "The Second Officer of the Watch", Text: "No."}, {Text: "He said this twice: no."}, {Speaker: "Anna", Text: "Yes: no."}}
	if got := linesOf(linesText(lines), lines); fmt.Sprint(got) != fmt.Sprint(lines) {
		t.Errorf("%q, want %q", got, lines)
	}
}

func TestADroppedScriptBecomesShotsInOneStep(t *testing.T) {
	s := onStage(t, setup{})
	path := filepath.Join(t.TempDir(), "harbour.fountain")
	s.check(os.WriteFile(path, []byte(harbour), 0o600))
	if !s.page.DropFiles([]fyne.URI{storage.NewFileURI(path)}) {
		t.Fatal("the script was refused")
	}
	s.until("the preview", func() bool { return s.window.Canvas().Overlays().Top() != nil })
	s.page.addScenes(splitScript(harbour))
	s.until("the shots", func() bool { return len(s.page.shots) == 5 })
	if len(s.page.board.scenes) != 2 || s.page.shots[0].Setting != "Interior, ferry office, night" || len(s.page.shots[0].Dialogue) != 2 {
		t.Errorf("%+v", s.page.shots[0])
	}
	s.key("storyboard.undo")
	s.until("none", func() bool { return len(s.page.shots) == 0 && len(s.page.board.scenes) == 0 })
}

func TestACardOpensItsShot(t *testing.T) {
	s := onStage(t, setup{before: five})
	for card, id := range s.page.grid.shown {
		if id == s.page.shots[1].ID {
			card.DoubleTapped(nil)
		}
	}
	if want := fmt.Sprintf("[create %d]", s.page.shots[1].ID); fmt.Sprint(s.went) != want {
		t.Errorf("went to %v, want %s", s.went, want)
	}
}
