package store

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/project"
)

// checkInBackground checks all of a large database, or makes a backup, which is
// checked, when one is due.
func (s *Store) checkInBackground(ctx context.Context) {
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.ended = make(chan struct{})
	go func() {
		defer close(s.ended)
		made, err := s.BackupIfDue(ctx)
		if err == nil && !made {
			if err = verify(ctx, s.read); damaged(err) {
				err = s.fault("checking", errors.Join(project.Wrong(project.ErrDamaged,
					"close the project and open it again: Kinora then restores what can be restored",
					"part of the project's database is damaged: %w", err), s.markDamaged(err)))
			}
		}
		if err != nil && ctx.Err() == nil {
			s.notice(err.Error())
			s.mu.Lock()
			defer s.mu.Unlock()
			s.sound = err
		}
	}()
}

// Checked waits until the check of a large database that goes on after opening has
// ended, and returns what it found: nil, an ErrDamaged that the next opening
// repairs, or why the backup that was due could not be made.
func (s *Store) Checked(ctx context.Context) error {
	if s.ended == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ended:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sound
}

// backUpOnOpening makes a backup when one is due. A project opens without one: on a
// full disk people have to be able to make room.
func (s *Store) backUpOnOpening(ctx context.Context) error {
	_, err := s.BackupIfDue(ctx)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	s.notice("No backup could be made: " + err.Error() + ".")
	return nil
}
