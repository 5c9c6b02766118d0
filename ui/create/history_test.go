package create

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/project"
)

func TestEarlierPromptsComeBackInAllFields(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := picture(t, "pier.png")
	seed := uint64(0)
	p := s.page
	p.edit("all", "", func(shot *project.Shot) {
		shot.Media = []project.Material{{Role: project.RoleKey, Path: path, Frame: 9, Strength: 1}}
		shot.Seed, shot.Frames, shot.Steps, shot.Guidance, shot.Negative = &seed, 25, 4, 1.5, "text"
	})
	p.refill()
	first := p.shot
	s.run("create.generate")
	s.until("it is queued", func() bool { return len(p.gallery.jobs) == 2 })

	p.editor.dialogue.remove(p.editor.dialogue.rows[0])
	p.editor.slots.take(0)
	p.editor.beats.SetText("a blue ball rolls")
	p.editor.more.turnLock()
	s.run("create.generate") // again, while the first ones wait
	s.until("they are queued, too", func() bool { return len(p.gallery.jobs) == 4 })
	p.editor.beats.SetText("a blue ball rolls and")

	s.run("create.earlier")
	if got := p.editor.beats.Text(); got != "a blue ball rolls" {
		t.Errorf("one step back it says %q", got)
	}
	s.run("create.earlier")
	s.kept()
	for where, got := range map[string]project.Shot{"the page": p.shot, "the project": s.shot("SH010")} {
		if !slices.Equal(got.Beats, first.Beats) || len(got.Dialogue) != 1 || len(got.Media) != 1 || got.Media[0].Frame != 9 ||
			got.Seed == nil || *got.Seed != 0 || got.Frames != 25 || got.Steps != 4 || got.Guidance != 1.5 || got.Negative != "text" ||
			got.Code != "SH010" {
			t.Errorf("%s has %+v", where, got)
		}
	}
	if len(p.editor.dialogue.rows) != 1 || p.editor.more.seed.Text != "0" || len(p.editor.slots.keys.Objects) != 1 ||
		p.editor.more.negative.Text() != "text" || p.editor.more.steps.Value() != 4 {
		t.Error("the fields do not show all of it")
	}
	s.run("create.earlier")
	if last := s.host.said[len(s.host.said)-1]; !strings.Contains(last, "no earlier prompt") {
		t.Errorf("at the end it says %q", last)
	}
	s.run("create.later")
	s.run("create.later")
	if got := p.editor.beats.Text(); got != "a blue ball rolls and" {
		t.Errorf("what was being written is now %q", got)
	}
	s.kept()
	s.run("create.undo") // all steps through the history are one
	s.kept()
	s.until("it is as it was before the first step", func() bool { return p.editor.beats.Text() == "a blue ball rolls and" })
}

func TestEarlierPromptsAreKeptWithTheProject(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	p := s.page
	if menu := p.editor.history.menu(); len(menu.Items) != 1 || !menu.Items[0].Disabled {
		t.Errorf("a project without a history offers %v", menu.Items)
	}
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, beat := range []string{"a red ball", "a blue ball", "a red ball"} {
		p.editor.beats.SetText(beat)
		s.run("create.generate")
		s.kept()
	}
	p.editor.history.past = nil
	p.Leave()
	p.Open("")
	s.until("the history is read", func() bool { return len(p.editor.history.past) > 0 })
	menu := p.editor.history.menu()
	if len(menu.Items) != 2 || !menu.Items[0].Checked || !strings.HasPrefix(menu.Items[1].Label, "SH010  a blue ball") {
		t.Fatalf("offered are %v", menu.Items)
	}
	p.editor.history.button.Tapped(&fyne.PointEvent{})
	if s.window.Canvas().Overlays().Top() == nil {
		t.Error("no menu")
	}
	menu.Items[1].Action()
	if got := p.editor.beats.Text(); got != "a blue ball" {
		t.Errorf("chosen is %q", got)
	}
	p.editor.history.read("what is this?")
	if len(p.editor.history.past) != 0 {
		t.Error("nonsense is remembered")
	}
	for i := range 2 * mostRemembered {
		shot := p.shot
		shot.Takes = i + 1
		p.editor.history.add(shot)
	}
	if got := p.editor.history.past; len(got) != mostRemembered || got[0].shot.Takes != 2*mostRemembered {
		t.Errorf("%d are remembered", len(got))
	}
}
