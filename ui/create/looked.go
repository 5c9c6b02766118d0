package create

import (
	"slices"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// looked is what somebody looks at, and how it came there.
type looked struct {
	item   int64 // a take by its number, a job by its number below 0; 0 for nothing
	itself bool  // it came there by itself: nobody has chosen it
}

// choose looks at what the user has chosen.
func (g *gallery) choose(index int) {
	g.look(index)
	g.itself = false
}

// look looks at what is at an index.
func (g *gallery) look(index int) {
	if index < 0 || index >= g.count() {
		return
	}
	if index >= len(g.jobs) && g.page.compare.on {
		g.page.compare.with(g.takes.at(index - len(g.jobs)))
		return
	}
	g.page.compare.end()
	old := g.indexOf(g.selected)
	if index < len(g.jobs) {
		if g.selected > 0 {
			g.before = looked{g.selected, g.itself}
		}
		g.selected = -g.jobs[index].ID
	} else {
		g.selected = g.takes.at(index - len(g.jobs)).ID
	}
	g.itself = true
	g.grid.SetSelected(index)
	g.grid.RefreshItem(old)
	g.grid.RefreshItem(index)
	g.present()
}

// lookFirst looks at something where nothing was chosen: at what is being made, else
// at the first take, else at what is made next.
func (g *gallery) lookFirst() {
	if g.selected != 0 || g.count() == 0 {
		return
	}
	next := 0
	for i, row := range g.jobs { // the newest first
		switch row.State { //nolint:exhaustive // the others wait for somebody
		case project.Running:
			g.look(i)
			return
		case project.Queued:
			next = i
		}
	}
	if g.takes.len() > 0 {
		next = len(g.jobs)
	}
	g.look(next)
}

// lookAway forgets what is looked at, as for another shot.
func (g *gallery) lookAway() {
	g.selected, g.itself, g.before = 0, false, looked{}
}

// follows tells whether a take that is asked for now is looked at. What somebody has
// chosen, plays, compares or sees forming is not taken away.
func (g *gallery) follows() bool {
	if row, ok := g.selectedJob(); ok {
		return row.State == project.Failed
	}
	played := g.page.stage.hasViewer() && g.page.host.ShownFrame() > 0
	return g.selected == 0 || g.selected > 0 && g.itself && !played && !g.page.compare.on
}

// settle is told that the jobs have changed. Where the one that is looked at was
// cancelled, or taken off the list, what was looked at before is shown again; of one
// that is done the take is on its way.
func (g *gallery) settle(session *studio.Session) {
	for id, f := range g.formed {
		i := g.indexOf(-id)
		switch {
		case i < 0:
			delete(g.formed, id)
		case g.jobs[i].State != project.Running: // the next attempt begins anew
			f.phase = ""
			g.formed[id] = f
		}
	}
	if g.selected >= 0 || g.indexOf(g.selected) >= 0 {
		return
	}
	if slices.ContainsFunc(session.Queue.List(), func(r queue.Row) bool { return r.ID == -g.selected }) {
		g.lookBack()
	}
}

// lookBack shows what was looked at before a job was.
func (g *gallery) lookBack() {
	before := g.before
	g.lookAway()
	if i := g.indexOf(before.item); i >= 0 {
		g.look(i)
		g.itself = before.itself
	}
}

// landed shows the take that the job has made which is looked at. A filter that
// leaves it out is lifted.
func (g *gallery) landed(take project.Take) {
	g.selected, g.itself = take.ID, true
	if g.indexOf(take.ID) < 0 {
		g.seek(take.ID)
		return
	}
	g.present()
}

// listed is told that the list was read anew. A job that is looked at may have ended
// while nobody was told.
func (g *gallery) listed() {
	if g.selected >= 0 || g.indexOf(g.selected) >= 0 {
		return
	}
	if i := slices.IndexFunc(g.takes.takes, func(t project.Take) bool { return t.Job == -g.selected }); i >= 0 {
		g.landed(g.takes.at(i))
		return
	}
	g.lookBack()
}
