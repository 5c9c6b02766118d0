package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Setting returns what SetSetting kept under a key, "" where nothing was.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	value, err := s.queries.GetSetting(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, s.fault("reading", err)
}

// Settings returns everything that SetSetting kept, by key.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	rows, err := s.queries.ListSettings(ctx)
	settings := make(map[string]string, len(rows))
	for _, r := range rows {
		settings[r.Key] = r.Value
	}
	return settings, s.fault("reading", err)
}

// SetSetting keeps how people like to see this project: which screen was open, how
// far a list was scrolled. It is not part of what Undo takes back. An empty value
// is forgotten.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	if err := project.CheckSetting(key, value); err != nil {
		return err
	}
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		if value == "" {
			return q.DeleteSetting(ctx, key)
		}
		return q.PutSetting(ctx, key, value)
	})
	if err == nil {
		s.tell(Change{Kind: KindSetting})
	}
	return err
}
