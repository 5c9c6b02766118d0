package create

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// short is a shot whose takes need a second each.
func short(t *testing.T, kept *store.Store) {
	written(t, kept, project.Shot{Beats: []string{"a red ball drops"}, Frames: 9, Steps: 2})
}

func TestTakesAreMadeOfTakes(t *testing.T) {
	s := onScene(t, sceneParams{seed: short})
	s.planned()
	g := s.page.gallery
	arrives := func(takes int) project.Take {
		t.Helper()
		s.until("the take is there", func() bool { return g.takes.len() == takes })
		take, _ := g.selectedTake()
		return takeCode(t, s, take.Code)
	}
	dialog := func() {
		t.Helper()
		if s.window.Canvas().Overlays().Top() == nil {
			t.Fatal("nothing is asked")
		}
		s.until("the words have the focus", func() bool { return s.window.Canvas().Focused() != nil })
	}
	enter := func() { s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	s.run("create.generate")
	first := arrives(1)

	s.press(fyne.KeyE)
	dialog()
	enter()
	extended := arrives(2)
	if extended.Parent != first.ID || extended.Verb != project.VerbExtend || extended.Prompt != first.Prompt || extended.Frames != first.Frames {
		t.Errorf("extended: %+v", extended)
	}

	g.choose(g.indexOf(first.ID))
	s.run("create.remix")
	dialog()
	enter()
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("a remix with the same words is the same take")
	}
	test.Type(s.window.Canvas().Focused(), ", at night")
	enter()
	remixed := arrives(3)
	if remixed.Parent != first.ID || remixed.Verb != project.VerbRemix || remixed.Seed != first.Seed || remixed.Prompt != first.Prompt+", at night" {
		t.Errorf("remixed: %+v", remixed)
	}

	s.run("create.edit")
	dialog()
	test.Type(s.window.Canvas().Focused(), ", in the snow")
	enter()
	edited := arrives(4)
	if edited.Parent != remixed.ID || edited.Verb != project.VerbEdit || edited.Seed != first.Seed || !strings.Contains(string(edited.Recipe), "_F00000_") {
		t.Errorf("edited: %+v", edited)
	}
	s.page.toggleLineage()
	s.until("the family is there", func() bool { return len(s.page.family.kin) == 4 })
	s.page.family.open(0)
	if take, _ := g.selectedTake(); take.ID != first.ID {
		t.Errorf("a tap on the first of the family shows %s", take.Code)
	}
}

func TestWhatIsBeingMadeIsExtended(t *testing.T) {
	s := onScene(t, sceneParams{seed: short})
	s.planned()
	queue, g := s.session().Queue, s.page.gallery
	if err := queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run("create.generate")
	s.until("it is queued", func() bool { return len(g.jobs) == 1 })
	first := g.jobs[0].ID
	s.press(fyne.KeyE)
	s.until("its extension is queued", func() bool { return len(g.jobs) == 2 })
	if g.jobs[0].After != first || g.jobs[0].Verb != project.VerbExtend {
		t.Errorf("queued: %+v", g.jobs[0].Job)
	}
	if err := queue.ResumeAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.until("both are made", func() bool { return g.takes.len() == 2 && len(g.jobs) == 0 })
	if child := takeCode(t, s, "SH010_T02"); child.Parent != takeCode(t, s, "SH010_T01").ID {
		t.Errorf("made of %d", child.Parent)
	}
}
