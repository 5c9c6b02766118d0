package queue

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// tip is the name of a button, and what names the key that does the same; nil where
// none does.
type tip struct {
	text string
	key  func() string
}

// labels are those of the buttons of a line.
type labels struct {
	top, pause, cancel, retry, log, more tip
}

func (p *Page) tip(id, text string) tip { return tip{text, p.host.Actions().KeyOf(id)} }

// told is a button with its tooltip, and with the key of the action that does the same.
func (p *Page) told(id, text string, b *xwidget.Button) *xwidget.Button {
	b.SetTip(text, "")
	b.SetTipKey(p.host.Actions().KeyOf(id))
	return b
}

func (p *Page) labels() labels {
	return labels{
		top:    p.tip("queue.top", words.T("queue.top")),
		pause:  p.tip("queue.pause", words.T("queue.pause-or-resume")),
		cancel: p.tip("queue.cancel", words.T("queue.cancel")),
		retry:  p.tip("queue.retry", words.T("queue.retry")),
		log:    p.tip("queue.log", words.T("queue.show-log")),
		more:   tip{text: words.T("queue.more")},
	}
}

// deeds are what the buttons of a line do.
func (p *Page) deeds() deeds {
	return deeds{
		pause: func(job int64) {
			p.pauseOrResume(p.meant(job, func(e entry) bool { return canPause(e) || canResume(e) }))
		},
		cancel: func(job int64) { p.cancel(p.meant(job, canCancel)) },
		top:    func(job int64) { p.moveToTop(p.meant(job, canMove)) },
		retry:  func(job int64) { p.retry(p.meant(job, canRetry)) },
		log:    func(job int64) { p.showLog(p.meant(job, hasLog)) },
		drag:   p.drag, drop: p.drop, press: p.press, menu: p.menu,
	}
}

// Actions are what can be done by key and from the palette.
func (p *Page) Actions() []action.Action {
	some := func(fit func(entry) bool) func() bool { return func() bool { return len(p.chosen(fit)) > 0 } }
	can := func(do func([]entry), fit func(entry) bool) func() { return func() { do(p.chosen(fit)) } }
	rests := func(e entry) bool { return canPause(e) || canResume(e) }
	anything := func() bool { return len(p.shot.entries) > 0 }
	list := []action.Action{
		{ID: "queue.hold", Title: words.ID("queue.hold"), Words: words.ID("search.hold-queue"), Icon: "pause", Keys: action.Must("Shift+P"), Run: p.hold, Enabled: func() bool { return p.watch != nil }},
		{ID: "queue.pause", Title: words.ID("queue.pause-or-resume"), Words: words.ID("search.pause-job"), Icon: "pause", Keys: action.Must("P"), Run: can(p.pauseOrResume, rests), Enabled: some(rests)},
		{ID: "queue.cancel", Title: words.ID("queue.cancel"), Words: words.ID("search.cancel"), Icon: "close", Keys: action.Must("Delete"), Run: can(p.cancel, canCancel), Enabled: some(canCancel)},
		{ID: "queue.clear", Title: words.ID("queue.clear"), Words: words.ID("search.clear-jobs"), Icon: "trash", Keys: action.Must("Shift+Delete"), Run: can(p.clearAway, canClear), Enabled: func() bool { return len(p.ended()) > 0 }},
		{ID: "queue.retry", Title: words.ID("queue.retry"), Words: words.ID("search.retry"), Icon: "retry", Keys: action.Must("R"), Run: can(p.retry, canRetry), Enabled: some(canRetry)},
		{ID: "queue.log", Title: words.ID("queue.show-log"), Words: words.ID("search.log"), Icon: "text", Keys: action.Must("G"), Run: can(p.showLog, hasLog), Enabled: some(hasLog)},
		{ID: "queue.up", Title: words.ID("queue.up"), Words: words.ID("search.up"), Icon: "chevron-up", Keys: action.Must("Alt+Up"), Run: func() { p.moveBy(-1) }, Enabled: some(canMove)},
		{ID: "queue.down", Title: words.ID("queue.down"), Words: words.ID("search.down"), Icon: "chevron-down", Keys: action.Must("Alt+Down"), Run: func() { p.moveBy(1) }, Enabled: some(canMove)},
		{ID: "queue.top", Title: words.ID("queue.top"), Words: words.ID("search.top"), Icon: "chevron-up", Keys: action.Must("Alt+Home"), Run: can(p.moveToTop, canMove), Enabled: some(canMove)},
		{ID: "queue.next", Title: words.ID("queue.next"), Words: words.ID("search.next"), Icon: "chevron-down", Keys: action.Must("Down"), Run: func() { p.step(1, false) }, Enabled: anything},
		{ID: "queue.previous", Title: words.ID("queue.previous"), Words: words.ID("search.previous"), Icon: "chevron-up", Keys: action.Must("Up"), Run: func() { p.step(-1, false) }, Enabled: anything},
		{ID: "queue.next-too", Title: words.ID("queue.next-too"), Words: words.ID("search.next"), Icon: "chevron-down", Keys: action.Must("Shift+Down"), Run: func() { p.step(1, true) }, Enabled: anything},
		{ID: "queue.previous-too", Title: words.ID("queue.previous-too"), Words: words.ID("search.previous"), Icon: "chevron-up", Keys: action.Must("Shift+Up"), Run: func() { p.step(-1, true) }, Enabled: anything},
		{ID: "queue.all", Title: words.ID("queue.all"), Words: words.ID("search.select-all"), Icon: "check", Keys: action.Must("Mod+A"), Run: p.selectAll, Enabled: anything},
		{ID: "queue.none", Title: words.ID("queue.none"), Words: words.ID("search.select-none"), Icon: "close", Keys: action.Must("Escape"), Run: p.selectNone, Enabled: func() bool { return len(p.selected) > 0 }},
		{ID: "queue.done", Title: words.ID("queue.switch"), Words: words.ID("search.finished"), Icon: "success", Keys: action.Must("D"), Run: p.head.switchLists, Enabled: func() bool { return p.watch != nil }},
	}
	for i := range list {
		list[i].Category = words.ID("screen.queue")
	}
	return list
}

// popUp opens a menu at a place of the window.
func (p *Page) popUp(menu *fyne.Menu, at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.list.content); c != nil {
		xwidget.OpenMenu(c, menu, at, fyne.Size{})
	}
}
