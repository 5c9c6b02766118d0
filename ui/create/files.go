package create

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/clipboard"
	"github.com/kinora-studio/kinora/ui/reveal"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// copyPath puts where a take's file is into the clipboard: windows of other
// programs take it there, and so does this one.
func (p *Page) copyPath(take project.Take) {
	if session := p.session.Load(); session != nil {
		fyne.CurrentApp().Clipboard().SetContent(session.Store.Path(take.Path))
		p.host.Toast(xwidget.Succeeded, words.T("create.path-copied", "Take", take.Code))
	}
}

// copyFile copies the file of a take, as file managers do.
func (p *Page) copyFile(take project.Take) {
	session := p.session.Load()
	if session == nil {
		return
	}
	path := session.Store.Path(take.Path)
	p.errands.run(func(ctx context.Context) {
		err := clipboard.Write(ctx, path)
		p.host.Do("copy a take", func() {
			switch {
			case errors.Is(err, clipboard.ErrNoTool):
				fyne.CurrentApp().Clipboard().SetContent(path)
				p.host.Toast(xwidget.Warned, words.T("create.path-only", "Take", take.Code))
			case err != nil:
				p.fail(err)
			default:
				p.host.Toast(xwidget.Succeeded, words.T("create.file-copied", "Take", take.Code))
			}
		})
	})
}

// reveal shows the file of a take in the system's file manager.
func (p *Page) reveal(take project.Take) {
	session := p.session.Load()
	if session == nil {
		return
	}
	path := session.Store.Path(take.Path)
	p.errands.run(func(ctx context.Context) {
		err := reveal.File(ctx, path)
		p.host.Do("reveal a take", func() { p.fail(err) })
	})
}

// withTake does something with the take that is looked at.
func (p *Page) withTake(do func(project.Take)) func() {
	return func() {
		if take, ok := p.gallery.selectedTake(); ok {
			do(take)
		}
	}
}
