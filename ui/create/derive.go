package create

import (
	"context"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// derive asks what is to be made of the take that is looked at; of one that is
// still being made that is what continues it.
func (p *Page) derive(verb project.Verb) {
	if take, ok := p.gallery.selectedTake(); ok {
		p.deriveFrom(take, verb)
		return
	}
	if row, ok := p.gallery.selectedJob(); ok && verb == project.VerbExtend {
		p.extendLater(row)
	}
}

// deriveFrom asks for the words, and for an extension for its length.
func (p *Page) deriveFrom(take project.Take, verb project.Verb) *question {
	q := &question{page: p, take: take, verb: verb, area: p.newArea(words.T("create.words-hint"), 4)}
	q.area.SetText(take.Prompt)
	q.area.Unknown = p.planner.unknown
	fields := []fyne.CanvasObject{
		xwidget.NewParagraph(verbHint(verb, take), look.Body, look.TextMedium, 4),
		xwidget.NewField(words.T("create.words"), "", q.area, nil),
	}
	if verb == project.VerbExtend {
		fields = append(fields, q.lengthFields()...)
	}
	q.dialog = p.host.Ask(xwidget.DialogParams{
		Title: verbTitle(verb, take), Content: container.New(xwidget.NewColumn(look.Space3, 2, 2), fields...), // room for lines around controls
		Confirm: verbDo(verb), Cancel: words.T("create.cancel"), Width: 480,
		OnConfirm: q.confirm, OnCancel: func() { q.waits = false },
	})
	q.area.OnChanged, q.area.OnEnter = func(string) { q.changed() }, q.dialog.Confirm
	q.check()
	if q.plan != nil {
		q.plan.soon(0)
	}
	p.beginText(q.area)
	return q
}

// question is the dialog in which somebody says what is to be made of a take.
type question struct {
	page   *Page
	take   project.Take
	verb   project.Verb
	dialog *xwidget.Dialog
	area   *xwidget.TextArea

	// Of an extension.
	length *xwidget.Number
	field  *xwidget.Field // around length
	frames int            // that were chosen; 0 for as many as the take has
	wrong  bool           // the length that was written is out of range
	plan   *extendPlan    // nil for all others
	waits  bool           // it was confirmed before its plan was known
}

// lengthFields are the length of an extension, and what making that takes.
func (q *question) lengthFields() []fyne.CanvasObject {
	q.length = xwidget.NewNumber(xwidget.NumberParams{
		Value: seconds(q.take), Least: 0.1, Most: 600, Step: 0.5, Digits: 1, Unit: "s",
		OnChanged: func(length float64) {
			q.setFrames(max(int(math.Round(length*rateValue(q.take.Rate))), 1))
		},
		OnWritten: func(written, nearest float64) {
			q.wrong = written != nearest
			q.field.SetError(outside(written, nearest))
			q.check()
		},
	})
	q.length.SetTip(words.T("create.length-tip"), "")
	q.field = xwidget.NewField(words.T("create.length"), words.N("create.frames", q.take.Frames), q.length, nil)
	q.plan = newExtendPlan(q.page)
	q.plan.asked, q.plan.told = q.asked, q.planned
	q.plan.take = func(frames int) {
		q.length.SetValue(float64(frames) / rateValue(q.take.Rate))
		q.setFrames(frames)
	}
	return []fyne.CanvasObject{container.New(xwidget.NewLine(look.Space3, 1, 2), q.field, container.NewWithoutLayout()), q.plan.content}
}

func (q *question) setFrames(frames int) {
	q.frames, q.wrong = frames, false
	q.field.SetError("")
	q.field.SetHint(words.N("create.frames", frames))
	q.changed()
}

func (q *question) asked() studio.DeriveParams {
	return studio.DeriveParams{Verb: q.verb, Take: q.take.ID, Prompt: strings.Join(strings.Fields(q.area.Text()), " "), Frames: q.frames}
}

// changed is told that something else is asked for.
func (q *question) changed() {
	q.waits = false
	if q.plan != nil {
		q.plan.soon(debounce)
	}
	q.check()
}

// check lets what cannot be made not be asked for.
func (q *question) check() {
	text := q.asked().Prompt
	refused := q.wrong || q.plan != nil && q.plan.known() && q.plan.refused
	q.dialog.SetReady(!refused && text != "" && (q.verb == project.VerbExtend || text != q.take.Prompt))
}

// confirm asks for it, or waits for its plan with that.
func (q *question) confirm() bool {
	if q.plan != nil && !q.plan.known() {
		q.waits = true
		return false
	}
	q.page.deriveAsync(q.asked())
	return true
}

// planned is told that the plan is known.
func (q *question) planned() {
	q.check()
	if q.waits {
		q.waits = false
		q.dialog.Confirm()
	}
}

func verbTitle(verb project.Verb, take project.Take) string {
	switch verb { //nolint:exhaustive // a take is made of another one by no others
	case project.VerbEdit:
		return words.T("create.edit-of", "Take", take.Code)
	case project.VerbRemix:
		return words.T("create.remix-of", "Take", take.Code)
	}
	return words.T("create.extend-of", "Take", take.Code)
}

func verbHint(verb project.Verb, take project.Take) string {
	switch verb { //nolint:exhaustive // see verbTitle
	case project.VerbEdit:
		return words.T("create.edit-hint", "Take", take.Code)
	case project.VerbRemix:
		return words.T("create.remix-hint", "Take", take.Code)
	}
	return words.T("create.extend-hint", "Take", take.Code)
}

func verbDo(verb project.Verb) string {
	switch verb { //nolint:exhaustive // see verbTitle
	case project.VerbEdit:
		return words.T("create.edit-do")
	case project.VerbRemix:
		return words.T("create.remix-do")
	}
	return words.T("create.extend-do")
}

// extendLater queues what continues a take when that is there.
func (p *Page) extendLater(row queue.Row) {
	p.deriveAsync(studio.DeriveParams{Verb: project.VerbExtend, After: row.ID})
	p.host.Toast(xwidget.Neutral, words.T("create.extends-later", "Job", row.Title))
}

// deriveAsync queues a take that is made of another one. Leaving the page does not
// take back what was asked for.
func (p *Page) deriveAsync(d studio.DeriveParams) {
	session := p.session.Load()
	if session == nil {
		return
	}
	p.saver.put(order{do: func(ctx context.Context) {
		job, err := session.Derive(ctx, d)
		p.host.Do("queue a take of another", func() {
			if err != nil {
				p.fail(err)
				return
			}
			p.gallery.queued([]project.Job{job})
		})
	}})
}
