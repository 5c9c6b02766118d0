package create

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	q := newRoleQuestion(roles, names, p.editor.slots.middle(), max(p.editor.frame.frames()-1, 1))
	text := words.T("create.ask-what", "Name", filepath.Base(file.path), "Shot", p.shot.Code)
	if p.shot.Code == "" {
		text = words.T("create.ask-what-new", "Name", filepath.Base(file.path))
	}
	said := xwidget.NewParagraph(text, look.Body, look.TextMedium, 4)
	p.host.Ask(xwidget.DialogParams{
		Title:   words.T("create.ask"),
		Content: container.New(xwidget.NewColumn(look.Space3, 2, 2), said, preview(file), q.chosen, q.key),
		Confirm: words.T("create.use"), Cancel: words.T("create.cancel"), Width: 500,
		OnConfirm: func() bool {
			role, frame := q.answer()
			p.editor.slots.useAt(role, -1, frame, file)
			return true
		},
	})
}

// preview shows a file as large as a dialog has room for.
func preview(file checkedFile) fyne.CanvasObject {
	picture := canvas.NewImageFromImage(file.picture)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSize(0, look.Px(slotHeight*0.75)))
	picture.CornerRadius = look.Px(look.RadiusMedium)
	return picture
}

// roleQuestion asks what a file is to be, and at which frame where it is a key
// picture.
type roleQuestion struct {
	roles  []project.Role
	chosen *xwidget.Segmented
	frame  *xwidget.Number
	key    fyne.CanvasObject
}

func newRoleQuestion(roles []project.Role, names []string, middle, last int) *roleQuestion {
	q := &roleQuestion{roles: roles}
	q.frame = xwidget.NewNumber(xwidget.NumberParams{Value: float64(middle), Least: 1, Most: float64(last), Step: 1})
	q.frame.SetTip(words.T("create.key-at-tip"), "")
	name := xwidget.NewText(words.T("create.key-frame-at"), look.Body, look.TextMedium)
	q.key = container.New(xwidget.NewLine(look.Space2, 3, 1), name, q.frame)
	q.key.Hide()
	q.chosen = xwidget.NewSegmented(names, func(int) {
		role, _ := q.answer()
		visible(q.key, role == project.RoleKey)
	})
	return q
}

func (q *roleQuestion) answer() (role project.Role, frame int) {
	role = q.roles[q.chosen.Selected()]
	if role == project.RoleKey {
		frame = int(q.frame.Value())
	}
	return role, frame
}
