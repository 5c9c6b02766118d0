package create

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// pageOfTakes is how many takes are read at once; the next page is read when the
// end of the last one comes into sight.
const pageOfTakes = 200

// tileAspect is the shape of the pictures in the grid, width over height.
const tileAspect = 16.0 / 9

// gallery is the takes of the shot, or of the whole project, and before them those
// that are being made.
type gallery struct {
	page    *Page
	content *fyne.Container
	grid    *xwidget.Grid
	bar     *galleryBar
	empty   *fyne.Container
	thumbs  *thumbs
	forming *formingFeed

	shot     int64
	turn     int // of the newest list that was asked for
	jobs     []queue.Row
	takes    takeList
	whole    bool   // all takes that fit are in takes
	reading  bool   // takes are being read
	choosing bool   // where what was looked at is not in the list, its first is looked at
	selected int64  // what is looked at, as looked has it
	itself   bool   // as looked has it
	before   looked // that was looked at before the job that is looked at
	wanted   int64  // a take to choose when its list is there; 0 for none
	formed   map[int64]formed
	sizes    map[int64]image.Point // of takes that were looked at, as they were drawn
	hidden   map[int64]bool        // failed jobs that the user does not want to see any more
}

func newGallery(p *Page) *gallery {
	g := &gallery{page: p, forming: newFormingFeed(), formed: map[int64]formed{}, sizes: map[int64]image.Point{}, hidden: map[int64]bool{}}
	g.thumbs = newThumbs(p.host.Do, g.drawn)
	shape := xwidget.NewTile(tileAspect, nil)
	g.grid = xwidget.NewGrid(xwidget.GridParams{
		Least:  168,
		Height: shape.HeightFor,
		New:    func() fyne.CanvasObject { return newTakeTile(g) },
		Show:   func(index int, tile fyne.CanvasObject) { g.showItem(index, tile.(*takeTile)) },
		Select: g.choose,
		Open:   func(index int) { g.choose(index); p.playChosen() },
	})
	g.bar = newGalleryBar(g)
	g.empty = newEmpty()
	padded := container.New(inset{look.Space3, 0}, g.grid)
	g.content = container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.EdgeTop),
		container.NewBorder(g.bar.content, nil, nil, nil, container.NewStack(g.empty, padded)))
	return g
}

// show lists the takes of another shot.
func (g *gallery) show(shot int64) {
	if g.shot != shot && !g.bar.everywhere() {
		g.lookAway()
		g.formed = map[int64]formed{}
	}
	another := g.shot != shot
	g.shot = shot
	if another && g.bar.everywhere() && g.takes.len() > 0 {
		return // all shots are in sight, this one among them
	}
	g.page.compare.end()
	g.reload()
}

// forget is called for another project, whose takes have the same numbers.
func (g *gallery) forget() {
	g.lookAway()
	g.shot, g.wanted, g.jobs, g.takes = 0, 0, nil, takeList{by: g.bar.sorting()}
	g.formed, g.sizes = map[int64]formed{}, map[int64]image.Point{}
	g.thumbs.forget()
}

// fits tells whether a take or a job of a shot belongs into the list.
func (g *gallery) fits(shot int64) bool { return g.bar.everywhere() || shot == g.shot }

func (g *gallery) count() int { return len(g.jobs) + g.takes.len() }

// reload reads the list anew from its beginning.
func (g *gallery) reload() {
	g.turn++
	g.takes = takeList{by: g.bar.sorting()}
	g.whole, g.reading = false, false
	session := g.page.session.Load()
	if session == nil || g.shot == 0 && !g.bar.everywhere() {
		g.jobs, g.whole = nil, true
		g.refresh()
		return
	}
	g.jobs = g.jobsOf(session)
	g.moreAsync()
}

// moreAsync reads more takes: the next page of them, and all where the project
// does not keep them in the order that they are shown in.
func (g *gallery) moreAsync() {
	session := g.page.session.Load()
	if session == nil || g.reading || g.whole {
		return
	}
	g.reading = true
	turn := g.turn
	filter := g.filterNow()
	page := store.Page{Limit: pageOfTakes}
	if n := g.takes.len(); n > 0 {
		page.Before = g.takes.at(n - 1).ID
	}
	by := g.takes.by
	g.page.errands.run(func(ctx context.Context) {
		var more takeList
		takes, err := readTakes(ctx, session, filter, page, by)
		more.set(takes) // which takes too long where ten thousand are put in place
		g.page.host.Do("list takes", func() {
			if g.turn != turn || ctx.Err() != nil {
				return
			}
			g.reading = false
			if err != nil {
				g.page.fail(err)
				return
			}
			if g.takes.len() == 0 {
				more.by = by
				g.takes = more
			} else {
				g.takes.add(more.takes)
			}
			g.whole = by != newestFirst || len(more.takes) < pageOfTakes
			if g.choosing && g.indexOf(g.selected) < 0 {
				g.lookAway()
			}
			g.choosing = false
			g.listed()
			g.refresh()
			g.seekOn()
			g.lookFirst()
		})
	})
}

