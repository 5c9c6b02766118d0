package create

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// DropFiles takes a file that was dropped beside the slots and asks what it is to
// be.
func (p *Page) DropFiles(files []fyne.URI) bool {
	if p.session.Load() == nil || len(files) == 0 {
		return false
	}
	path := localPath(files[0])
	if path == "" {
		p.host.Toast(xwidget.Warned, words.T("create.not-local"))
		return true
	}
	if len(files) > 1 {
		p.host.Toast(xwidget.Neutral, words.T("create.one-file"))
	}
	p.askAsync(path)
	return true
}

// askAsync looks at a file and asks which role it is to play.
func (p *Page) askAsync(path string) {
	p.errands.run(func(ctx context.Context) {
		file, err := checkFile(ctx, path)
		p.host.Do("ask what a file is", func() {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				p.host.Toast(xwidget.Failed, sentence(err))
			default:
				p.ask(file)
			}
		})
	})
}

func (p *Page) ask(file checkedFile) {
	var roles []project.Role
	var names []string
	for _, role := range shownRoles {
		if takesKind(role, file.kind) {
			roles, names = append(roles, role), append(names, roleName(role))
		}
	}
	if len(roles) == 1 {
		p.editor.slots.use(roles[0], -1, file)
		return
	}
	chosen := xwidget.NewSegmented(names, nil)
	text := words.T("create.ask-what", "Name", filepath.Base(file.path), "Shot", p.shot.Code)
	if p.shot.Code == "" {
		text = words.T("create.ask-what-new", "Name", filepath.Base(file.path))
	}
	p.host.Ask(xwidget.DialogParams{
		Title:   words.T("create.ask"),
		Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), xwidget.NewParagraph(text, look.Body, look.TextMedium, 4), chosen),
		Confirm: words.T("create.use"), Cancel: words.T("create.cancel"), Width: 480,
		OnConfirm: func() bool {
			p.editor.slots.use(roles[chosen.Selected()], -1, file)
			return true
		},
	})
}
