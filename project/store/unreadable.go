package store

import (
	"context"

	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Unreadable returns sentences on the shots and styles that lists leave out, because a
// part of them is not what Kinora writes: bytes that a disk or another program
// changed, and in which the database finds nothing wrong.
func (s *Store) Unreadable(ctx context.Context) (faults []error, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		for removed := range int64(2) {
			rows, err := q.ListShots(ctx, removed)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if _, err := shotOf(r, nil); err != nil {
					faults = append(faults, err)
				}
			}
		}
		styles, err := q.ListStyles(ctx)
		for _, r := range styles {
			if _, err := styleOf(r); err != nil {
				faults = append(faults, err)
			}
		}
		return err
	})
	return faults, err
}

// tellUnreadable tells of them when the project is opened. It looks into those shots
// only that have anything which could be wrong.
func (s *Store) tellUnreadable(ctx context.Context) error {
	var any bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM shots, json_each(json_array(beats, dialogue, cast_names)) AS part
			WHERE json_type(part.value) <> 'array' OR EXISTS (SELECT 1 FROM json_each(part.value) AS item WHERE item.type <> iif(part.key = 1, 'object', 'text')
				OR item.type = 'object' AND EXISTS (SELECT 1 FROM json_each(item.value) WHERE type <> 'text')))
		OR EXISTS (SELECT 1 FROM styles WHERE adapters <> '[]')`).Scan(&any)
	if err != nil || !any {
		return err
	}
	faults, err := s.Unreadable(ctx)
	for _, fault := range faults {
		s.notice(fault.Error())
	}
	return err
}
