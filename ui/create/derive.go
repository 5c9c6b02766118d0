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
func (p *Page) deriveFrom(take project.Take, verb project.Verb) {
	area := xwidget.NewTextArea(words.T("create.words-hint"), 4)
	area.SetText(take.Prompt)
	area.Unknown = p.planner.unknown
	fields := []fyne.CanvasObject{
		xwidget.NewParagraph(verbHint(verb, take), look.Body, look.TextMedium, 4),
		xwidget.NewField(words.T("create.words"), "", area, nil),
	}
	length := xwidget.NewNumber(xwidget.NumberParams{Value: seconds(take), Least: 0.1, Most: 600, Step: 0.5, Digits: 1, Unit: "s"})
	length.SetTip(words.T("create.length-tip"), "")
	if verb == project.VerbExtend {
		fields = append(fields, container.New(xwidget.NewLine(look.Space3, 1, 2),
			xwidget.NewField(words.T("create.length"), "", length, nil), container.NewWithoutLayout()))
	}
	whole := length.Value()
	var dialog *xwidget.Dialog
	asked := func() studio.DeriveParams {
		d := studio.DeriveParams{Verb: verb, Take: take.ID, Prompt: strings.Join(strings.Fields(area.Text()), " ")}
		if length.Value() != whole {
			d.Frames = max(int(math.Round(length.Value()*rateValue(take.Rate))), 1)
		}
		return d
	}
	ready := func(string) {
		text := asked().Prompt
		dialog.SetReady(text != "" && (verb == project.VerbExtend || text != take.Prompt))
	}
	dialog = p.host.Ask(xwidget.DialogParams{
		Title: verbTitle(verb, take), Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), fields...),
		Confirm: verbDo(verb), Cancel: words.T("create.cancel"), Width: 480,
		OnConfirm: func() bool { p.deriveAsync(asked()); return true },
	})
	area.OnChanged, area.OnEnter = ready, dialog.Confirm
	ready("")
	p.beginText(area)
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
