package create

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/clipboard"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// paste takes the file or the picture that was copied: into the slot that has the
// focus or the pointer, and without one it is asked what it is to be.
func (p *Page) paste() {
	session := p.session.Load()
	if session == nil {
		return
	}
	slot := p.editor.slots.meant()
	text := fyne.CurrentApp().Clipboard().Content()
	p.errands.run(func(ctx context.Context) {
		path, err := copied(ctx, session, text)
		p.host.Do("paste a file", func() {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				p.fail(err)
			case path == "":
				p.host.Toast(xwidget.Warned, words.T("create.paste-nothing"))
			case slot != nil:
				slot.OnDrop([]fyne.URI{fileAddress(path)})
			default:
				p.askAsync(path)
			}
		})
	})
}

// copied is the path of what was copied, empty for nothing that could be used. A
// picture is kept in the project first. text is what Fyne finds.
func copied(ctx context.Context, session *studio.Session, text string) (string, error) {
	content, err := clipboard.Read(ctx)
	if files := append(content.Files, clipboard.Paths(text)...); len(files) > 0 {
		return files[0], nil
	}
	switch {
	case errors.Is(err, clipboard.ErrNoTool):
		return "", errors.New(words.T("create.paste-no-tool"))
	case err != nil || content.Picture == nil:
		return "", err
	}
	name, err := session.KeepPicture(ctx, content.Picture, content.Ending)
	if err != nil {
		return "", err
	}
	return session.Store.Path(name), nil
}
