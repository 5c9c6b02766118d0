package projects

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/reveal"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// manyFilms is from when on there is a field to find one.
const manyFilms = 9

// Page is the screen.
type Page struct {
	host   host
	desk   desk
	films  func() string // folder in which new films are made
	now    func() time.Time
	reveal func(ctx context.Context, path string) error // in the file manager
	errand *errands

	recent  []string // folders, the last used first
	listed  []string // those of recent that the filter lets through
	opening string   // folder of the film that is being opened; empty for none
	told    *studio.Session
	glances *glances

	filter  *xwidget.Entry
	count   *xwidget.Text
	grid    *xwidget.Grid
	cards   []*card // all that were made
	none    *xwidget.Empty
	first   *welcome
	notices *notices
	head    *fyne.Container
	content fyne.CanvasObject
}

// New makes the screen; films tells the folder in which new films are made.
func New(h host, d desk, films func() string) *Page {
	p := &Page{host: h, desk: d, films: films, now: time.Now, reveal: reveal.File, errand: newErrands()}
	p.glances = newGlances(func() time.Time { return p.now() }, h.Do, p.glanced)
	p.grid = xwidget.NewGrid(xwidget.GridParams{
		Least: leastCard, Height: cardHeight, New: p.newCard, Show: p.showCard,
		Select: func(int) { p.refreshCards() }, Open: func(i int) { p.openAsync(p.listed[i]) },
	})
	p.none = xwidget.NewEmpty("search", words.T("projects.none"), words.T("projects.none-hint"), nil)
	p.notices = newNotices()
	p.first = newWelcome(h.Actions(), p.firstFilm, p.pickAsync, func() { h.Go("models", "") })
	p.head = p.newHead()
	pad := look.Px(look.Space5)
	// The grid keeps a margin of its own for the edges of its cards.
	list := container.New(layout.NewCustomPaddedLayout(0, 0, pad-look.Px(look.Space1), look.Px(look.Space3)), p.grid)
	top := container.New(layout.NewCustomPaddedLayout(look.Px(20), look.Px(look.Space3), pad, pad),
		container.New(xwidget.NewColumn(look.Space4, 0, 0), p.head, p.notices.content))
	p.content = container.NewBorder(top, nil, nil, nil, container.NewStack(list, p.none, p.first.content))
	return p
}

func (p *Page) newHead() *fyne.Container {
	title := xwidget.NewText(words.T("screen.projects"), look.Heading, look.TextHigh)
	p.count = xwidget.NewText("", look.Body, look.TextMedium)
	p.filter = xwidget.NewEntry(words.T("projects.find"), func(string) { p.list() })
	p.filter.SetTip(words.T("projects.find-tip"), "")
	p.filter.SetTipKey(p.host.Actions().KeyOf("projects.find"))
	create := xwidget.NewButton(words.T("projects.new"), "add", xwidget.Primary, p.ask)
	create.SetTip(words.T("projects.new-tip"), "")
	create.SetTipKey(p.host.Actions().KeyOf("projects.new"))
	open := xwidget.NewButton(words.T("projects.open"), "projects", xwidget.Normal, p.pickAsync)
	open.SetTip(words.T("projects.open-tip"), "")
	open.SetTipKey(p.host.Actions().KeyOf("projects.open"))
	field := container.New(fixedWidth{200}, p.filter)
	buttons := container.New(xwidget.NewLine(look.Space2, 0, 0, 0), field, open, create)
	return container.NewBorder(nil, nil, nil, container.NewVBox(buttons),
		container.New(xwidget.NewColumn(look.Space1, 0, 0), title, p.count))
}

// fixedWidth gives a field a width at 100 %.
type fixedWidth struct{ width float32 }

func (f fixedWidth) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(f.width), look.Px(look.ControlHeight))
}

