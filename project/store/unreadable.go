package store

import (
	"context"

	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Unreadable returns sentences on the shots and styles that lists leave out, because a
// part of them is not as Kinora writes it: another program changed it, or a disk did
// where the database finds nothing wrong.
func (s *Store) Unreadable(ctx context.Context) (faults []error, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT 1, code, beats, dialogue, cast_names, '' FROM shots UNION ALL SELECT 0, name, '', '', '', adapters FROM styles`)
	if err != nil {
		return nil, s.fault("reading", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var shot bool
		var name, beats, dialogue, cast, adapters string
		if err := rows.Scan(&shot, &name, &beats, &dialogue, &cast, &adapters); err != nil {
			return nil, s.fault("reading", err)
		}
		if shot {
			_, err = shotOf(db.Shot{Code: name, Beats: beats, Dialogue: dialogue, CastNames: cast}, nil)
		} else {
			_, err = styleOf(db.Style{Name: name, Adapters: adapters})
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	return faults, s.fault("reading", rows.Err())
}

// tellUnreadable tells of them when the project is opened.
func (s *Store) tellUnreadable(ctx context.Context) error {
	faults, err := s.Unreadable(ctx)
	for _, fault := range faults {
		s.notice(fault.Error())
	}
	return err
}
