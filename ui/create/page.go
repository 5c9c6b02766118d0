package create

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// shownKey is the setting of a project that says which shot was looked at last.
const shownKey = "create.shot"

// Page is the screen.
type Page struct {
	host    host
	desk    desk
	content *fyne.Container
	none    fyne.CanvasObject // in place of all else while no project is open
	split   *xwidget.Split
	left    *fyne.Container

	session atomic.Pointer[studio.Session] // that is shown; nil for none
	heard   *studio.Session                // whose forming pictures are listened to
	errands errands
	saver   *saver
	edits   atomic.Int64 // counts what the user changed
	showing bool         // fields are being filled, which is no change by the user

	shot   project.Shot // as it is shown
	target *target
	drafts map[int64]drafts // of shots, that the project has refused
	shots  []project.Shot

	editor  *editor
	planner *planner
	gallery *gallery
	stage   *stage
	compare *comparison
	family  *family
}

// New makes the page; a desk without a project shows what to do about it.
func New(h host, d desk) *Page {
	p := &Page{host: h, desk: d, saver: newSaver(), target: &target{refused: drafts{}}, drafts: map[int64]drafts{}}
	p.compare = newComparison(p)
	p.stage = newStage(p)
	p.family = newFamily(p)
	p.planner = newPlanner(p)
	p.editor = newEditor(p)
	p.gallery = newGallery(p)
	right := h.Split("create.takes", xwidget.SplitParams{
		Main: p.family.split, Side: p.gallery.content, Vertical: true, Trailing: true,
		Least: 140, State: xwidget.SplitState{Size: 300},
	})
	p.left = container.NewStack(
		xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeRight),
		container.NewBorder(p.editor.head, p.planner.content, nil, nil, p.editor.scroll),
	)
	p.split = h.Split("create", xwidget.SplitParams{Side: p.left, Main: right, Least: 320, Most: 620, State: xwidget.SplitState{Size: 392}})
	open := xwidget.NewButton(words.T("create.open-project"), "projects", xwidget.Primary, func() { h.Go("projects", "") })
	open.SetTip(words.T("screen.projects"), "")
	open.SetTipKey(h.Actions().KeyOf("go.projects"))
	p.none = xwidget.NewEmpty("create", words.T("create.no-project"), words.T("create.no-project-hint"), open)
	p.content = container.NewStack(p.none, p.split)
	d.Watch(p.changed)
	return p
}

// Content is the page as it stands in the window.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Open shows a shot, by its number or its code; without one the shot that was
// shown last.
func (p *Page) Open(id string) {
	p.errands.end()
	p.errands.begin()
	session := p.desk.Session()
	p.session.Store(session)
	p.none.Hide()
	p.split.Show()
	if session == nil {
		p.split.Hide()
		p.none.Show()
		return
	}
	if p.heard != session {
		p.heard = session
		session.OnForming(p.gallery.forming.put)
	}
	p.errands.run(func(ctx context.Context) { p.follow(ctx, session) })
	p.errands.run(func(ctx context.Context) { p.gallery.followQueue(ctx, session) })
	p.errands.run(func(ctx context.Context) { p.gallery.followForming(ctx) })
	p.errands.run(func(ctx context.Context) { p.gallery.followLeft(ctx, session) })
	p.gallery.thumbs.begin(&p.errands, session)
	p.loadAsync(session, id)
}

// Leave ends what the page does; what was written is kept all the same.
func (p *Page) Leave() { p.errands.end() }

// changed is told, on any goroutine, that another project is open, or none: what
// was written is kept before it closes.
func (p *Page) changed(session *studio.Session) {
	if session == nil {
		p.saver.flush()
	}
	p.host.Do("change the project of the create screen", func() {
		clear(p.drafts) // their shots are of another project
		p.target = &target{refused: drafts{}}
		p.gallery.forget()
		if p.errands.start == nil {
			return
		}
		p.Leave()
		p.Open("")
	})
}

// loadAsync reads the shots and shows the one that is meant.
func (p *Page) loadAsync(session *studio.Session, id string) {
	p.errands.run(func(ctx context.Context) {
		p.saver.flush()
		shots, err := session.Store.Shots(ctx)
		var film project.Project
		if err == nil {
			film, err = session.Store.Project(ctx)
		}
		if id == "" && err == nil {
			id, err = session.Store.Setting(ctx, shownKey)
		}
		installed := studio.PackNames()
		var hidden, past string
		if err == nil {
			hidden, err = session.Store.Setting(ctx, hiddenKey)
		}
		if err == nil {
			past, err = session.Store.Setting(ctx, historyKey)
		}
		p.host.Do("show a shot", func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				p.fail(err)
				return
			}
			p.shots = shots
			p.editor.film, p.editor.frame.packs = film, installed
			p.gallery.setHidden(hidden)
			p.editor.history.read(past)
			shot := pick(shots, id)
			same := shot.ID != 0 && shot.ID == p.target.known
			p.show(shot)
			if same { // its jobs may have ended while another page was in sight
				p.gallery.reload()
			}
		})
	})
}

