package create

import (
	"context"
	"image"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// takeTile is a tile of the grid: a take, one that is being made, or one that
// could not be made, with the reason on it.
type takeTile struct {
	widget.BaseWidget
	tile   *xwidget.Tile
	reason *xwidget.Text
	retry  *xwidget.Button
	drop   *xwidget.Button
	over   *fyne.Container
	all    *fyne.Container
	index  int
	job    int64   // that failed
	scrub  float64 // where the pointer is, below 0 for nowhere
}

func newTakeTile(g *gallery) *takeTile {
	t := &takeTile{scrub: -1}
	t.tile = xwidget.NewTile(tileAspect, func() { g.choose(t.index) })
	t.reason = xwidget.NewParagraph("", look.Caption, look.TextHigh, 3)
	t.retry = xwidget.NewButton(words.T("create.retry"), "retry", xwidget.Normal, func() { g.command(t.job, (*queue.Queue).Retry) })
	t.retry.SetTip(words.T("create.retry-tip"), "")
	t.drop = xwidget.NewIconButton("close", words.T("create.dismiss"), "", func() { g.hide(t.job) })
	back := canvas.NewRectangle(look.Color(look.DangerSoft))
	back.CornerRadius = look.Px(look.RadiusMedium)
	buttons := container.New(xwidget.NewLine(look.Space1, 1, 0), t.retry, t.drop)
	t.over = container.NewStack(back, container.New(inset{look.Space2, look.Space2}, container.NewBorder(nil, buttons, nil, nil, t.reason)))
	t.all = container.New(tileLayout{}, t.tile, t.over)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is for Fyne.
func (t *takeTile) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.all) }

// tileLayout lays what went wrong over the picture of a tile.
type tileLayout struct{}

func (tileLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (tileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-look.Label.Measure("M").Height-look.Px(look.Space2)))
}

// showItem makes a tile show what is at an index.
func (g *gallery) showItem(index int, t *takeTile) {
	t.index = index
	if index >= g.count()-pageOfTakes/4 && !g.whole {
		g.moreAsync()
	}
	if index >= g.count() {
		return
	}
	if index < len(g.jobs) {
		g.showJob(g.jobs[index], t)
		return
	}
	take := g.takes.at(index - len(g.jobs))
	t.over.Hide()
	t.tile.OnFavourite = func() { g.turnFavourite(take) }
	t.tile.OnScrub = func(at float64) { g.scrub(take, t, at) }
	t.tile.OnMenu = func(at fyne.Position) { g.menu(take, t.scrub, at, fyne.Size{}) }
	t.tile.OnOpen = func() { g.choose(t.index); g.page.playChosen() }
	t.tile.SetTip(tipOf(take), "")
	badge, selected := g.page.compare.mark(take.ID)
	if !g.page.compare.on {
		selected = take.ID == g.selected
		if take.Verb != project.VerbGenerate {
			badge = verbName(take.Verb)
		}
	}
	tone := xwidget.Neutral
	if g.page.compare.on && selected {
		tone = xwidget.Accented
	}
	t.tile.Set(xwidget.TileContent{
		Picture: g.poster(take), Icon: "clip", Caption: take.Code, Note: lengthOf(take), Badge: badge, Tone: tone,
		Favourite: take.Favourite, Selected: selected, Progress: -1,
	})
}

// tipOf says what somebody has noted about a take, and what it was made of.
func tipOf(take project.Take) string {
	text := take.Prompt
	if take.Note != "" {
		text = strings.Join(strings.Fields(take.Note), " ") + " — " + text
	}
	const most = 90
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return text
}

func verbName(verb project.Verb) string {
	switch verb {
	case project.VerbExtend:
		return words.T("create.verb-extend")
	case project.VerbEdit:
		return words.T("create.verb-edit")
	case project.VerbRemix:
		return words.T("create.verb-remix")
	case project.VerbRetake:
		return words.T("create.verb-retake")
	case project.VerbUpscale:
		return words.T("create.verb-upscale")
	case project.VerbImport:
		return words.T("create.verb-import")
	}
	return words.T("create.verb-generate")
}

func lengthOf(take project.Take) string {
	return words.T("create.length-of", "Seconds", amount.Number(seconds(take)))
}

// poster is the picture of a take, until it is drawn the last preview of it; nil where
// there is neither.
func (g *gallery) poster(take project.Take) image.Image {
	if p, ok := g.thumbs.posters.get(take.ID); ok {
		return p
	}
	g.thumbs.ask(wanted{take: take})
	return g.thumbs.sketches[take.ID]
}

