package create

import (
	"context"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// shownFrame is the frame of the take that is looked at which is in sight now.
func (p *Page) shownFrame(take project.Take) int {
	if !p.stage.hasViewer() || p.compare.on {
		return 0
	}
	return min(max(p.host.ShownFrame(), 0), take.Frames-1)
}

// useShown makes the shot with the frame that is in sight.
func (p *Page) useShown(role project.Role) func() {
	return func() {
		if take, ok := p.gallery.selectedTake(); ok {
			p.useFrame(take, p.shownFrame(take), role)
		}
	}
}

// useFrame makes the shot with a frame of a take.
func (p *Page) useFrame(take project.Take, frame int, role project.Role) {
	session := p.session.Load()
	if session == nil {
		return
	}
	p.errands.run(func(ctx context.Context) {
		path, err := session.Still(ctx, take, frame)
		var file checkedFile
		if err == nil {
			file, err = checkFile(ctx, session.Store.Path(path))
		}
		p.host.Do("use a frame", func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				p.fail(err)
				return
			}
			p.editor.slots.use(role, -1, file)
			p.host.Toast(xwidget.Succeeded, words.T("create.frame-used", "Take", take.Code, "Frame", frame, "Role", roleName(role)))
		})
	})
}
