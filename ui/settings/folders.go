package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"github.com/ncruces/zenity"

	kept "github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// folders is where films, packs and what is kept for speed lie.
type folders struct {
	page  *Page
	form  *form
	films *xwidget.Text
	reset *xwidget.Button
	cache *xwidget.Text
	size  *xwidget.Text
	clear *xwidget.Button
}

func newFolders(p *Page) *folders {
	f := &folders{page: p, form: newForm(words.T("settings.folders"), "")}
	f.films = xwidget.NewText("", look.Body, look.TextHigh)
	f.reset = xwidget.NewIconButton("undo", words.T("settings.films-reset"), "", func() { f.setFilms("") })
	change := xwidget.NewButton(words.T("settings.change"), "", xwidget.Normal, f.pickAsync)
	change.SetTip(words.T("settings.films-tip"), "")
	f.form.group(words.T("settings.films"))
	f.form.tell(words.T("settings.films-new"), pathLine(f.films, f.reset, change, p.revealButton(func() string { return f.films.Text() })), words.T("settings.films-note"))

	packs := xwidget.NewText(p.about.packs(), look.Body, look.TextHigh)
	models := xwidget.NewButton(words.T("screen.models"), "models", xwidget.Normal, func() { p.host.Go("models", "") })
	models.SetTip(words.T("settings.models-tip"), "")
	models.SetTipKey(p.host.Actions().KeyOf("go.models"))
	f.form.group(words.T("settings.packs"))
	f.form.tell(words.T("settings.packs-own"), pathLine(packs, models, p.revealButton(packs.Text)), words.T("settings.packs-note"))

	f.cache = xwidget.NewText("", look.Body, look.TextHigh)
	f.size = xwidget.NewText("", look.Body, look.TextHigh)
	f.clear = xwidget.NewButton(words.T("settings.clear"), "trash", xwidget.Normal, f.askClear)
	f.clear.SetTip(words.T("settings.clear-tip"), "")
	f.clear.Disable()
	f.form.group(words.T("settings.cache"))
	f.form.tell(words.T("settings.cache-folder"), pathLine(f.cache, p.revealButton(f.cache.Text)), "")
	f.form.tell(words.T("settings.cache-size"), pathLine(f.size, f.clear), words.T("settings.cache-note"))
	return f
}

func (f *folders) content() fyne.CanvasObject { return f.form.scroll }

func (f *folders) open() {
	f.films.SetText(f.page.params.Films())
	visible(f.reset, kept.Get(f.page.host.Settings(), studio.FilmsFolder) != "")
	f.measureAsync()
	f.form.refresh()
}

func (f *folders) measureAsync() {
	errand(f.page, "settings: show the cache", func(context.Context) studio.Cache { return f.page.about.cache() }, func(c studio.Cache) {
		f.cache.SetText(c.Dir)
		if c.Bytes == 0 {
			f.size.SetText(words.T("settings.cache-empty"))
			f.clear.Disable()
		} else {
			f.size.SetText(amount.Bytes(c.Bytes))
			f.clear.Enable()
		}
		f.form.refresh()
	})
}

// revealButton shows a folder in the system's file manager. One that is made with
// the first thing in it is made now.
func (p *Page) revealButton(dir func() string) *xwidget.Button {
	return xwidget.NewIconButton("reveal", words.T("settings.reveal"), "", func() {
		path := dir()
		if path == "" {
			return
		}
		errand(p, "settings: reveal", func(ctx context.Context) error {
			if err := os.MkdirAll(path, 0o700); err != nil {
				return engine.Bad(words.T("settings.other-folder"), "%s", words.T("settings.no-folder", "Folder", path, "Error", err))
			}
			return studio.ShowFolder(ctx, path)
		}, p.fail)
	})
}

// pickAsync lets the user choose a folder in the system's own dialog, and where the
// system has none, in one that the window draws.
func (f *folders) pickAsync() {
	title, now := words.T("settings.films-tip"), f.films.Text()
	type picked struct {
		dir string
		err error
	}
	errand(f.page, "settings: take the picked folder", func(ctx context.Context) picked {
		dir, err := zenity.SelectFile(zenity.Context(ctx), zenity.Directory(), zenity.Title(title), zenity.Filename(now+string(filepath.Separator)))
		return picked{dir, err}
	}, func(got picked) {
		switch {
		case errors.Is(got.err, zenity.ErrCanceled):
		case got.err != nil:
			f.pickInWindow()
		default:
			f.setFilms(got.dir)
		}
	})
}

func (f *folders) pickInWindow() {
	xwidget.PickFolder(f.page.host.Window(), func(folder string, err error) {
		if err != nil {
			f.page.fail(err)
			return
		}
		f.setFilms(folder)
	})
}

// setFilms has new films made in a folder that can be written to; empty stands for
// the one that the program has for them.
func (f *folders) setFilms(dir string) {
	errand(f.page, "settings: keep the folder for films", func(context.Context) error { return writable(dir) }, func(err error) {
		if err == nil {
			err = kept.Set(f.page.host.Settings(), studio.FilmsFolder, dir)
		}
		f.page.fail(err)
		f.open()
	})
}

// writable tries whether a folder takes files; an empty path is none to try.
func writable(dir string) error {
	if dir == "" {
		return nil
	}
	probe, err := os.CreateTemp(dir, ".kinora-*")
	if err != nil {
		return engine.Bad(words.T("settings.other-folder"), "%s", words.T("settings.not-writable", "Folder", dir))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// askClear asks before it clears: what is made anew takes time.
func (f *folders) askClear() {
	f.page.host.Ask(xwidget.DialogParams{
		Title:   words.T("settings.clear-question"),
		Content: xwidget.NewParagraph(words.T("settings.clear-keeps", "Size", f.size.Text()), look.Body, look.TextMedium, 0),
		Confirm: words.T("settings.clear"), Cancel: words.T("settings.keep"),
		OnConfirm: func() bool {
			errand(f.page, "settings: cleared", func(context.Context) error { return studio.ClearCache() }, func(err error) {
				f.page.fail(err)
				f.measureAsync()
			})
			return true
		},
	})
}