// drawn is told that a picture of a take is there.
func (g *gallery) drawn(take int64) {
	g.grid.RefreshItem(g.indexOf(take))
	g.page.family.drawn(take)
	g.page.compare.drawn(take)
	if take == g.selected && !g.page.compare.on {
		if shown, ok := g.selectedTake(); ok {
			g.showTake(shown)
		}
	}
}

// scrub shows the frame at a place of a take while the pointer moves over its tile.
func (g *gallery) scrub(take project.Take, t *takeTile, at float64) {
	t.scrub = at
	strip, ok := g.thumbs.strips.get(take.ID)
	switch {
	case at < 0:
		t.tile.SetPicture(g.poster(take))
	case !ok:
		g.thumbs.ask(wanted{take: take, strip: true})
	default:
		t.tile.SetPicture(strip.Pictures[min(int(at*float64(len(strip.Pictures))), len(strip.Pictures)-1)])
	}
}

// turnFavourite marks a take, or takes the mark away.
func (g *gallery) turnFavourite(take project.Take) {
	session := g.page.session.Load()
	if session == nil {
		return
	}
	on := !take.Favourite
	label := words.T("create.favourite-edit", "Take", take.Code)
	g.page.saver.put(order{do: func(ctx context.Context) {
		err := session.Store.Edit(ctx, label, func(e *store.Editor) error { return e.SetFavourite(ctx, take.ID, on) })
		g.page.host.Do("keep a favourite", func() { g.page.fail(err) })
	}})
	take.Favourite = on
	g.take(take)
}

// jobsOf lists the takes that are not made yet, the newest first.
func (g *gallery) jobsOf(session *studio.Session) []queue.Row {
	var rows []queue.Row
	for _, row := range session.Queue.List() {
		if g.fits(row.Shot) && row.Kind == project.JobGenerate && row.State != project.Cancelled && !(row.State == project.Failed && g.hidden[row.ID]) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b queue.Row) int { return int(b.ID - a.ID) })
	return rows
}

// hiddenKey is the setting of a project that lists the failed jobs that are hidden.
const hiddenKey = "create.hidden-jobs"

// hide takes a failed job off the list for good. The queue keeps it.
func (g *gallery) hide(job int64) {
	session := g.page.session.Load()
	g.hidden[job] = true
	var list []string
	for id := range g.hidden {
		list = append(list, strconv.FormatInt(id, 10))
	}
	slices.Sort(list)
	g.page.saver.put(order{key: hiddenKey, do: func(ctx context.Context) {
		_ = session.Store.SetSetting(ctx, hiddenKey, strings.Join(list, " ")) // losing it shows a tile again
	}})
	g.relist()
}

// setHidden takes up what hide kept.
func (g *gallery) setHidden(list string) {
	g.hidden = map[int64]bool{}
	for _, text := range strings.Fields(list) {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			g.hidden[id] = true
		}
	}
}

func (g *gallery) showJob(row queue.Row, t *takeTile) {
	f := g.formed[row.ID]
	caption, note, tone := jobText(row, f)
	t.tile.OnFavourite, t.tile.OnScrub, t.tile.OnOpen = nil, nil, nil
	t.tile.OnMenu = func(at fyne.Position) { g.jobMenu(row, at) }
	t.tile.SetTip(row.Title, "")
	content := xwidget.TileContent{
		Picture: f.picture, Icon: "clock", Caption: caption, Note: note, Tone: tone, Selected: g.selected == -row.ID, Progress: -1,
	}
	failed := row.State == project.Failed
	if row.State == project.Running || row.State == project.Paused && row.Steps > 0 {
		content.Progress = float64(row.Step) / float64(max(row.Steps, 1))
	}
	t.tile.Set(content)
	if failed {
		t.reason.SetText(failure(fault.KeptParts(engine.Internal, row.Reason, row.Hint)))
		t.job = row.ID
	}
	visible(t.over, failed)
}

func failure(reason, hint string) string {
	if hint == "" {
		return reason
	}
	return reason + " — " + hint
}

// command asks the queue for something, away from the UI goroutine.
func (g *gallery) command(job int64, do func(*queue.Queue, context.Context, ...int64) error) {
	session := g.page.session.Load()
	g.page.errands.run(func(ctx context.Context) {
		err := do(session.Queue, ctx, job)
		g.page.host.Do("command a job", func() { g.page.fail(err) })
	})
}