func (f fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// Content is the page as it stands in the window.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Open lists the films anew.
func (p *Page) Open(string) {
	p.errand.begin()
	p.glances.begin(p.errand)
	p.recent = p.desk.Recent()
	p.list()
	if len(p.recent) == 0 {
		p.errand.look(p.greet)
	} else {
		p.host.Window().Canvas().Focus(p.grid)
	}
	if session := p.desk.Session(); session != nil {
		p.errand.look(func(ctx context.Context) { p.follow(ctx, session) })
		p.tellRepair(session)
	}
}

// Leave ends what reads for the eye; what opens and keeps films goes on.
func (p *Page) Leave() { p.errand.end() }

// list shows the films that the filter lets through.
func (p *Page) list() {
	wanted := strings.ToLower(strings.TrimSpace(p.filter.Text))
	p.listed = slices.DeleteFunc(slices.Clone(p.recent), func(dir string) bool {
		return !strings.Contains(strings.ToLower(studio.ProjectName(dir)+" "+filepath.Dir(dir)), wanted)
	})
	some := len(p.recent) > 0
	show(p.head, some)
	show(p.filter, len(p.recent) >= manyFilms || wanted != "")
	show(p.first.content, !some)
	show(p.none, some && len(p.listed) == 0)
	p.count.SetText(words.N("projects.count", len(p.recent)))
	if len(p.listed) != len(p.recent) {
		p.count.SetText(words.T("projects.count-of", "Count", len(p.listed), "All", len(p.recent)))
	}
	p.grid.SetCount(len(p.listed))
	p.content.Refresh()
}

func (p *Page) newCard() fyne.CanvasObject {
	c := newCard(p.host.Actions(), deeds{open: p.openAsync, forget: p.forget, menu: p.menu})
	p.cards = append(p.cards, c)
	return c
}

func (p *Page) showCard(index int, tile fyne.CanvasObject) {
	dir := p.listed[index]
	p.glances.ask(dir)
	c := content{dir: dir, name: studio.ProjectName(dir), folder: shortFolder(filepath.Dir(dir))}
	if g, ok := p.glances.known[dir]; ok {
		c = present(g, p.now())
	}
	switch session := p.desk.Session(); {
	case dir == p.opening:
		c.chip, c.tone = words.T("projects.opening"), xwidget.Accented
	case session != nil && session.Store.Dir() == dir && c.chip == "":
		c.chip, c.tone = words.T("projects.is-open"), xwidget.Accented
	}
	c.selected = index == p.grid.Selected()
	tile.(*card).set(c)
}

// refreshCards shows all cards in sight anew.
func (p *Page) refreshCards() {
	first, last := p.grid.InSight()
	for i := first; i < last; i++ {
		p.grid.RefreshItem(i)
	}
}

// glanced shows what was read of a film.
func (p *Page) glanced(dir string) {
	if i := slices.Index(p.listed, dir); i >= 0 {
		p.grid.RefreshItem(i)
	}
}

// follow looks at the open film again when it changes, at most once a second.
func (p *Page) follow(ctx context.Context, session *studio.Session) {
	changes := session.Store.Subscribe()
	defer changes.Close()
	for {
		if _, err := changes.Next(ctx); err != nil {
			return
		}
		p.host.Do("look at the open film again", func() {
			if ctx.Err() == nil {
				p.glances.again(session.Store.Dir())
			}
		})
		pause := time.NewTimer(time.Second)
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
		}
	}
}

// chosen is the film that keys mean, empty for none.
func (p *Page) chosen() string {
	if i := p.grid.Selected(); i >= 0 && i < len(p.listed) {
		return p.listed[i]
	}
	return ""
}

// choose makes a film the one that keys mean.
func (p *Page) choose(dir string) {
	p.grid.SetSelected(slices.Index(p.listed, dir))
}

// fail shows what went wrong as a sentence.
func (p *Page) fail(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		p.host.Toast(xwidget.Failed, fault.Sentence(err))
	}
}
