package create

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
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
		s.until("the take is there", func() bool { return g.takes.len() == takes && len(g.jobs) == 0 })
		g.choose(0) // what was chosen before is still looked at
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

func TestAnExtensionSaysWhatItTakes(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	s.planned()
	asked := s.ask()
	s.until("its plan is there", asked.plan.known)
	if cost := asked.plan.cost.Text(); asked.plan.refused || !strings.Contains(cost, "memory") {
		t.Fatalf("what it takes is %q", cost)
	}
	asked.length.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // 600 s, at a size that no machine holds for so long
	asked.setFrames(40_000)
	if asked.confirm() {
		t.Fatal("it was asked for before anybody knew whether it can be made")
	}
	s.until("it is refused", func() bool { return asked.plan.known() && asked.plan.refused })
	if s.window.Canvas().Overlays().Top() == nil || len(s.page.gallery.jobs) != 0 {
		t.Error("it was queued all the same")
	}
	near := button(asked.plan.problem)
	if near == nil {
		t.Fatal("nothing is offered")
	}
	test.Tap(near)
	s.until("that has its plan", asked.plan.known)
	if asked.plan.refused || asked.frames < 1000 || asked.frames >= 40_000 {
		t.Errorf("offered were %d frames: %s", asked.frames, test.RenderObjectToMarkup(asked.plan.problem))
	}
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	asked.dialog.Confirm()
	s.until("it is queued", func() bool { return len(s.page.gallery.jobs) == 1 })
}

// ask opens the dialog that extends the take that is looked at.
func (s *scene) ask() *question {
	s.t.Helper()
	take, ok := s.page.gallery.selectedTake()
	if !ok {
		s.t.Fatal("no take is looked at")
	}
	return s.page.deriveFrom(take, project.VerbExtend)
}

func TestARefusedExtensionLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"extend_dark_1280": {seed: filled},
		"extend_german":    {seed: filled, look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.drawn()
			s.planned()
			s.steady()
			asked := s.ask()
			s.until("the words have the focus", func() bool { return s.window.Canvas().Focused() != nil })
			asked.length.SetValue(600)
			asked.setFrames(14401)
			s.until("it has its plan", asked.plan.known)
			near := engine.Recipe{Frames: 9601, Rate: engine.Rate{Num: 24, Den: 1}}
			asked.plan.show(studio.RenderPlan{Plan: engine.Plan{Reason: "it needs 9312 MiB of memory, and 6204 MiB are free", Nearest: &near, Seconds: 5400, Memory: 9_765_000_000, Disk: 140_000_000, Recipe: engine.Recipe{Provider: "cpu"}}}, nil)
			s.window.Canvas().Unfocus()
			for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
				if scroll, ok := o.(*container.Scroll); ok {
					scroll.Content.Refresh() // as the canvas does when something asks for more
				}
			}
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}
