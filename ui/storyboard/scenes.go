package storyboard

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// titleOf is what a section is called.
func titleOf(s project.Scene) string {
	switch {
	case s.ID == 0:
		return words.T("storyboard.outside")
	case s.Title == "":
		return words.T("storyboard.untitled")
	}
	return s.Title
}

// rename asks for another title of a scene.
func (p *Page) rename(at int) {
	if at < 0 || p.sections[at].scene.ID == 0 {
		return
	}
	scene := p.sections[at].scene
	title := xwidget.NewEntry(words.T("storyboard.untitled"), nil)
	title.SetText(scene.Title)
	title.SetTip(words.T("storyboard.scene-title"), "")
	p.host.Ask(xwidget.DialogParams{
		Title: words.T("storyboard.rename"), Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), title),
		Confirm: words.T("storyboard.rename-do"), Cancel: words.T("storyboard.cancel"),
		OnConfirm: func() bool {
			p.retitle(scene, strings.TrimSpace(title.Text))
			return true
		},
	})
	p.host.Window().Canvas().Focus(title)
	title.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (p *Page) retitle(scene project.Scene, title string) {
	if title == scene.Title {
		return
	}
	p.order(func(ctx context.Context, s *studio.Session) error {
		now, err := s.Store.Scene(ctx, scene.ID)
		if err != nil {
			return err
		}
		now.Title = title
		return s.Store.Edit(ctx, words.T("storyboard.scene-renamed", "Code", scene.Code), func(e *store.Editor) error {
			return e.UpdateScene(ctx, now)
		})
	})
}

// newScene puts the selected shots into a scene of their own, behind the one that
// they are in.
func (p *Page) newScene() {
	shots := p.chosen()
	if len(shots) == 0 {
		return
	}
	in := p.sections[p.sectionOf(p.index(shots[0].ID))]
	after := p.behind(in.to, in)
	p.order(func(ctx context.Context, s *studio.Session) error {
		return s.Store.Edit(ctx, words.T("storyboard.scene-added"), func(e *store.Editor) error {
			scene, err := e.AddScene(ctx, project.Scene{})
			if err != nil {
				return err
			}
			if err := e.MoveScene(ctx, scene.ID, in.scene.ID); err != nil {
				return err
			}
			return place(ctx, e, shots, after, scene.ID)
		})
	})
}

// moveScene puts a scene with its shots before the section at an index, which is the
// number of sections for the end.
func (p *Page) moveScene(at, before int) {
	if at < 0 || before < 0 || before == at || before == at+1 || p.scene != 0 || p.sections[at].scene.ID == 0 {
		return
	}
	moved := p.sections[at]
	shots := p.shots[moved.from:moved.to]
	behindScene, behindShot := int64(0), int64(0)
	for i, s := range p.sections[:before] {
		if i == at {
			continue
		}
		behindScene = s.scene.ID
		if s.to > s.from {
			behindShot = p.shots[s.to-1].ID
		}
	}
	if before == 0 && p.sections[0].scene.ID == 0 { // nothing comes before the shots outside all scenes
		behindShot = p.shots[p.sections[0].to-1].ID
	}
	p.order(func(ctx context.Context, s *studio.Session) error {
		return s.Store.Edit(ctx, words.T("storyboard.scene-moved", "Code", moved.scene.Code), func(e *store.Editor) error {
			if err := e.MoveScene(ctx, moved.scene.ID, behindScene); err != nil {
				return err
			}
			return place(ctx, e, shots, behindShot, moved.scene.ID)
		})
	})
}

// shiftScene moves a scene one place earlier or later.
func (p *Page) shiftScene(at, by int) {
	switch to := at + by; {
	case at < 0 || to < 0 || to >= len(p.sections) || p.sections[to].scene.ID == 0:
	case by < 0:
		p.moveScene(at, to)
	default:
		p.moveScene(at, to+1)
	}
}

// place puts shots behind another one, in their order, and into a scene.
func place(ctx context.Context, e *store.Editor, shots []project.Shot, after, scene int64) error {
	for _, shot := range shots {
		if err := e.MoveShot(ctx, shot.ID, after); err != nil {
			return err
		}
		after = shot.ID
		now, err := e.Shot(ctx, shot.ID)
		if err != nil {
			return err
		}
		if now.Scene == scene {
			continue
		}
		now.Scene = scene
		if err := e.UpdateShot(ctx, now); err != nil {
			return err
		}
	}
	return nil
}
