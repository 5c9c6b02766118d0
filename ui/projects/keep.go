package projects

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// busy does something that may take long, with a banner that says so and stops it.
// What do returns is called on the UI goroutine.
func (p *Page) busy(text string, do func(context.Context) func()) {
	var stop func()
	cancel := xwidget.NewButton(words.T("projects.stop"), "", xwidget.Normal, func() { stop() })
	p.notices.tell(xwidget.Neutral, notice{key: text, message: text}, cancel)
	p.content.Refresh()
	stop = p.errand.work(func(ctx context.Context) {
		then := do(ctx)
		p.host.Do("end an errand", func() {
			p.notices.remove(text)
			p.content.Refresh()
			then()
		})
	})
}

// backUpAsync makes a backup now.
func (p *Page) backUpAsync(dir string) {
	name := studio.ProjectName(dir)
	p.busy(words.T("projects.backing-up", "Name", name), func(ctx context.Context) func() {
		var made store.Backup
		err := p.desk.Write(ctx, dir, func(s *store.Store) (err error) {
			made, err = s.Backup(ctx)
			return err
		})
		return func() {
			if err != nil {
				p.fail(err)
				return
			}
			p.host.Toast(xwidget.Succeeded, words.T("projects.backed-up", "Name", name, "Size", amount.Bytes(made.Bytes)))
		}
	})
}

// checkAsync looks at everything that a film keeps and says what it found.
func (p *Page) checkAsync(dir string) {
	name := studio.ProjectName(dir)
	p.busy(words.T("projects.checking", "Name", name), func(ctx context.Context) func() {
		var report store.Report
		err := p.desk.Read(ctx, dir, func(s *store.Store) (err error) {
			report, err = s.Check(ctx, true)
			return err
		})
		return func() {
			if err != nil {
				p.fail(err)
				return
			}
			p.report(name, report)
		}
	})
}

// report shows what a check found.
func (p *Page) report(name string, r store.Report) {
	if len(r.Problems) == 0 && len(r.Strays) == 0 {
		p.host.Toast(xwidget.Succeeded, words.N("projects.sound", r.Takes, "Name", name, "Size", amount.Bytes(r.Bytes), "Backups", len(r.Backups)))
		return
	}
	lines := container.New(xwidget.NewColumn(look.Space2, 0, 0))
	for _, problem := range r.Problems {
		lines.Add(xwidget.NewParagraph("• "+fault.Notice(problem), look.Body, look.TextHigh, 0))
	}
	if n := len(r.Strays); n > 0 {
		lines.Add(paragraph(words.N("projects.strays", n)))
	}
	title := words.T("projects.check-strays", "Name", name)
	if len(r.Problems) > 0 {
		title = words.N("projects.problems", len(r.Problems), "Name", name)
	}
	p.host.Ask(xwidget.DialogParams{Title: title, Content: lines, Confirm: words.T("projects.close"), Width: 560})
}

// askCollect asks whether files from elsewhere should be copied into a film.
func (p *Page) askCollect(dir string) {
	name := studio.ProjectName(dir)
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("projects.collect"), Content: paragraph(words.T("projects.collect-text", "Name", name)),
		Confirm: words.T("projects.collect-do"), Cancel: words.T("projects.cancel"), Width: 460,
		OnConfirm: func() bool { p.collectAsync(dir); return true },
	})
}

func (p *Page) collectAsync(dir string) {
	name := studio.ProjectName(dir)
	p.busy(words.T("projects.collecting", "Name", name), func(ctx context.Context) func() {
		var got store.Collected
		err := p.desk.Write(ctx, dir, func(s *store.Store) (err error) {
			got, err = s.Collect(ctx)
			return err
		})
		return func() {
			switch {
			case err != nil:
				p.fail(err)
			case len(got.Files) == 0 && len(got.Missing) == 0:
				p.host.Toast(xwidget.Succeeded, words.T("projects.collected-none", "Name", name))
			default:
				p.host.Toast(xwidget.Succeeded, words.N("projects.collected", len(got.Files), "Name", name, "Size", amount.Bytes(got.Bytes)))
			}
			for _, missing := range got.Missing {
				p.host.Toast(xwidget.Warned, fault.Notice(missing))
			}
		}
	})
}

// pickPackage asks where the package of a film goes.
func (p *Page) pickPackage(dir string) {
	name := studio.ProjectName(dir) + store.Ending + packageEnding
	p.errand.work(func(ctx context.Context) {
		path, err := zenity.SelectFileSave(zenity.Context(ctx), zenity.Title(words.T("projects.package")),
			zenity.Filename(filepath.Join(filepath.Dir(dir), name)), zenity.ConfirmOverwrite())
		p.host.Do("take the picked package", func() {
			switch {
			case errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				p.pickPackageInWindow(dir, name)
			default:
				p.packAsync(dir, path, true) // the dialog has asked
			}
		})
	})
}

func (p *Page) pickPackageInWindow(dir, name string) {
	xwidget.SaveInto(p.host.Window(), name, func(path string, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		p.packAsync(dir, path, false)
	})
}

// packAsync makes one file of a film; replace takes away what is at path, once the
// new one is whole.
func (p *Page) packAsync(dir, path string, replace bool) {
	name := studio.ProjectName(dir)
	if filepath.Ext(path) == "" {
		path += packageEnding
	}
	p.busy(words.T("projects.packing", "Name", name, "File", filepath.Base(path)), func(ctx context.Context) func() {
		size, problems, err := p.pack(ctx, dir, path, replace)
		return func() {
			if err != nil {
				p.fail(err)
				return
			}
			tone, said := xwidget.Succeeded, words.T("projects.packed", "File", filepath.Base(path), "Size", amount.Bytes(size))
			if len(problems) > 0 { // such as a take whose file is gone
				tone, said = xwidget.Warned, said+" "+fault.Notice(problems[0])
			}
			p.host.Offer(tone, said, words.T("projects.reveal-short"), func() { p.show(path) })
		}
	})
}

// pack returns the size of the package, and what the film it was made of lacks.
func (p *Page) pack(ctx context.Context, dir, path string, replace bool) (size int64, problems []string, err error) {
	target := path
	if _, err := os.Stat(path); err == nil && replace {
		target = path + ".new"
		_ = os.Remove(target) // left by a kill
	}
	err = p.desk.Read(ctx, dir, func(s *store.Store) error {
		if err := s.Package(ctx, target); err != nil {
			return err
		}
		report, err := s.Check(ctx, false)
		problems = report.Problems
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	if target != path {
		if err := os.Rename(target, path); err != nil {
			return 0, nil, errors.Join(err, os.Remove(target))
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, nil, err
	}
	return info.Size(), problems, nil
}
