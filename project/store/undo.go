package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Undo takes the last edit back and returns its label. Takes and jobs are never
// undone: a shot that was added and has takes by now becomes a removed one. It
// fails with project.ErrNotFound when there is nothing to undo.
func (s *Store) Undo(ctx context.Context) (string, error) {
	return s.step(ctx, "undo", 1, (*db.Queries).LastEdit)
}

// Redo makes the edit again that was undone last and returns its label. It fails
// with project.ErrNotFound when nothing was undone since the last edit.
func (s *Store) Redo(ctx context.Context) (string, error) {
	return s.step(ctx, "redo", 0, (*db.Queries).FirstUndone)
}

// UndoLabel returns what Undo would take back, "" for nothing.
func (s *Store) UndoLabel(ctx context.Context) (string, error) {
	return s.label(s.queries.LastEdit(ctx))
}

// RedoLabel returns what Redo would make again, "" for nothing.
func (s *Store) RedoLabel(ctx context.Context) (string, error) {
	return s.label(s.queries.FirstUndone(ctx))
}

func (s *Store) label(edit db.Edit, err error) (string, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return edit.Label, s.fault("reading", err)
}

func (s *Store) step(ctx context.Context, verb string, undone int64, next func(*db.Queries, context.Context) (db.Edit, error)) (label string, err error) {
	var changed []Change
	err = s.inTx(ctx, func(q *db.Queries, tx *sql.Tx) error {
		edit, err := next(q, ctx)
		if errors.Is(err, sql.ErrNoRows) {
			return project.Wrong(project.ErrNotFound, "", "there is nothing to %s", verb)
		}
		if err != nil {
			return err
		}
		label = edit.Label
		if err := reverse(ctx, q, tx, edit.ID); err != nil {
			return project.Bad("the project is as it was; make the change by hand", "it is too late to %s %q: %w", verb, label, err)
		}
		if changed, err = endRecording(ctx, q, edit.ID); err != nil {
			return err
		}
		return q.MarkEdit(ctx, undone, edit.ID)
	})
	if err != nil {
		return "", err
	}
	s.tell(changed...)
	return label, nil
}

// reverse runs the statements of an edit from the last to the first. Meanwhile
// the triggers write those that take this back, in their place.
func reverse(ctx context.Context, q *db.Queries, tx *sql.Tx, edit int64) error {
	changes, err := q.EditChanges(ctx, edit)
	if err != nil {
		return err
	}
	if err := errors.Join(q.DeleteEditChanges(ctx, edit), q.Record(ctx, &edit)); err != nil {
		return err
	}
	// A scene may come back after the shots in it.
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	for _, c := range changes {
		if _, err := tx.ExecContext(ctx, c.Statement); err != nil {
			return err
		}
	}
	return nil
}
