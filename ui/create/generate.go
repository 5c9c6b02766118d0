package create

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// generate queues the takes of the shot as it is written now.
func (p *Page) generate() {
	session := p.session.Load()
	if session == nil {
		return
	}
	if reason := p.refusal(); reason != "" {
		p.host.Toast(xwidget.Warned, reason)
		return
	}
	if p.unkept() == "" {
		p.editor.history.add(p.shot)
	}
	t := p.target
	p.saver.put(order{do: func(ctx context.Context) {
		if err := t.refused.err(); err != nil { // what is kept is not what is on the screen
			p.host.Do("refuse to make takes", func() { p.fail(err) })
			return
		}
		jobs, err := session.Generate(ctx, studio.GenerateParams{Shot: t.id})
		p.host.Do("queue takes", func() {
			if err != nil {
				p.fail(err)
				return
			}
			p.gallery.queued(jobs)
		})
	}})
}
