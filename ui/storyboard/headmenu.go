package storyboard

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// openHeadMenu opens what can be done with a scene at a place of the window.
func (p *Page) openHeadMenu(scene int64, at fyne.Position) {
	if scene != 0 {
		xwidget.OpenMenu(p.host.Window().Canvas(), p.headMenu(scene), at, fyne.Size{})
	}
}

// headMenu reaches scenes without shots too, at which the keys never are.
func (p *Page) headMenu(scene int64) *fyne.Menu {
	item := func(name words.ID, do func(at int)) *fyne.MenuItem {
		return fyne.NewMenuItem(words.T(name), func() { do(p.indexOfScene(scene)) })
	}
	return fyne.NewMenu("",
		item("storyboard.rename", p.rename),
		item("storyboard.fold", p.fold), fyne.NewMenuItemSeparator(),
		item("storyboard.scene-earlier", func(at int) { p.shiftScene(at, -1) }),
		item("storyboard.scene-later", func(at int) { p.shiftScene(at, 1) }), fyne.NewMenuItemSeparator(),
		item("storyboard.dissolve", p.dissolve),
	)
}

// dissolve takes the heading of a scene away, as in a script: its shots go on in the
// scene before it, those of the first one outside all scenes.
func (p *Page) dissolve(at int) {
	if at < 0 || p.sections[at].scene.ID == 0 {
		return
	}
	scene := p.sections[at].scene
	p.order(func(ctx context.Context, s *studio.Session) error {
		scenes, err := s.Store.Scenes(ctx)
		if err != nil {
			return err
		}
		shots, err := s.Store.Shots(ctx)
		if err != nil {
			return err
		}
		before := int64(0)
		if i := slices.IndexFunc(scenes, func(other project.Scene) bool { return other.ID == scene.ID }); i > 0 {
			before = scenes[i-1].ID
		}
		err = s.Store.Edit(ctx, words.T("storyboard.scene-dissolved", "Code", scene.Code), func(e *store.Editor) error {
			for _, shot := range shots {
				if shot.Scene != scene.ID {
					continue
				}
				shot.Scene = before
				if err := e.UpdateShot(ctx, shot); err != nil {
					return err
				}
			}
			return e.DeleteScene(ctx, scene.ID)
		})
		said := words.ID("storyboard.scene-is-dissolved")
		if before == 0 {
			said = words.ID("storyboard.first-is-dissolved")
		}
		if err == nil {
			p.then(s, func() { p.host.Toast(xwidget.Neutral, words.T(said, "Code", scene.Code)) })
		}
		return err
	})
}
