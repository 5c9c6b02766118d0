package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// view reads several things as they were at one instant.
func (s *Store) view(ctx context.Context, look func(q *db.Queries) error) error {
	return s.viewTx(ctx, func(q *db.Queries, _ *sql.Tx) error { return look(q) })
}

// viewTx is view for queries that are put together at run time.
func (s *Store) viewTx(ctx context.Context, look func(q *db.Queries, tx *sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return s.fault("reading", err)
	}
	return s.fault("reading", errors.Join(look(db.New(tx), tx), rollback(tx)))
}

// missing turns the absence of a row into a sentence about what was looked for.
func missing(err error, hint, format string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return project.Wrong(project.ErrNotFound, hint, format, args...)
	}
	return err
}

// absent is missing for statements that say how many rows they met.
func absent(rows int64, err error, format string, args ...any) error {
	if err == nil && rows == 0 {
		return project.Wrong(project.ErrNotFound, "look at the list again", format, args...)
	}
	return err
}

// encode writes a list as JSON; none is an empty one.
func encode[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// decode reads what encode wrote; an empty list is nil.
func decode[T any](what, text string) ([]T, error) {
	var list []T
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, project.Wrong(project.ErrDamaged, "restore a backup, or make it anew under another name; all else is as it was", "%s cannot be read: %w", what, err)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, nil
}

// flag is how the database keeps a yes or no.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// reference is how the database keeps an ID that may be none.
func reference(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// referred reads what reference wrote.
func referred(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
