package storyboard

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// generate queues the takes of the selected shots. One that cannot be made does not
// keep the others from being queued.
func (p *Page) generate() {
	shots := p.chosen()
	if len(shots) == 0 {
		p.host.Toast(xwidget.Warned, words.T("storyboard.choose"))
		return
	}
	p.order(func(ctx context.Context, s *studio.Session) error {
		var jobs []project.Job
		var faults []error
		for _, shot := range shots {
			queued, err := s.Generate(ctx, studio.GenerateParams{Shot: shot.ID})
			jobs = append(jobs, queued...)
			if err != nil {
				faults = append(faults, err)
			}
		}
		p.queued(s, jobs)
		return errors.Join(faults...)
	})
}

// generateMissing queues every shot that has no take and none on its way.
func (p *Page) generateMissing() {
	p.order(func(ctx context.Context, s *studio.Session) error {
		jobs, err := s.GenerateMissing(ctx)
		if err == nil && len(jobs) == 0 {
			p.then(s, func() { p.host.Toast(xwidget.Neutral, words.T("storyboard.none-missing")) })
			return nil
		}
		p.queued(s, jobs)
		return err
	})
}

func (p *Page) queued(s *studio.Session, jobs []project.Job) {
	if len(jobs) == 0 {
		return
	}
	p.then(s, func() {
		p.host.Offer(xwidget.Succeeded, words.N("storyboard.in-queue", len(jobs)), words.T("storyboard.show-queue"), func() { p.host.Go("queue", "") })
	})
}
