package storyboard

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Page is the screen.
type Page struct {
	host    host
	desk    desk
	content *fyne.Container
	none    fyne.CanvasObject // in place of all else while no project is open
	split   *xwidget.Split
	main    *fyne.Container // head and cards

	session *studio.Session // that is shown; nil for none
	heard   *studio.Session // whose forming takes are listened to
	stop    func()          // ends what runs while the page is open; nil while it is not
	running sync.WaitGroup
	wake    chan struct{} // of all watches: a session tells of previews until it is closed
	clerk   *clerk
	edits   atomic.Int64 // counts what the user wrote into fields
	thumbs  *thumbs

	board    board
	all      []project.Shot // of the board, under their scenes
	shots    []project.Shot // of them, those that are listed
	sections []section      // of what is listed
	folded   map[int64]bool // scenes whose shots are hidden
	scene    int64          // whose shots are listed; 0 for all
	selected map[int64]bool
	cursor   int64 // the shot that the keys are at, and that the inspector shows
	anchor   int64 // where a range began
	reveal   int64 // to be selected when it is there

	head      *head
	grid      *cards
	inspector *inspector
}

// New makes the page; a desk without a project shows what to do about it.
func New(h host, d desk) *Page {
	p := &Page{host: h, desk: d, clerk: newClerk(), wake: make(chan struct{}, 1), selected: map[int64]bool{}, folded: map[int64]bool{}}
	p.thumbs = newThumbs(h.Do, func() { p.grid.refresh() })
	p.grid = newCards(p)
	p.head = newHead(p)
	p.inspector = newInspector(p)
	p.main = container.NewBorder(p.head.content, nil, nil, nil, p.grid.content)
	p.split = h.Split("storyboard", xwidget.SplitParams{
		Side: p.inspector.content, Main: p.main,
		Trailing: true, Least: 260, Most: 520, State: xwidget.SplitState{Size: 320},
	})
	open := xwidget.NewButton(words.T("storyboard.open-project"), "projects", xwidget.Primary, func() { h.Go("projects", "") })
	open.SetTip(words.T("screen.projects"), "")
	open.SetTipKey(h.Actions().KeyOf("go.projects"))
	p.none = xwidget.NewEmpty("storyboard", words.T("storyboard.no-project"), words.T("storyboard.no-project-hint"), open)
	p.content = container.NewStack(p.none, p.split)
	d.Watch(p.changed)
	return p
}

// Content is the page as it stands in the window.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Open shows the board of the open project, with a shot selected where an ID says
// which.
func (p *Page) Open(id string) {
	if shot, err := strconv.ParseInt(id, 10, 64); err == nil {
		p.reveal = shot
	}
	session := p.desk.Session()
	if p.stop != nil && p.session == session {
		p.found()
		return
	}
	p.Leave()
	if p.session != session {
		p.session, p.board, p.scene = session, board{}, 0
		clear(p.folded)
		p.thumbs.clear()
		p.show(p.board)
	}
	if session == nil {
		p.split.Hide()
		p.none.Show()
		return
	}
	p.none.Hide()
	p.split.Show()
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	p.thumbs.begin()
	w := &watch{session: session, do: p.host.Do, edits: &p.edits, show: p.show, fail: p.head.setError, wake: p.wake}
	p.running.Go(func() { w.run(ctx) })
	p.running.Go(func() { p.thumbs.run(ctx, session) })
	p.hearForming(session)
}

// hearForming has each new step shown.
func (p *Page) hearForming(session *studio.Session) {
	if p.heard == session {
		return
	}
	p.heard = session
	wake := p.wake
	session.OnForming(func(studio.Forming) {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
}

// Leave ends what the page does; what the user did is kept all the same.
func (p *Page) Leave() {
	if p.stop != nil {
		p.stop()
	}
	p.stop = nil
}

// changed is told, on any goroutine, that another project is open, or none: what
// was done is kept before it closes.
func (p *Page) changed(session *studio.Session) {
	if session == nil {
		p.clerk.flush()
	}
	p.host.Do("change the project of the storyboard", func() {
		if p.stop != nil || p.session == nil && p.none.Visible() {
			p.Leave()
			p.Open("")
		}
	})
}

// show puts a board in place.
func (p *Page) show(b board) {
	p.board = b
	if !slices.ContainsFunc(b.scenes, func(s project.Scene) bool { return s.ID == p.scene }) {
		p.scene = 0
	}
	p.list()
	p.found()
}

// list shows the shots of the scene that is chosen.
func (p *Page) list() {
	p.arrange()
	there := map[int64]bool{}
	for _, s := range p.shots {
		if p.selected[s.ID] {
			there[s.ID] = true
		}
	}
	p.selected = there
	if p.index(p.cursor) < 0 {
		p.cursor = 0
	}
	p.grid.list()
	p.marked()
}

// marked is called when other shots are selected, or what is known of them is new.
func (p *Page) marked() {
	p.head.show()
	p.grid.refresh()
	if p.board.edits == p.edits.Load() || p.inspector.shot != p.cursor {
		p.inspector.show(p.at(p.cursor))
	}
}

// found selects the shot that the page was opened for, or that was just added, once
// it is there.
func (p *Page) found() {
	if p.reveal == 0 {
		return
	}
	if p.index(p.reveal) < 0 && p.scene != 0 && slices.ContainsFunc(p.board.shots, func(s project.Shot) bool { return s.ID == p.reveal }) {
		p.scene = 0
		p.list()
	}
	if i := p.index(p.reveal); i >= 0 {
		p.reveal = 0
		if at := p.sectionOf(i); at >= 0 && p.sections[at].folded {
			p.fold(at)
		}
		p.grid.sheet.setSelected(i)
		p.only(i)
	}
}

// index returns where a shot is listed, -1 where it is not.
func (p *Page) index(shot int64) int {
	return slices.IndexFunc(p.shots, func(s project.Shot) bool { return s.ID == shot })
}

// at returns a shot of the list; one without a number where it is not there.
func (p *Page) at(shot int64) project.Shot {
	if i := p.index(shot); i >= 0 {
		return p.shots[i]
	}
	return project.Shot{}
}
