package create

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func generateKey() string { return keyLabel("Mod+Return") }

func keyLabel(chord string) string { return action.Must(chord)[0].Label() }

// generate queues the takes of the shot as it is written now.
func (p *Page) generate() {
	session := p.session.Load()
	if session == nil {
		return
	}
	if studio.ShotPrompt(p.shot) == "" {
		p.host.Toast(xwidget.Warned, words.T("create.empty"))
		return
	}
	p.editor.history.add(p.shot)
	t := p.target
	p.saver.put(order{do: func(ctx context.Context) {
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
