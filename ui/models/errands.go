package models

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Actions are what can be done by key and from the palette.
func (p *Page) Actions() []action.Action {
	chosen := func() bool { _, ok := p.chosen(); return ok }
	category := words.ID("screen.models")
	return []action.Action{
		{ID: "models.add", Title: words.ID("models.add"), Words: words.ID("search.add-model"), Category: category, Icon: "add", Keys: action.Must("Mod+O"), Run: p.pickAsync},
		{ID: "models.fetch", Title: words.ID("models.fetch"), Words: words.ID("search.fetch-model"), Category: category, Icon: "download", Keys: action.Must("Mod+Shift+O"), Run: p.askAddresses, Enabled: p.canFetch},
		{ID: "models.verify", Title: words.ID("models.verify"), Words: words.ID("search.verify"), Category: category, Icon: "success", Keys: action.Must("V"), Run: p.verifyAsync, Enabled: p.canVerify},
		{ID: "models.reveal", Title: words.ID("models.reveal"), Words: words.ID("search.reveal"), Category: category, Icon: "reveal", Keys: action.Must("E"), Run: p.revealAsync, Enabled: chosen},
		{ID: "models.forget", Title: words.ID("models.forget"), Words: words.ID("search.forget-model"), Category: category, Icon: "remove", Keys: action.Must("Delete"), Run: p.forget, Enabled: p.canForget},
		{ID: "models.next", Title: words.ID("models.next"), Words: words.ID("search.next"), Category: category, Icon: "chevron-down", Keys: action.Must("Down"), Run: func() { p.choose(p.index(p.selected) + 1) }, Enabled: chosen},
		{ID: "models.previous", Title: words.ID("models.previous"), Words: words.ID("search.previous"), Category: category, Icon: "chevron-up", Keys: action.Must("Up"), Run: func() { p.choose(p.index(p.selected) - 1) }, Enabled: chosen},
	}
}

// found is a folder or a pack, or why there is none.
type found struct {
	name string
	err  error
}

// pickAsync lets the user choose a folder in the system's own dialog, and where the
// system has none, in one that the window draws.
func (p *Page) pickAsync() {
	title := words.T("models.add")
	errand(p, "models: take the picked folder", func(ctx context.Context) found {
		dir, err := zenity.SelectFile(zenity.Context(ctx), zenity.Directory(), zenity.Title(title))
		return found{dir, err}
	}, func(picked found) {
		switch {
		case errors.Is(picked.err, zenity.ErrCanceled):
		case picked.err != nil:
			p.pickInWindow()
		default:
			p.addAsync(picked.name)
		}
	})
}

func (p *Page) pickInWindow() {
	xwidget.PickFolder(p.host.Window(), func(folder string, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		p.addAsync(folder)
	})
}

// addAsync checks a folder and makes it a pack.
func (p *Page) addAsync(dir string) {
	errand(p, "models: add a pack", func(ctx context.Context) found {
		name, err := studio.AddPack(ctx, dir)
		return found{name, err}
	}, func(added found) {
		if added.err != nil {
			p.fail(added.err)
			return
		}
		p.selected = added.name
		p.succeed(words.T("models.added", "Name", filepath.Base(dir)))
		p.loadAsync()
	})
}

func (p *Page) canVerify() bool {
	pack, ok := p.chosen()
	return ok && pack.Sums && p.checking == ""
}

// verifyAsync compares the files of the selected pack with its checksums.
func (p *Page) verifyAsync() {
	pack, ok := p.chosen()
	if !ok || p.stop == nil || !p.canVerify() {
		return
	}
	p.checking = pack.Name
	p.view.show()
	halted, halt := context.WithCancel(p.ctx)
	p.halt = halt
	errand(p, "models: show what was verified", func(context.Context) error {
		defer halt()
		return studio.VerifyPack(halted, p.desk.Settings(), pack, p.now(), p.progress(halted))
	}, func(err error) {
		p.checking, p.halt = "", nil
		p.view.showProgress(-1)
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			p.fail(err)
		default:
			p.succeed(words.T("models.intact", "Name", titleOf(pack)))
		}
		p.view.show()
		p.loadAsync()
	})
}

// progress shows how far a check is, four times a second at most.
func (p *Page) progress(ctx context.Context) func(done, total int64) {
	var last time.Time
	return func(done, total int64) {
		now := time.Now()
		if total <= 0 || now.Sub(last) < time.Second/4 {
			return
		}
		last = now
		p.host.Do("models: progress", func() {
			if ctx.Err() == nil {
				p.view.showProgress(float64(done) / float64(total))
			}
		})
	}
}

func (p *Page) haltVerify() {
	if p.halt != nil {
		p.halt()
	}
}

func (p *Page) revealAsync() {
	pack, ok := p.chosen()
	if !ok {
		return
	}
	errand(p, "models: reveal", func(ctx context.Context) error { return studio.ShowFolder(ctx, pack.Dir) }, p.fail)
}

func (p *Page) canForget() bool {
	pack, ok := p.chosen()
	return ok && pack.Linked && !pack.Shipped
}

// forget takes the selected pack out of the list; its files stay.
func (p *Page) forget() {
	pack, ok := p.chosen()
	if !ok || !p.canForget() {
		return
	}
	p.host.Ask(xwidget.DialogParams{
		Title:   words.T("models.forget-question", "Name", pack.Name),
		Content: xwidget.NewParagraph(words.T("models.forget-keeps", "Folder", pack.Dir), look.Body, look.TextMedium, 0),
		Confirm: words.T("models.forget"), Cancel: words.T("models.keep"),
		OnConfirm: func() bool {
			errand(p, "models: forget", func(context.Context) error { return studio.ForgetPack(pack) }, func(err error) {
				p.fail(err)
				p.loadAsync()
			})
			return true
		},
	})
}
