package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// memory is how many of the last runs an average of timings remembers, so that it
// follows a machine that became faster or slower.
const memory = 10

// AddTiming joins what one run took with what others of the same pack, provider,
// work and length took before.
func (s *Store) AddTiming(ctx context.Context, t project.Timing) error {
	if err := t.Validate(); err != nil {
		return err
	}
	return s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		old, err := q.GetTiming(ctx, db.GetTimingParams{Pack: t.Pack, Provider: t.Provider, Work: t.Work, Frames: int64(t.Frames)})
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		samples := old.Samples + 1
		weight := 1 / float64(min(samples, memory))
		return q.PutTiming(ctx, db.PutTimingParams{
			Pack: t.Pack, Provider: t.Provider, Work: t.Work, Frames: int64(t.Frames),
			Step: old.Step + weight*(t.Step-old.Step), Lead: old.Lead + weight*(t.Lead-old.Lead), Rest: old.Rest + weight*(t.Rest-old.Rest),
			Samples: samples, ChangedAt: micros(s.now()),
		})
	})
}

// Timings returns what runs of a pack on a provider took, from the least work to
// the most.
func (s *Store) Timings(ctx context.Context, pack, provider string) ([]project.Timing, error) {
	rows, err := s.queries.ListTimings(ctx, pack, provider)
	timings := make([]project.Timing, len(rows))
	for i, r := range rows {
		timings[i] = project.Timing{
			Pack: r.Pack, Provider: r.Provider, Work: r.Work, Frames: int(r.Frames),
			Step: r.Step, Lead: r.Lead, Rest: r.Rest, Samples: int(r.Samples), Changed: fromMicros(r.ChangedAt),
		}
	}
	return timings, s.fault("reading", err)
}
