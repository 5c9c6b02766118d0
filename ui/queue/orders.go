package queue

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// The priorities that can be chosen; a program may give others.
const (
	low    = -1
	normal = 0
	high   = 1
)

// longWork is how many seconds of work are not thrown away without a question.
const longWork = 60

func canPause(e entry) bool {
	return e.row.State == project.Queued || e.row.State == project.Running && !e.row.Pausing
}
func canResume(e entry) bool { return e.row.State == project.Paused || e.row.Pausing }
func canMove(e entry) bool   { return e.section == waiting && e.heading == 0 }
func canCancel(e entry) bool { return e.section == waiting || e.section == running }
func canRetry(e entry) bool  { return e.section == failed || e.section == cancelled }
func canClear(e entry) bool  { return e.heading == 0 && canRetry(e) }
func hasLog(e entry) bool    { return e.section == failed && e.row.Log != "" }

// pauseOrResume pauses what goes on; where nothing does, it lets go on what is
// paused.
func (p *Page) pauseOrResume(entries []entry) {
	var going, resting []int64
	for _, e := range entries {
		switch {
		case canPause(e):
			going = append(going, e.row.ID)
		case canResume(e):
			resting = append(resting, e.row.ID)
		}
	}
	switch {
	case len(going) > 0:
		p.order(func(ctx context.Context, s *studio.Session) error { return s.Queue.Pause(ctx, going...) })
	case len(resting) > 0:
		p.order(resume(resting))
	}
}

func (p *Page) resume(entries []entry) {
	if len(entries) > 0 {
		p.order(resume(idsOf(entries)))
	}
}

func resume(ids []int64) order {
	return func(ctx context.Context, s *studio.Session) error { return s.Queue.Resume(ctx, ids...) }
}

func (p *Page) retry(entries []entry) {
	if ids := idsOf(entries); len(ids) > 0 {
		p.order(func(ctx context.Context, s *studio.Session) error { return s.Queue.Retry(ctx, ids...) })
	}
}

// clearAway takes what failed or was cancelled away from the list; where nothing of it is
// selected, all of it.
func (p *Page) clearAway(entries []entry) {
	if len(entries) == 0 {
		entries = p.ended()
	}
	if ids := idsOf(entries); len(ids) > 0 {
		p.order(func(ctx context.Context, s *studio.Session) error { return s.Queue.Clear(ctx, ids...) })
	}
}

// ended are the jobs that can be cleared away.
func (p *Page) ended() (entries []entry) {
	for _, e := range p.shot.entries {
		if canClear(e) {
			entries = append(entries, e)
		}
	}
	return entries
}

// cancel asks once where it would throw long work away.
func (p *Page) cancel(entries []entry) {
	ids := idsOf(entries)
	if len(ids) == 0 {
		return
	}
	do := func() {
		p.order(func(ctx context.Context, s *studio.Session) error { return s.Queue.Cancel(ctx, ids...) })
	}
	lost := 0.0
	for _, e := range entries {
		lost += p.spent(e)
	}
	if lost < longWork {
		do()
		return
	}
	title := words.N("queue.cancel-question", len(ids))
	if len(ids) == 1 {
		title = words.T("queue.cancel-one", "Title", entries[0].row.Title)
	}
	p.host.Ask(xwidget.DialogParams{
		Title:   title,
		Content: xwidget.NewParagraph(words.T("queue.cancel-lost", "Length", amount.Length(lost)), look.Body, look.TextMedium, 0),
		Confirm: words.N("queue.cancel-confirm", len(ids)), Cancel: words.T("queue.cancel-keep"), Danger: true,
		OnConfirm: func() bool { do(); return true },
	})
}

// spent is how many seconds of work a job would lose.
func (p *Page) spent(e entry) float64 {
	switch {
	case e.section == running && e.row.Started != nil:
		return p.now().Sub(*e.row.Started).Seconds()
	case e.row.Kept > 0 && e.row.Steps > 0 && e.row.Predicted > 0:
		return e.row.Predicted * float64(e.row.Kept) / float64(e.row.Steps)
	}
	return 0
}

// hold pauses the whole queue, or lets it go on.
func (p *Page) hold() {
	held := p.shot.held
	p.order(func(ctx context.Context, s *studio.Session) error {
		if held {
			return s.Queue.ResumeAll(ctx)
		}
		return s.Queue.PauseAll(ctx)
	})
}

func (p *Page) setPriority(entries []entry, value int) {
	if ids := idsOf(entries); len(ids) > 0 {
		p.order(func(ctx context.Context, s *studio.Session) error { return s.Queue.SetPriority(ctx, value, ids...) })
	}
}

// showLog shows the last lines of the worker that failed.
func (p *Page) showLog(entries []entry) {
	if len(entries) == 0 {
		return
	}
	row := entries[0].row
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("queue.log-of", "Title", row.Title), Width: 720,
		Content: newLog(row.Log),
		Confirm: words.T("queue.log-copy"), Cancel: words.T("queue.log-close"),
		OnConfirm: func() bool {
			fyne.CurrentApp().Clipboard().SetContent(row.Log)
			p.host.Toast(xwidget.Succeeded, words.T("queue.log-copied"))
			return true
		},
	})
}

func newLog(text string) fyne.CanvasObject {
	return xwidget.NewParagraph(text, look.Digits, look.TextMedium, 0)
}

// menu offers what a line has no button for.
func (p *Page) menu(job int64, at fyne.Position) {
	if !p.selected[job] {
		p.only(job)
	}
	var items []*fyne.MenuItem
	add := func(title string, fit func(entry) bool, do func([]entry)) {
		if entries := p.chosen(fit); len(entries) > 0 {
			items = append(items, fyne.NewMenuItem(title, func() { do(entries) }))
		}
	}
	add(words.T("queue.pause"), canPause, p.pauseOrResume)
	add(words.T("queue.resume"), canResume, p.resume)
	add(words.T("queue.retry"), canRetry, p.retry)
	add(words.T("queue.top"), canMove, p.moveToTop)
	if len(p.chosen(canMove)) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
		for _, choice := range []struct {
			title string
			value int
		}{
			{words.T("queue.priority-high"), high},
			{words.T("queue.priority-normal"), normal},
			{words.T("queue.priority-low"), low},
		} {
			add(choice.title, canMove, func(entries []entry) { p.setPriority(entries, choice.value) })
			items[len(items)-1].Checked = all(p.chosen(canMove), func(e entry) bool { return e.row.Priority == choice.value })
		}
		items = append(items, fyne.NewMenuItemSeparator())
	}
	add(words.T("queue.show-log"), hasLog, p.showLog)
	add(words.T("queue.cancel"), canCancel, p.cancel)
	add(words.T("queue.clear"), canClear, p.clearAway)
	if len(items) > 0 {
		p.popUp(fyne.NewMenu("", items...), at)
	}
}

func all(entries []entry, is func(entry) bool) bool {
	for _, e := range entries {
		if !is(e) {
			return false
		}
	}
	return true
}
