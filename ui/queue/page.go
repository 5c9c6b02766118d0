package queue

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Page is the screen.
type Page struct {
	host host
	desk desk
	now  func() time.Time
	form former

	stop  context.CancelFunc // ends the watch
	watch *watch             // nil while the page is not open, or no project is
	wake  chan struct{}      // of all watches: a session tells of previews until it is closed
	heard *studio.Session    // the one that tells

	shot     snapshot
	selected map[int64]bool
	cursor   int64 // the job that the keys are at
	anchor   int64 // where a range began
	reveal   int64 // to be brought into sight when it is there
	dragged  int64
	target   int // the line above which it would go

	list *list
	head *head
}

// New makes the screen.
func New(h host, d desk) *Page {
	p := &Page{host: h, desk: d, now: time.Now, form: (*studio.Session).Forming, selected: map[int64]bool{}, wake: make(chan struct{}, 1), list: newList()}
	p.list.height = func(index int) float32 { return heightOfLine(p.shot.entries[index]) }
	p.list.create = func() *line { return newLine(p.deeds(), p.labels()) }
	p.list.show = p.showLine
	p.head = newHead(p)
	return p
}

// Content is the whole page.
func (p *Page) Content() fyne.CanvasObject { return p.head.content }

// Open shows the queue of the open project, with a job selected where an ID says
// which.
func (p *Page) Open(id string) {
	if job, ok := parseID(id); ok {
		p.reveal = job
	}
	p.head.tell()
	session := p.desk.Session()
	if p.watch != nil && p.watch.session == session {
		p.watch.stir()
		p.found()
		return
	}
	p.Leave()
	if session == nil {
		p.show(snapshot{now: p.now()})
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.watch = &watch{
		session: session, do: p.host.Do, now: p.now, form: p.form, show: p.show, fail: p.head.setError,
		orders: make(chan order, orderRoom), wake: p.wake,
	}
	if p.head.done() {
		p.watch.ask(p.watch.showDone(true))
	}
	p.hearPreviews(session)
	go p.watch.run(ctx)
}

// hearPreviews lets a new preview be seen at once.
func (p *Page) hearPreviews(session *studio.Session) {
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

// Leave stops looking.
func (p *Page) Leave() {
	if p.stop != nil {
		p.stop()
	}
	p.stop, p.watch = nil, nil
}

// show puts a snapshot in place.
func (p *Page) show(shot snapshot) {
	p.shot = shot
	there := map[int64]bool{}
	for _, e := range shot.entries {
		if e.heading == 0 && p.selected[e.row.ID] {
			there[e.row.ID] = true
		}
	}
	p.selected = there
	p.list.setCount(len(shot.entries))
	p.head.show(shot)
	p.found()
}

// found selects the job that the page was opened for, once it is there.
func (p *Page) found() {
	if i := p.index(p.reveal); p.reveal != 0 && i >= 0 {
		p.only(p.reveal)
		p.reveal = 0
		p.list.reveal(i)
	}
}

// index returns the line of a job, -1 where there is none.
func (p *Page) index(job int64) int {
	return slices.IndexFunc(p.shot.entries, func(e entry) bool { return e.heading == 0 && e.row.ID == job })
}

func (p *Page) showLine(index int, l *line) {
	e := p.shot.entries[index]
	l.set(e.row.ID, describe(e, p.shot, e.heading == 0 && p.selected[e.row.ID]))
	if p.shot.more && index == len(p.shot.entries)-1 && p.watch != nil {
		p.shot.more = false // asked for once
		p.watch.ask(p.watch.readMore)
	}
}

// order hands something to the watch.
func (p *Page) order(o order) {
	if p.watch == nil {
		return
	}
	if !p.watch.ask(o) {
		p.host.Toast(xwidget.Warned, words.T("queue.busy"))
	}
}
