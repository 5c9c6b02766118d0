package store

import (
	"context"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Project returns what the whole film shares.
func (s *Store) Project(ctx context.Context) (project.Project, error) {
	r, err := s.queries.GetProject(ctx)
	return project.Project{
		UUID: r.Uuid, Name: r.Name, Created: fromMicros(r.CreatedAt), Rate: project.Rate{Num: r.RateNum, Den: r.RateDen},
		Width: int(r.Width), Height: int(r.Height), Note: r.Note,
	}, s.fault("reading", err)
}

// UpdateProject replaces name, rate, size and note. The name of the folder stays.
func (e *Editor) UpdateProject(ctx context.Context, p project.Project) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return e.q.UpdateProject(ctx, db.UpdateProjectParams{
		Name: p.Name, RateNum: p.Rate.Num, RateDen: p.Rate.Den, Width: int64(p.Width), Height: int64(p.Height), Note: p.Note,
	})
}
