package create

import (
	"context"
	"slices"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// followQueue shows what becomes of the jobs, as an errand.
func (g *gallery) followQueue(ctx context.Context, session *studio.Session) {
	for c := range session.Queue.Watch(ctx) {
		g.page.host.Do("show a job", func() {
			if ctx.Err() != nil {
				return
			}
			if c.Kind == queue.ChangeStep {
				g.stepped(c)
				return
			}
			// What happens to the jobs of others moves those that wait.
			if c.Kind == queue.ChangeAll || g.fits(c.Job.Shot) || len(g.jobs) > 0 {
				g.relist()
			}
		})
	}
}

func (g *gallery) stepped(c queue.Change) {
	i := slices.IndexFunc(g.jobs, func(r queue.Row) bool { return r.ID == c.Job.ID })
	if i >= 0 {
		g.jobs[i].Job, g.jobs[i].Left = c.Job, c.Left
		g.refreshJob(c.Job.ID)
	}
}

// followLeft says anew how long what is being made still takes, in the moments in
// which all of the window does, as an errand.
func (g *gallery) followLeft(ctx context.Context, session *studio.Session) {
	for {
		timer := time.NewTimer(amount.NextLook(time.Now()))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if len(session.Queue.Attempts()) == 0 {
			continue
		}
		rows := slices.DeleteFunc(session.Queue.List(), func(r queue.Row) bool { return r.State != project.Running })
		g.page.host.Do("say what is left", func() {
			if ctx.Err() == nil {
				g.lessLeft(rows)
			}
		})
	}
}

// lessLeft takes over how long jobs still take.
func (g *gallery) lessLeft(rows []queue.Row) {
	for _, row := range rows {
		if i := g.indexOf(-row.ID); i >= 0 && g.jobs[i].Left != row.Left {
			g.jobs[i].Left = row.Left
			g.refreshJob(row.ID)
		}
	}
}

// relist reads the jobs anew; memory holds them all.
func (g *gallery) relist() {
	session := g.page.session.Load()
	if session == nil {
		return
	}
	g.jobs = g.jobsOf(session)
	g.settle(session)
	g.refresh()
	if !g.reading { // what there is to look at is not known yet
		g.lookFirst()
	}
	if g.selected < 0 {
		g.presentJob(-g.selected)
	}
}

func (g *gallery) refreshJob(job int64) {
	g.grid.RefreshItem(g.indexOf(-job))
	if g.selected == -job {
		g.presentJob(job)
	}
}

// presentJob shows a take that is being made on the stage.
func (g *gallery) presentJob(job int64) {
	i := g.indexOf(-job)
	if i < 0 {
		return
	}
	row := g.jobs[i]
	caption, aside, _ := jobText(row, g.formed[job])
	if row.State == project.Failed {
		reason, hint := fault.KeptParts(engine.Internal, row.Reason, row.Hint)
		g.page.stage.failed(caption, reason, hint, func() { g.command(job, (*queue.Queue).Retry) })
		return
	}
	g.page.stage.forming(g.formed[job].picture, caption, aside)
}

// jobText says where a job stands: in a word or two, and what is left.
func jobText(row queue.Row, f formed) (caption, note string, tone xwidget.Tone) {
	switch row.State {
	case project.Failed:
		return words.T("create.failed"), "", xwidget.Failed
	case project.Paused:
		return words.T("create.paused"), "", xwidget.Warned
	case project.Running:
		if row.Pausing || row.Stopping {
			return words.T("queue.pausing"), "", xwidget.Warned
		}
		return doing(row, f), left(row.Left), xwidget.Accented
	}
	return words.T("create.queued"), words.T("create.place", "Place", row.Place), xwidget.Neutral
}

// left is the time that a job still takes; nothing where nobody knows.
func left(seconds float64) string {
	if seconds < 0 {
		return ""
	}
	return words.T("create.left", "Time", amount.Left(seconds))
}
