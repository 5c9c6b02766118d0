package create

import (
	"context"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// noteOf lets the user write about a take.
func (p *Page) noteOf(take project.Take) {
	area := p.newArea(words.T("create.note-hint"), 4)
	area.SetText(take.Note)
	dialog := p.host.Ask(xwidget.DialogParams{
		Title: words.T("create.note-of", "Take", take.Code), Content: area,
		Confirm: words.T("create.note-keep"), Cancel: words.T("create.cancel"), Width: 480,
		OnConfirm: func() bool {
			p.gallery.keepNote(take, strings.TrimSpace(area.Text()))
			return true
		},
	})
	area.OnEnter = dialog.Confirm
	p.beginText(area)
}

// keepNote writes the note of a take into the project.
func (g *gallery) keepNote(take project.Take, note string) {
	session := g.page.session.Load()
	if session == nil || note == take.Note {
		return
	}
	label := words.T("create.note-edit", "Take", take.Code)
	g.page.saver.put(order{do: func(ctx context.Context) {
		err := session.Store.Edit(ctx, label, func(e *store.Editor) error { return e.SetTakeNote(ctx, take.ID, note) })
		g.page.host.Do("keep a note", func() { g.page.fail(err) })
	}})
	take.Note = note
	g.take(take)
}
