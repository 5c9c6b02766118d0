package create

import (
	"image"
	"os"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

func TestATakeIsReallyMade(t *testing.T) {
	s := onScene(t, sceneParams{})
	test.Type(s.page.editor.beats.Field(), "a red ball drops")
	s.planned()
	s.run("create.generate")
	g := s.page.gallery
	s.until("a tile is there", func() bool { return len(g.jobs) == 1 })
	job := g.jobs[0].ID
	var preview image.Image
	steps := 0
	s.until("the take is there", func() bool {
		if f := g.formed[job]; f.picture != nil {
			preview = f.picture
		}
		if i := g.indexOf(-job); i >= 0 && g.jobs[i].State == project.Running {
			steps = max(steps, g.jobs[i].Step)
		}
		return g.takes.len() == 1
	})
	if preview == nil || steps == 0 {
		t.Errorf("while it formed the tile showed a picture: %v, and step %d", preview != nil, steps)
	}
	if g.poster(g.takes.at(0)) == nil {
		t.Error("the tile has lost its picture")
	}
	take, ok := g.selectedTake()
	if !ok || take.Code != "SH010_T01" || len(g.jobs) != 0 {
		t.Fatalf("the take is not shown: %+v, jobs %v", take, g.jobs)
	}
	s.drawn()
	for _, slow := range s.host.meter.Overruns() {
		t.Log(slow)
	}
}

func TestAFailedTakeSaysWhyAndIsTriedAgain(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	path := picture(t, "gone.png")
	s.page.editor.slots.use(project.RoleFirst, -1, checkedFile{path: path})
	s.page.edit("takes", "Takes", func(shot *project.Shot) { shot.Takes = 1 })
	s.kept()
	queue := s.session().Queue
	if err := queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run("create.generate")
	s.until("it is queued", func() bool { return len(s.page.gallery.jobs) == 1 })
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := queue.ResumeAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	g := s.page.gallery
	s.until("it has failed", func() bool { return len(g.jobs) == 1 && g.jobs[0].State == project.Failed })
	s.drawn()
	tile := newTakeTile(g)
	g.showItem(0, tile)
	if !tile.over.Visible() || tile.reason.Text() == "" {
		t.Error("the tile does not say why")
	}
	g.jobs[0].Reason, g.jobs[0].Hint = "pier.png cannot be opened: no such file or directory", "put it back, or take it out of the shot"
	g.refreshJob(g.jobs[0].ID)
	s.planned()
	gone := project.Bad("check the path", "pier.png cannot be opened: no such file or directory")
	s.page.planner.show(s.page.planner.reading, studio.RenderPlan{}, gone)
	s.steady()
	test.AssertRendersToImage(t, "failed_dark_1280.png", s.window.Canvas())
	tile.drop.Tapped(nil)
	s.until("it is off the list", func() bool { return len(g.jobs) == 0 })
}
