package create

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// pageOfTakes is how many takes are read at once; the next page is read when the
// end of the last one comes into sight.
const pageOfTakes = 200

// tileAspect is the shape of the pictures in the grid, width over height.
const tileAspect = 16.0 / 9

// gallery is the takes of the shot, the newest first, and before them those that
// are being made.
type gallery struct {
	page    *Page
	content *fyne.Container
	grid    *xwidget.Grid
	title   *xwidget.Text
	filter  *xwidget.Segmented
	empty   fyne.CanvasObject
	thumbs  *thumbs
	forming *formingFeed

	shot     int64
	turn     int // of the newest list that was asked for
	jobs     []queue.Row
	takes    []project.Take
	whole    bool // all takes of the shot are in takes
	reading  bool // the next page is being read
	selected int64
	formed   map[int64]formed
	hidden   map[int64]bool // failed jobs that the user does not want to see any more
	awaited  map[int64]bool // jobs that were asked for here: their take is shown when it is there
}

func newGallery(p *Page) *gallery {
	g := &gallery{page: p, forming: newFormingFeed(), formed: map[int64]formed{}, hidden: map[int64]bool{}, awaited: map[int64]bool{}}
	g.thumbs = newThumbs(p.host.Do, g.drawn)
	g.grid = xwidget.NewGrid(xwidget.GridParams{
		Least:  168,
		Height: func(width float32) float32 { return xwidget.NewTile(tileAspect, nil).HeightFor(width) },
		New:    func() fyne.CanvasObject { return newTakeTile(g) },
		Show:   func(index int, tile fyne.CanvasObject) { g.showItem(index, tile.(*takeTile)) },
		Select: g.choose,
		Open:   func(index int) { g.choose(index); p.playChosen() },
	})
	g.title = xwidget.NewText(words.T("create.takes-title"), look.Strong, look.TextHigh)
	g.filter = xwidget.NewSegmented([]string{words.T("create.all"), words.T("create.favourites")}, func(int) { g.reload() })
	g.filter.SetTip(words.T("create.filter-tip"), "")
	head := container.New(xwidget.NewColumn(0, look.Space4, look.Space2), container.New(xwidget.NewLine(look.Space3, 1, 0), g.title, g.filter))
	g.empty = xwidget.NewEmpty("create", words.T("create.takes-empty"), words.T("create.takes-empty-hint"), nil)
	padded := container.New(inset{look.Space3, 0}, g.grid)
	g.content = container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.EdgeTop), container.NewBorder(head, nil, nil, nil, container.NewStack(g.empty, padded)))
	return g
}

// show lists the takes of another shot.
func (g *gallery) show(shot int64) {
	if g.shot != shot {
		g.selected = 0
		g.formed, g.awaited = map[int64]formed{}, map[int64]bool{}
	}
	g.shot = shot
	g.reload()
}

func (g *gallery) count() int { return len(g.jobs) + len(g.takes) }

// reload reads the list anew from its beginning.
func (g *gallery) reload() {
	g.turn++
	g.takes, g.whole, g.reading = nil, false, false
	session := g.page.session.Load()
	if session == nil || g.shot == 0 {
		g.jobs, g.whole = nil, true
		g.refresh()
		return
	}
	g.jobs = g.jobsOf(session)
	g.moreAsync()
}

// moreAsync reads the next page of takes.
func (g *gallery) moreAsync() {
	session := g.page.session.Load()
	if session == nil || g.reading || g.whole {
		return
	}
	g.reading = true
	turn := g.turn
	filter := g.filterNow()
	page := store.Page{Limit: pageOfTakes}
	if len(g.takes) > 0 {
		page.Before = g.takes[len(g.takes)-1].ID
	}
	g.page.errands.run(func(ctx context.Context) {
		takes, err := session.Store.Takes(ctx, filter, page)
		g.page.host.Do("list takes", func() {
			if g.turn != turn || ctx.Err() != nil {
				return
			}
			g.reading = false
			if err != nil {
				g.page.fail(err)
				return
			}
			g.takes = append(g.takes, takes...)
			g.whole = len(takes) < pageOfTakes
			g.refresh()
			g.chooseFirst()
		})
	})
}

func (g *gallery) filterNow() store.TakeFilter {
	return store.TakeFilter{Shot: g.shot, Favourites: g.filter.Selected() == 1}
}

