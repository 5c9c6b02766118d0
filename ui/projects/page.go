package projects

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// host is what this screen needs of the window.
type host interface {
	Go(screen, id string)
	Toast(tone xwidget.Tone, message string)
	Ask(p xwidget.DialogParams) *xwidget.Dialog
	Do(what string, do func()) // on the UI goroutine, from any
	Window() fyne.Window
}

// desk is where projects are opened.
type desk interface {
	Session() *studio.Session
	Recent() []string
	Open(ctx context.Context, dir string) (*studio.Session, error)
	Create(ctx context.Context, p store.CreateParams) (*studio.Session, error)
}

// Page is the screen.
type Page struct {
	host    host
	desk    desk
	films   func() string // folder in which new films are made
	list    *fyne.Container
	first   *fyne.Container
	content fyne.CanvasObject
}

// New makes the screen; films tells the folder in which new films are made.
func New(h host, d desk, films func() string) *Page {
	p := &Page{host: h, desk: d, films: films, list: container.NewVBox()}
	title := xwidget.NewText(words.T("projects.title"), look.Display, look.TextHigh)
	create := xwidget.NewButton(words.T("projects.new"), "add", xwidget.Primary, p.ask)
	create.SetTip(words.T("projects.new-tip"), "")
	open := xwidget.NewButton(words.T("projects.open"), "projects", xwidget.Normal, p.pickAsync)
	open.SetTip(words.T("projects.open-tip"), "")
	begin := xwidget.NewButton(words.T("projects.first"), "create", xwidget.Primary, p.firstFilm)
	p.first = container.NewStack(xwidget.NewEmpty("projects", words.T("projects.welcome"), words.T("projects.welcome-text"), begin))
	head := container.NewBorder(nil, nil, nil, container.NewHBox(open, create), title)
	body := container.NewStack(p.first, container.NewVScroll(p.list))
	p.content = container.New(layout.NewCustomPaddedLayout(look.Px(20), look.Px(20), look.Px(24), look.Px(24)),
		container.NewBorder(container.NewVBox(head, spacer()), nil, nil, nil, body))
	return p
}

func spacer() fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(1, look.Px(16)))
}

// Content is the page as it stands in the window.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Open lists the films anew.
func (p *Page) Open(string) {
	recent := p.desk.Recent()
	p.list.RemoveAll()
	for _, dir := range recent {
		p.list.Add(p.row(dir))
	}
	p.first.Hidden = len(recent) > 0
	p.content.Refresh()
}

// Leave has nothing to end.
func (p *Page) Leave() {}

// Actions are what can be done on this screen.
func (p *Page) Actions() []action.Action {
	screen := words.ID("screen.projects")
	return []action.Action{
		{ID: "projects.new", Title: words.ID("projects.new"), Category: screen, Icon: "add", Keys: action.Must("Mod+N"), Run: p.ask},
		{ID: "projects.open", Title: words.ID("projects.open"), Category: screen, Icon: "projects", Keys: action.Must("Mod+O"), Run: p.pickAsync},
	}
}

// DropFiles opens a project that is dropped anywhere on the page.
func (p *Page) DropFiles(files []fyne.URI) bool {
	for _, file := range files {
		if store.IsProject(file.Path()) {
			p.openAsync(file.Path())
			return true
		}
	}
	p.host.Toast(xwidget.Failed, words.T("projects.no-project"))
	return true
}

func (p *Page) row(dir string) fyne.CanvasObject {
	row := xwidget.NewRow(func() { p.openAsync(dir) })
	content := xwidget.RowContent{
		Icon: "projects", Title: strings.TrimSuffix(filepath.Base(dir), store.Ending), Note: filepath.Dir(dir), Progress: -1,
	}
	if s := p.desk.Session(); s != nil && s.Store.Dir() == dir {
		content.State, content.Tone = words.T("projects.is-open"), xwidget.Accented
	}
	row.Set(content)
	return row
}

// openAsync opens a film and goes to where its shots are written.
func (p *Page) openAsync(dir string) {
	go func() {
		session, err := p.desk.Open(context.Background(), dir)
		p.opened(session, err)
	}()
}

// opened goes on after a film was opened or made; it may be called from any
// goroutine.
func (p *Page) opened(session *studio.Session, err error) {
	p.host.Do("open a project", func() {
		if err != nil {
			p.host.Toast(xwidget.Failed, fault.Sentence(err))
			return
		}
		for _, notice := range session.Store.Notices() {
			p.host.Toast(xwidget.Warned, notice)
		}
		p.host.Go("create", "")
	})
}

// ask asks for the name of a new film.
func (p *Page) ask() {
	name := xwidget.NewEntry(words.T("projects.name-hint"), nil)
	where := xwidget.NewText(words.T("projects.where", "Folder", p.films()), look.Caption, look.TextLow)
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("projects.new"), Content: container.NewVBox(name, where),
		Confirm: words.T("projects.make"), Cancel: words.T("projects.cancel"),
		OnConfirm: func() bool {
			if strings.TrimSpace(name.Text) == "" {
				return false
			}
			p.createAsync(strings.TrimSpace(name.Text), nil)
			return true
		},
	})
	p.host.Window().Canvas().Focus(name)
}

// createAsync makes a film and lets fill write its first shots.
func (p *Page) createAsync(name string, fill func(context.Context, *studio.Session) error) {
	go func() {
		ctx := context.Background()
		films := p.films()
		err := os.MkdirAll(films, 0o755)
		var session *studio.Session
		if err == nil {
			session, err = p.desk.Create(ctx, store.CreateParams{Folder: films, Name: name, Rate: project.Rate{Num: 24, Den: 1}})
		}
		if err == nil && fill != nil {
			err = fill(ctx, session)
		}
		p.opened(session, err)
	}()
}

// firstFilm makes a film with a shot that the pocket pack can make.
func (p *Page) firstFilm() {
	p.createAsync(words.T("projects.first-name"), func(ctx context.Context, s *studio.Session) error {
		return s.Store.Edit(ctx, words.T("projects.first"), func(e *store.Editor) error {
			_, err := e.AddShot(ctx, project.Shot{
				Beats: []string{"a big red ball drops and bounces"}, Setting: "on the beach, at sunset", Style: "realistic",
			})
			return err
		})
	})
}

// pickAsync lets the user choose a project's folder, in the system's own dialog
// where there is one.
func (p *Page) pickAsync() {
	go func() {
		dir, err := zenity.SelectFile(zenity.Directory(), zenity.Title(words.T("projects.open")))
		switch {
		case errors.Is(err, zenity.ErrCanceled):
		case err != nil:
			p.host.Do("choose a project", p.pickInWindow)
		default:
			p.openAsync(dir)
		}
	}()
}

func (p *Page) pickInWindow() {
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			p.host.Toast(xwidget.Failed, err.Error())
		case folder != nil:
			p.openAsync(folder.Path())
		}
	}, p.host.Window())
}
