package models

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// fetching is the dialog that asks for the addresses of a pack. They are fetched by a
// job in the queue of the open film.
type fetching struct {
	page      *Page
	addresses *xwidget.TextArea
	name, sum *xwidget.Entry
	field     *xwidget.Field // of the addresses
	dialog    *xwidget.Dialog
}

func (p *Page) canFetch() bool { return p.desk.Session() != nil }

// askAddresses opens the dialog.
func (p *Page) askAddresses() {
	if p.canFetch() {
		p.newFetching()
	}
}

func (p *Page) newFetching() *fetching {
	f := &fetching{page: p, addresses: xwidget.NewTextArea("https://", 4)}
	f.addresses.SetTip(words.T("models.addresses"), "")
	f.addresses.OnChanged = func(string) { f.check() }
	f.addresses.Most = project.MaxText
	f.addresses.OnCut = func(left int) { p.host.Toast(xwidget.Warned, words.N("window.cut", left)) }
	f.name = xwidget.NewEntry(words.T("models.name-hint"), nil)
	f.sum = xwidget.NewEntry(words.T("models.sum-hint"), nil)
	f.field = xwidget.NewField(words.T("models.addresses"), words.T("models.addresses-hint"), f.addresses, nil)
	f.dialog = p.host.Ask(xwidget.DialogParams{
		Title: words.T("models.fetch-title"),
		Content: container.New(xwidget.NewColumn(look.Space4, 2, 2), // room for lines around controls
			f.field,
			xwidget.NewField(words.T("models.name"), "", f.name, nil),
			xwidget.NewField(words.T("models.sum"), "", f.sum, nil),
			xwidget.NewParagraph(words.T("models.fetch-note"), look.Caption, look.TextLow, 0)),
		Confirm: words.T("models.fetch-do"), Cancel: words.T("models.fetch-cancel"), Width: 520,
		OnConfirm: func() bool {
			f.queueAsync()
			return false // until it stands in the queue
		},
	})
	f.dialog.SetReady(false)
	p.host.Window().Canvas().Focus(f.addresses.Field())
	return f
}

func (f *fetching) check() {
	f.field.SetError("")
	f.dialog.SetReady(strings.TrimSpace(f.addresses.Text()) != "")
}

// queueAsync puts the job into the queue, or says beside the addresses why it cannot.
func (f *fetching) queueAsync() {
	p, session := f.page, f.page.desk.Session()
	if session == nil {
		f.dialog.Cancel()
		return
	}
	params := studio.DownloadParams{
		URLs: strings.Fields(f.addresses.Text()), Name: strings.TrimSpace(f.name.Text), SHA256: strings.TrimSpace(f.sum.Text),
	}
	type queued struct {
		job project.Job
		err error
	}
	f.dialog.SetReady(false)
	errand(p, "models: queue a download", func(ctx context.Context) queued {
		job, err := session.Download(ctx, params)
		return queued{job, err}
	}, func(q queued) {
		if q.err != nil {
			f.dialog.SetReady(true)
			f.field.SetError(fault.Sentence(q.err))
			return
		}
		f.dialog.Cancel()
		p.host.Offer(xwidget.Succeeded, words.T("models.fetch-queued", "Name", q.job.Title), words.T("models.see-queue"), func() { p.host.Go("queue", "") })
	})
}

// follow reads the packs anew whenever a download of the open film is done, until the
// page is left.
func (p *Page) follow() {
	session, ctx := p.desk.Session(), p.ctx
	if session == nil {
		return
	}
	changes := session.Queue.Watch(ctx)
	p.errands.Go(func() {
		for change := range changes {
			if change.Kind == queue.ChangeAll || change.Job.Kind == project.JobDownload && change.Job.State == project.Done {
				p.host.Do("models: a pack arrived", p.loadAsync)
			}
		}
	})
}