// readTakes reads a page of takes, or all of them in another order than the newest
// first.
func readTakes(ctx context.Context, session *studio.Session, filter store.TakeFilter, page store.Page, by sorting) ([]project.Take, error) {
	if by == newestFirst {
		return session.Store.Takes(ctx, filter, page)
	}
	const together = 1000
	var all []project.Take
	page = store.Page{Limit: together}
	for {
		takes, err := session.Store.Takes(ctx, filter, page)
		if err != nil {
			return nil, err
		}
		all = append(all, takes...)
		if len(takes) < together {
			slices.SortFunc(all, by.compare)
			return all, nil
		}
		page.Before = takes[len(takes)-1].ID
	}
}

func (g *gallery) filterNow() store.TakeFilter {
	filter := store.TakeFilter{Shot: g.shot, Favourites: g.bar.favourites()}
	if g.bar.everywhere() {
		filter.Shot = 0
	}
	return filter
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
	g.page.compare.changed(take)
	if !g.fits(take.Shot) {
		return
	}
	if !g.bar.favourites() || take.Favourite {
		g.takes.put(take, g.whole)
	} else {
		g.takes.remove(take.ID)
	}
	if preview := g.formed[take.Job].picture; preview != nil {
		g.thumbs.sketches[take.ID] = preview
	}
	g.jobs = slices.DeleteFunc(g.jobs, func(j queue.Row) bool { return take.Job != 0 && j.ID == take.Job })
	if take.Job != 0 && g.selected == -take.Job {
		g.landed(take)
	} else if take.ID == g.selected && !g.page.compare.on {
		g.showTake(take)
	}
	delete(g.formed, take.Job)
	g.refresh()
	g.page.family.again()
}

// queued lists takes that were just asked for.
func (g *gallery) queued(jobs []project.Job) {
	follows := g.follows()
	g.relist()
	if len(jobs) > 0 && follows {
		g.look(g.indexOf(-jobs[0].ID))
	}
}

// refresh shows the list as it is now.
func (g *gallery) refresh() {
	g.grid.SetCount(g.count())
	g.showEmpty()
	g.bar.count(g.takes.len(), g.whole)
	// What is chosen may have another place now. Somebody who has scrolled away from
	// it stays where he is.
	first, last := g.grid.InSight()
	if i := g.indexOf(g.selected); i >= first && i < last && i != g.grid.Selected() {
		g.grid.SetSelected(i)
	}
	if g.count() == 0 && g.selected >= 0 { // else its take is on its way
		g.page.stage.nothing()
	}
}

// indexOf finds a take by its number, or a job by its number below 0.
func (g *gallery) indexOf(item int64) int {
	if item < 0 {
		return slices.IndexFunc(g.jobs, func(r queue.Row) bool { return r.ID == -item })
	}
	if i := g.takes.indexOf(item); item > 0 && i >= 0 {
		return len(g.jobs) + i
	}
	return -1
}

// seek looks at a take that may not be in the list yet. A filter that leaves it out
// is lifted.
func (g *gallery) seek(take int64) {
	g.wanted = take
	if g.bar.favourites() {
		g.bar.hearts.SetOn(false)
		g.reload()
		return
	}
	g.seekOn()
}

// seekOn reads on until the wanted take is in the list.
func (g *gallery) seekOn() {
	if g.wanted == 0 {
		return
	}
	if i := g.indexOf(g.wanted); i >= 0 {
		g.wanted = 0
		g.choose(i)
		return
	}
	if g.whole {
		g.wanted = 0
		return
	}
	g.moreAsync()
}

// present shows on the stage what is chosen.
func (g *gallery) present() {
	if g.page.compare.on {
		return // it shows what is chosen when it ends
	}
	if g.selected < 0 {
		g.presentJob(-g.selected)
		return
	}
	take, ok := g.selectedTake()
	if !ok {
		return
	}
	g.showTake(take)
	g.page.family.follow(take)
	if session := g.page.session.Load(); session != nil && g.page.stage.hasViewer() {
		g.page.host.ShowTake(session.Store.Path(take.Path), take)
	}
}

// selectedTake is the take that is looked at.
func (g *gallery) selectedTake() (project.Take, bool) {
	i := g.takes.indexOf(g.selected)
	if g.selected <= 0 || i < 0 {
		return project.Take{}, false
	}
	return g.takes.at(i), true
}

// selectedJob is the job that is looked at.
func (g *gallery) selectedJob() (queue.Row, bool) {
	i := g.indexOf(g.selected)
	if g.selected >= 0 || i < 0 {
		return queue.Row{}, false
	}
	return g.jobs[i], true
}

// seed is that of the take that is looked at.
func (g *gallery) seed() (uint64, bool) {
	take, ok := g.selectedTake()
	return take.Seed, ok && take.Verb != project.VerbImport
}
