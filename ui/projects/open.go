package projects

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// packageEnding is the ending of a film that was packed into one file.
const packageEnding = ".zip"

// openAsync opens a film and goes to where its shots are written.
func (p *Page) openAsync(dir string) {
	if p.opening != "" {
		return
	}
	p.opening = dir
	p.notices.remove("open")
	p.glanced(dir)
	p.errand.work(func(ctx context.Context) {
		session, err := p.desk.Open(ctx, dir)
		p.host.Do("open a film", func() { p.opened(dir, session, err) })
	})
}

// opened goes on after a film was opened or made.
func (p *Page) opened(dir string, session *studio.Session, err error) {
	p.opening = ""
	if err != nil {
		p.refused(dir, err)
		p.glances.again(dir)
		p.glanced(dir)
		return
	}
	p.glances.again(dir)
	if n := len(session.Interrupted()); n > 0 && p.told != session {
		p.host.Toast(xwidget.Neutral, words.N("projects.interrupted", n))
	}
	if session.Store.Repair() != nil && p.told != session {
		p.Open("") // the banner says what happened, and leads on
		return
	}
	if p.told != session {
		p.told = session
		for _, notice := range session.Store.Notices() {
			p.host.Toast(xwidget.Warned, fault.Notice(notice))
		}
	}
	p.host.Go("create", "")
}

// refused says at the top why a film did not open.
func (p *Page) refused(dir string, err error) {
	name := studio.ProjectName(dir)
	dismiss := p.dismissal("open")
	switch {
	case errors.Is(err, context.Canceled):
	case !store.IsProject(dir):
		forget := xwidget.NewButton(words.T("projects.forget"), "", xwidget.Normal, func() {
			p.notices.remove("open")
			p.forget(dir)
		})
		p.notices.tell(xwidget.Warned, notice{"open", words.T("projects.gone", "Name", name), words.T("projects.gone-hint", "Folder", shortFolder(filepath.Dir(dir)))}, forget, dismiss)
	case errors.Is(err, project.ErrBusy):
		again := xwidget.NewButton(words.T("projects.again"), "retry", xwidget.Normal, func() { p.openAsync(dir) })
		p.notices.tell(xwidget.Warned, notice{"open", words.T("projects.busy", "Name", name), words.T("projects.busy-hint")}, again, dismiss)
	case errors.Is(err, project.ErrNewer):
		p.notices.tell(xwidget.Warned, notice{"open", words.T("projects.newer", "Name", name), words.T("projects.newer-hint")}, dismiss)
	default:
		p.notices.tell(xwidget.Failed, notice{"open", words.T("projects.not-opened", "Name", name), fault.Sentence(err)}, dismiss)
	}
	p.content.Refresh()
}

// dismissal is a button that takes a banner away.
func (p *Page) dismissal(key string) *xwidget.Button {
	return xwidget.NewIconButton("close", words.T("projects.dismiss"), "", func() {
		p.notices.remove(key)
		p.content.Refresh()
	})
}

// IsFilm tells whether a file is a film: its folder, its database, or the package
// that one was made into.
func IsFilm(file fyne.URI) bool {
	path := filepath.Clean(file.Path())
	return filepath.Base(path) == "project.db" && store.IsProject(filepath.Dir(path)) || store.IsProject(path) ||
		strings.HasSuffix(strings.ToLower(path), store.Ending+packageEnding)
}

// DropFiles opens a film that is dropped anywhere on the page, be it a folder, its
// database or a package.
func (p *Page) DropFiles(files []fyne.URI) bool {
	for _, file := range files {
		path := filepath.Clean(file.Path())
		switch {
		case filepath.Base(path) == "project.db" && store.IsProject(filepath.Dir(path)):
			p.openAsync(filepath.Dir(path))
			return true
		case store.IsProject(path):
			p.openAsync(path)
			return true
		case strings.EqualFold(filepath.Ext(path), packageEnding):
			p.askUnpack(path)
			return true
		}
	}
	p.host.Toast(xwidget.Failed, words.T("projects.no-project"))
	return true
}

// askUnpack asks whether a package should become a film in the folder of films.
func (p *Page) askUnpack(file string) {
	text := paragraph(words.T("projects.unpack-text", "Name", filepath.Base(file), "Folder", shortFolder(p.films())))
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("projects.unpack"), Content: text, Confirm: words.T("projects.unpack-do"), Cancel: words.T("projects.cancel"), Width: 460,
		OnConfirm: func() bool { p.unpackAsync(file); return true },
	})
}

func (p *Page) unpackAsync(file string) {
	folder := p.films()
	p.busy(words.T("projects.unpacking", "Name", filepath.Base(file)), func(ctx context.Context) func() {
		dir, err := p.desk.Unpack(ctx, file, folder)
		if err != nil {
			return func() { p.fail(err) }
		}
		return func() { p.openAsync(dir) }
	})
}

// pickAsync lets the user choose a film's folder, in the system's own dialog where
// there is one.
func (p *Page) pickAsync() {
	folder := p.films()
	p.errand.work(func(ctx context.Context) {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			folder = ""
		} else {
			folder += string(filepath.Separator)
		}
		dir, err := zenity.SelectFile(zenity.Context(ctx), zenity.Directory(), zenity.Title(words.T("projects.open")), zenity.Filename(folder))
		p.host.Do("take the picked film", func() {
			switch {
			case errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				p.pickInWindow()
			default:
				p.openAsync(dir)
			}
		})
	})
}

func (p *Page) pickInWindow() {
	xwidget.PickFolder(p.host.Window(), func(folder string, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		p.openAsync(folder)
	})
}