// lookAgain reads what changed among the takes, on an errand's goroutine.
func (g *gallery) lookAgain(ctx context.Context, session *studio.Session, ids []int64, all bool) {
	var changed []project.Take
	for _, id := range ids {
		take, err := session.Store.Take(ctx, id)
		if err != nil {
			continue // the next change asks again
		}
		take.Recipe = nil
		changed = append(changed, take)
	}
	g.page.host.Do("look at takes again", func() {
		if ctx.Err() != nil {
			return
		}
		if all {
			g.reload()
			return
		}
		for _, take := range changed {
			g.take(take)
		}
	})
}

// take puts a take that is new or changed into the list.
func (g *gallery) take(take project.Take) {
	if take.Shot != g.shot {
		return
	}
	fits := !g.filterNow().Favourites || take.Favourite
	at := slices.IndexFunc(g.takes, func(t project.Take) bool { return t.ID <= take.ID })
	known := at >= 0 && g.takes[at].ID == take.ID
	switch {
	case known && fits:
		g.takes[at] = take
	case known:
		g.takes = slices.Delete(g.takes, at, at+1)
	case fits && at >= 0:
		g.takes = slices.Insert(g.takes, at, take)
	case fits && g.whole:
		g.takes = append(g.takes, take)
	}
	g.jobs = slices.DeleteFunc(g.jobs, func(j queue.Row) bool { return take.Job != 0 && j.ID == take.Job })
	if g.awaited[take.Job] && take.Job != 0 {
		delete(g.awaited, take.Job)
		g.selected = take.ID
		g.present()
	}
	delete(g.formed, take.Job)
	g.refresh()
}

// queued shows takes that were just asked for.
func (g *gallery) queued(jobs []project.Job) {
	for _, j := range jobs {
		g.awaited[j.ID] = true
	}
	g.relist()
	if len(jobs) > 0 && len(g.jobs) > 0 {
		g.choose(slices.IndexFunc(g.jobs, func(r queue.Row) bool { return r.ID == jobs[0].ID }))
	}
}

// refresh shows the list as it is now.
func (g *gallery) refresh() {
	g.grid.SetCount(g.count())
	visible(g.empty, g.count() == 0 && g.whole)
	title := words.T("create.takes-title")
	if n := len(g.takes); n > 0 && g.whole {
		title = words.N("create.takes-count", n)
	}
	g.title.SetText(title)
	// What is chosen may have another place now. Somebody who has scrolled away from
	// it stays where he is.
	first, last := g.grid.InSight()
	if i := g.indexOf(g.selected); i >= first && i < last && i != g.grid.Selected() {
		g.grid.SetSelected(i)
	}
	if g.count() == 0 {
		g.page.stage.nothing()
	}
}

// indexOf finds a take by its number, or a job by its number below 0.
func (g *gallery) indexOf(item int64) int {
	if item < 0 {
		return slices.IndexFunc(g.jobs, func(r queue.Row) bool { return r.ID == -item })
	}
	if i := slices.IndexFunc(g.takes, func(t project.Take) bool { return t.ID == item }); item > 0 && i >= 0 {
		return len(g.jobs) + i
	}
	return -1
}

// chooseFirst looks at the newest take where none was chosen.
func (g *gallery) chooseFirst() {
	if g.selected == 0 && g.count() > 0 {
		g.choose(0)
	}
}

// choose looks at what is at an index.
func (g *gallery) choose(index int) {
	if index < 0 || index >= g.count() {
		return
	}
	old := g.indexOf(g.selected)
	if index < len(g.jobs) {
		g.selected = -g.jobs[index].ID
	} else {
		g.selected = g.takes[index-len(g.jobs)].ID
	}
	g.grid.SetSelected(index)
	g.grid.RefreshItem(old)
	g.grid.RefreshItem(index)
	g.present()
}

// present shows on the stage what is chosen.
func (g *gallery) present() {
	if g.selected < 0 {
		g.presentJob(-g.selected)
		return
	}
	take, ok := g.selectedTake()
	if !ok {
		return
	}
	g.page.stage.take(take, g.poster(take))
	if session := g.page.session.Load(); session != nil && g.page.stage.hasViewer() {
		g.page.host.ShowTake(session.Store.Path(take.Path), take)
	}
}

// selectedTake is the take that is looked at.
func (g *gallery) selectedTake() (project.Take, bool) {
	i := slices.IndexFunc(g.takes, func(t project.Take) bool { return t.ID == g.selected })
	if i < 0 {
		return project.Take{}, false
	}
	return g.takes[i], true
}

// seed is that of the take that is looked at.
func (g *gallery) seed() (uint64, bool) {
	take, ok := g.selectedTake()
	return take.Seed, ok && take.Verb != project.VerbImport
}
