package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

const (
	// UndoSteps is how many edits can be taken back; older ones are forgotten.
	UndoSteps = 1000
	// MergeWindow is how soon after the last edit of the same key another joins it.
	MergeWindow = 3 * time.Second
)

// Editor changes what people write: scenes, shots, styles, sequences, the project
// itself, and their marks on takes. It belongs to the function that Edit calls and
// to its goroutine.
type Editor struct {
	q   *db.Queries
	now time.Time
}

// Edit makes all changes of one action: either every one of them happens or, when
// change fails, none. Together they are one step of Undo, called label in menus:
// "Change prompt of SH010". An action that changes nothing is no step. Within
// change only the Editor may write to the project.
func (s *Store) Edit(ctx context.Context, label string, change func(e *Editor) error) error {
	return s.EditMerged(ctx, label, "", change)
}

// EditMerged is Edit for changes that come in quick succession, such as typing in
// one field: those of one key, each within MergeWindow of the one before and with
// nothing else in between, are one step of Undo.
func (s *Store) EditMerged(ctx context.Context, label, key string, change func(e *Editor) error) error {
	if err := project.CheckLabel(label); err != nil {
		return err
	}
	var changed []Change
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		edit := db.Edit{Label: label, MergeKey: key, MadeAt: micros(s.now())}
		var err error
		if edit.ID, err = q.InsertEdit(ctx, db.InsertEditParams{Label: label, MergeKey: key, MadeAt: edit.MadeAt}); err != nil {
			return err
		}
		if err := q.Record(ctx, &edit.ID); err != nil {
			return err
		}
		if err := change(&Editor{q: q, now: fromMicros(edit.MadeAt)}); err != nil {
			return err
		}
		if changed, err = endRecording(ctx, q, edit.ID); err != nil {
			return err
		}
		if len(changed) == 0 {
			return q.DeleteEdit(ctx, edit.ID)
		}
		return file(ctx, q, edit)
	})
	if err != nil {
		return err
	}
	s.tell(changed...)
	return nil
}

// endRecording stops the triggers and returns what changed in the edit.
func endRecording(ctx context.Context, q *db.Queries, edit int64) ([]Change, error) {
	if err := q.Record(ctx, nil); err != nil {
		return nil, err
	}
	items, err := q.ChangedItems(ctx, edit)
	if err != nil {
		return nil, err
	}
	changed := make([]Change, len(items))
	for i, item := range items {
		changed[i] = Change{Kind: Kind(item.Kind), ID: item.Item}
	}
	return changed, nil
}

// file puts an edit after those before it: what was undone is forgotten, an edit
// that goes on with the last one joins it, and the oldest leave.
func file(ctx context.Context, q *db.Queries, edit db.Edit) error {
	_, err := q.FirstUndone(ctx)
	branched := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := q.DropUndone(ctx); err != nil {
		return err
	}
	last, err := q.EditBefore(ctx, edit.ID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	since := edit.MadeAt - last.MadeAt
	if err == nil && !branched && edit.MergeKey != "" && edit.MergeKey == last.MergeKey && since >= 0 && since <= MergeWindow.Microseconds() {
		return errors.Join(
			q.MoveEditChanges(ctx, last.ID, edit.ID),
			q.TouchEdit(ctx, db.TouchEditParams{Label: edit.Label, MadeAt: edit.MadeAt, ID: last.ID}),
			q.DeleteEdit(ctx, edit.ID))
	}
	return q.DropOldEdits(ctx, UndoSteps)
}
