package storyboard

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// print asks for the form and the place of a print of what is listed.
func (p *Page) print() {
	if p.session == nil || len(p.board.shots) == 0 {
		return
	}
	forms := []studio.StoryboardForm{studio.StoryboardA4, studio.StoryboardLetter, studio.StoryboardPicture}
	chosen := xwidget.NewSegmented([]string{words.T("storyboard.a4"), words.T("storyboard.letter"), words.T("storyboard.picture")}, nil)
	chosen.SetTip(words.T("storyboard.form-tip"), "")
	text := xwidget.NewParagraph(words.T("storyboard.print-hint"), look.Body, look.TextMedium, 0)
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("storyboard.print"), Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), text, chosen),
		Confirm: words.T("storyboard.save"), Cancel: words.T("storyboard.cancel"), Width: 480,
		OnConfirm: func() bool {
			p.pickAsync(forms[chosen.Selected()])
			return true
		},
	})
}

// pickAsync asks for a file in the system's own dialog, and where the system has
// none, in one that the window draws.
func (p *Page) pickAsync(form studio.StoryboardForm) {
	session := p.session
	name := session.Name() + form.Ending()
	ctx, cancel := context.WithCancel(context.Background())
	stop := p.stop
	p.stop = func() { stop(); cancel() }
	p.running.Go(func() {
		path, err := zenity.SelectFileSave(zenity.Context(ctx), zenity.Title(words.T("storyboard.print")), zenity.Filename(name), zenity.ConfirmOverwrite())
		p.host.Do("take the picked target", func() {
			switch {
			case ctx.Err() != nil || errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				p.pickInWindow(form, name)
			default:
				p.printTo(form, path)
			}
		})
	})
}

func (p *Page) pickInWindow(form studio.StoryboardForm, name string) {
	xwidget.SaveInto(p.host.Window(), name, func(path string, err error) {
		if err != nil {
			p.host.Toast(xwidget.Failed, sentence(err))
			return
		}
		p.printTo(form, path)
	})
}

// printTo writes the shots that are listed.
func (p *Page) printTo(form studio.StoryboardForm, path string) {
	if filepath.Ext(path) == "" {
		path += form.Ending()
	}
	var shots []int64
	for _, s := range p.shots {
		shots = append(shots, s.ID)
	}
	summary := p.total(p.shots)
	p.order(func(ctx context.Context, s *studio.Session) error {
		err := s.PrintStoryboard(ctx, studio.PrintParams{Path: path, Form: form, Shots: shots, Summary: summary})
		if err == nil {
			p.then(s, func() {
				p.host.Toast(xwidget.Succeeded, words.T("storyboard.saved", "Name", filepath.Base(path)))
			})
		}
		return err
	})
}