// pick finds the shot of a number or a code, else the first; a project without
// shots has one that is not kept yet.
func pick(shots []project.Shot, id string) project.Shot {
	for _, shot := range shots {
		if strconv.FormatInt(shot.ID, 10) == id || strings.EqualFold(shot.Code, id) {
			return shot
		}
	}
	if len(shots) > 0 {
		return shots[0]
	}
	return project.Shot{}
}

// show puts a shot into all fields.
func (p *Page) show(shot project.Shot) {
	another := shot.ID == 0 || shot.ID != p.target.known
	if another {
		p.target = &target{id: shot.ID, known: shot.ID, refused: maps.Clone(p.draftsOf(shot.ID))}
		p.remember(shot.ID)
		p.editor.frame.forgetWrong()
	}
	p.draftsOf(shot.ID).over(&shot)
	p.shot = shot
	p.refill()
	if another {
		p.gallery.show(shot.ID)
	}
	p.planner.soon(0)
}

// refill shows the shot in all fields, which is no change by the user.
func (p *Page) refill() {
	p.showing = true
	p.editor.fill(p.shot)
	p.showing = false
}

// open shows another shot, as a place that the user can come back from.
func (p *Page) open(shot project.Shot) { p.host.Go("create", idOf(shot.ID)) }

func idOf(shot int64) string { return strconv.FormatInt(shot, 10) }

// playChosen plays the take that is looked at, where the window can.
func (p *Page) playChosen() {
	if _, ok := p.gallery.selectedTake(); ok && p.stage.hasViewer() {
		p.host.PlayPause()
	}
}

// remember notes which shot is shown for the next time that the project is opened.
func (p *Page) remember(shot int64) {
	session := p.session.Load()
	if session == nil || shot == 0 {
		return
	}
	p.saver.put(order{key: shownKey, do: func(ctx context.Context) {
		_ = session.Store.SetSetting(ctx, shownKey, strconv.FormatInt(shot, 10)) // losing it costs one click
	}})
}

// edit takes a change by the user: the field says it already, the project keeps it
// soon.
func (p *Page) edit(field, name string, apply func(*project.Shot)) {
	session := p.session.Load()
	if p.showing || session == nil {
		return
	}
	t := p.target
	blank := p.shot
	apply(&p.shot)
	if _, all := p.draftsOf(t.known)[wholeShot]; all || t.known == 0 && p.unkept() != "" {
		field = wholeShot // the next word may be what lets all of it be kept
		now := p.shot
		apply = func(s *project.Shot) { write(s, now) }
	}
	label := words.T("create.edit", "Field", name, "Shot", p.shot.Code)
	if p.shot.Code == "" {
		label = words.T("create.edit-new")
	}
	key := "create." + field
	p.saver.put(order{key: key, do: func(ctx context.Context) {
		kept, err := t.keep(ctx, session.Store, change{key: key + strconv.FormatInt(t.id, 10), label: label, apply: apply}, blank)
		t.refused.settle(field, apply, err)
		p.host.Do("keep a field", func() {
			p.kept(t, kept, err)
			p.settled(t, field, apply, err)
		})
	}})
	p.edits.Add(1)
	p.planner.soon(debounce)
}

// kept is told what became of a change.
func (p *Page) kept(t *target, shot project.Shot, err error) {
	if err != nil {
		p.fail(err)
		return
	}
	if t.known == 0 {
		delete(p.drafts, 0)
	}
	t.known = shot.ID
	if t != p.target || p.shot.ID == shot.ID {
		return
	}
	p.shot.ID, p.shot.Code, p.shot.Position = shot.ID, shot.Code, shot.Position
	p.editor.named(p.shot)
	p.gallery.show(shot.ID)
	p.remember(shot.ID)
}

// follow looks again at what others changed: undo, the storyboard, a command.
func (p *Page) follow(ctx context.Context, session *studio.Session) {
	changes := session.Store.Subscribe()
	defer changes.Close()
	for {
		told, err := changes.Next(ctx)
		if err != nil {
			return
		}
		shots, takes, all := false, []int64{}, false
		for _, c := range told {
			switch c.Kind {
			case store.KindShot, store.KindProject:
				shots = true
			case store.KindTake:
				takes = append(takes, c.ID)
			case store.KindAll:
				shots, all = true, true
			}
		}
		if shots {
			p.lookAgain(ctx, session)
		}
		if all || len(takes) > 0 {
			p.gallery.lookAgain(ctx, session, takes, all)
		}
	}
}

// lookAgain reads the shots anew. Where the user has written something meanwhile,
// what the fields say is newer.
func (p *Page) lookAgain(ctx context.Context, session *studio.Session) {
	before := p.edits.Load()
	p.saver.flush()
	shots, err := session.Store.Shots(ctx)
	if err != nil {
		return // the next change asks again
	}
	p.host.Do("look at the shot again", func() {
		if ctx.Err() != nil || p.edits.Load() != before {
			return
		}
		p.shots = shots
		p.show(pick(shots, strconv.FormatInt(p.shot.ID, 10)))
	})
}

// fail shows what went wrong as a sentence.
func (p *Page) fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	p.host.Toast(xwidget.Failed, sentence(err))
}

// debounce is how long a field has to rest before the plan is made anew.
const debounce = 300 * time.Millisecond
