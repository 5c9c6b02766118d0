package create

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func TestTheNearestThatCanBeMadeIsOneClickAway(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	p := s.page.planner
	if cost := p.cost.Text(); !strings.Contains(cost, "memory") || !strings.Contains(cost, "disk") || !strings.Contains(cost, "CPU") {
		t.Errorf("what it takes is %q", cost)
	}
	s.page.edit("size", "Size", func(shot *project.Shot) { shot.Width, shot.Height, shot.Frames = 8192, 4096, 4801 })
	s.page.refill()
	s.planned()
	if len(p.problem.Objects) == 0 {
		t.Fatal("a clip as large as no machine is said to be possible")
	}
	var near *xwidget.Button
	for _, o := range test.LaidOutObjects(p.problem) {
		if b, ok := o.(*xwidget.Button); ok && strings.Contains(b.Text(), "×") {
			near = b
		}
	}
	if near == nil {
		t.Fatal("nothing is offered")
	}
	test.Tap(near)
	s.planned()
	shot := s.shot("SH010")
	if len(p.problem.Objects) != 0 || shot.Width == 0 || shot.Width >= 8192 || shot.Width < shot.Height {
		t.Errorf("offered was %d×%d with %d frames, and that cannot be made either", shot.Width, shot.Height, shot.Frames)
	}
	if got := s.page.editor.frame.shape; got.options[got.at] != "2.00:1" {
		t.Errorf("the shape says %s", got.options[got.at])
	}
	if got := s.page.editor.frame.size.options[s.page.editor.frame.size.at]; !strings.HasPrefix(near.Text(), "Make it "+got) {
		t.Errorf("the field says %s, offered was %q", got, near.Text())
	}
}

func TestARefusalLooksAsItShould(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled, look: look.Params{Scale: 1.25}, language: "de"})
	s.planned()
	s.drawn()
	p := s.page.planner
	p.show(p.reading, studio.RenderPlan{Plan: engine.Plan{
		Recipe: engine.Recipe{Provider: "cpu"}, Memory: 41 << 30, Seconds: 9000, Disk: 70 << 20,
		Reason: "it needs 41984 MiB of memory, and 7420 MiB are free", Nearest: &engine.Recipe{Width: 768, Height: 512, Frames: 97},
	}}, nil)
	s.page.planner.open(true)
	s.steady()
	test.AssertRendersToImage(t, "refused_german.png", s.window.Canvas())
}

func TestGenerateStaysUsable(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		start := time.Now()
		s.run("create.generate")
		s.until("its tiles are there", func() bool { return len(s.page.gallery.jobs) == 2*(i+1) })
		t.Logf("the tiles came after %v", time.Since(start))
		if s.page.planner.button.Disabled() {
			t.Error("takes of the same shot can be made only once")
		}
		test.Type(s.page.editor.sound.Field(), "x")
	}
	s.kept()
	if got := s.shot("SH010").Sound; !strings.HasPrefix(got, "xxx") {
		t.Errorf("written meanwhile is %q", got)
	}
	s.page.editor.addShot()
	if !s.page.planner.button.Disabled() {
		t.Error("a shot without words can be made")
	}
	s.run("create.generate")
	if last := s.host.said[len(s.host.said)-1]; !strings.Contains(last, "Write what happens") {
		t.Errorf("of a shot without words it is said %q", last)
	}
}
