package create

import (
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func TestJobsSayWhereTheyStand(t *testing.T) {
	row := func(state project.JobState, step int, left float64) queue.Row {
		return queue.Row{Job: project.Job{ID: 1, State: state, Step: step, Steps: 20}, Place: 3, Left: left}
	}
	pausing := row(project.Running, 7, 13)
	pausing.Pausing = true
	for _, c := range []struct {
		name          string
		row           queue.Row
		phase         engine.Phase
		caption, note string
		tone          xwidget.Tone
	}{
		{"waiting", row(project.Queued, 0, 40), "", "Queued", "3 in the queue", xwidget.Neutral},
		{"loading", row(project.Running, 0, -1), engine.PhaseLoad, "Loading the model", "", xwidget.Accented},
		{"at a step", row(project.Running, 7, 13), engine.PhaseSample, "Step 7 of 20", "15 s left", xwidget.Accented},
		{"drawing", row(project.Running, 20, 2), engine.PhaseDecode, "Drawing frames", "5 s left", xwidget.Accented},
		{"about to pause", pausing, engine.PhaseSample, "Pausing after this step", "", xwidget.Warned},
		{"paused", row(project.Paused, 7, 13), engine.PhaseSample, "Paused", "", xwidget.Warned},
		{"failed", row(project.Failed, 7, 0), engine.PhaseSample, "Failed", "", xwidget.Failed},
	} {
		if caption, note, tone := jobText(c.row, formed{phase: c.phase}); caption != c.caption || note != c.note || tone != c.tone {
			t.Errorf("%s: %q, %q, %v", c.name, caption, note, tone)
		}
	}
}

// TestFormingLooksAsItShould shows every state that a take can be in before it is
// one.
func TestFormingLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"forming_dark":   {seed: filled},
		"forming_german": {seed: filled, look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.drawn()
			g := s.page.gallery
			job := func(id int64, state project.JobState, step int, left float64) queue.Row {
				return queue.Row{Job: project.Job{ID: id, State: state, Step: step, Steps: 20, Shot: g.shot, Kind: project.JobGenerate, Title: "SH010, a ball drops"}, Left: left}
			}
			queued := job(14, project.Queued, 0, 40)
			queued.Place = 1
			failed := job(11, project.Failed, 3, 0)
			failed.Reason, failed.Hint = "the disk is full", "free 2 GB and retry"
			g.jobs = []queue.Row{queued, job(13, project.Running, 7, 13), job(12, project.Paused, 12, 20), failed}
			for _, id := range []int64{12, 13} {
				g.formed[id] = formed{phase: engine.PhaseSample, picture: landscape(clipWidth, clipHeight, 0.9, float64(id)/20)}
			}
			g.refresh()
			g.choose(1)
			s.until("the picture is smooth", func() bool { return s.page.stage.picture.Image != s.page.stage.source })
			s.parts(name, s.page.family.split, g.content)
		})
	}
}
