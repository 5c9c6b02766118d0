package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// NextTake returns the number and the code of the shot's next take, after which
// its file is named. They are not reserved: CommitTake refuses the second of two
// that asked at the same time.
func (s *Store) NextTake(ctx context.Context, shot int64) (number int, code string, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		row, err := q.GetShot(ctx, shot)
		if err != nil {
			return missing(err, "look at the list again", "there is no shot number %d", shot)
		}
		number, err = nextNumber(ctx, q, row)
		code = project.TakeCode(row.Code, number)
		return err
	})
	return number, code, err
}

// CommitTake adds the take that a job made and ends the job, both or neither. The
// take's file has to be in its place before. Number, Code and Made are filled in
// when they are zero. A job that has a take already changes nothing: that take is
// returned, so that a caller who does not know whether it came this far may ask
// again. A job that was cancelled or failed meanwhile is refused.
func (s *Store) CommitTake(ctx context.Context, job int64, take project.Take) (project.Take, error) {
	var made bool
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		row, err := q.TakeByJob(ctx, &job)
		if err == nil {
			take, err = wholeTake(ctx, q, row)
			return err
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		state, err := q.JobState(ctx, job)
		switch {
		case err != nil:
			return missing(err, "look at the queue again", "there is no job number %d", job)
		case project.JobState(state).Ended():
			return project.Bad("retry the job", "job number %d cannot add its take: it is %s", job, state)
		}
		take.Job = job
		if take, err = s.insertTake(ctx, q, take); err != nil {
			return err
		}
		made = true
		return q.FinishJob(ctx, db.FinishJobParams{Actual: take.Seconds, EndedAt: reference(micros(s.now())), ID: job})
	})
	if err != nil {
		return project.Take{}, err
	}
	if made {
		s.tell(Change{KindTake, take.ID}, Change{KindJob, job})
	}
	return take, nil
}

// AddTake adds a take that no job made: an import. Number, Code and Made are
// filled in when they are zero.
func (s *Store) AddTake(ctx context.Context, take project.Take) (project.Take, error) {
	if take.Job != 0 {
		return project.Take{}, project.Bad("commit it with its job", "the take is of job number %d and cannot be added without", take.Job)
	}
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) (err error) {
		take, err = s.insertTake(ctx, q, take)
		return err
	})
	if err != nil {
		return project.Take{}, err
	}
	s.tell(Change{KindTake, take.ID})
	return take, nil
}

// SetFavourite marks a take or takes the mark away.
func (e *Editor) SetFavourite(ctx context.Context, take int64, favourite bool) error {
	rows, err := e.q.SetFavourite(ctx, flag(favourite), take)
	return absent(rows, err, "there is no take number %d", take)
}

// SetTakeNote replaces the note of a take.
func (e *Editor) SetTakeNote(ctx context.Context, take int64, note string) error {
	if err := project.CheckNote("the note", note); err != nil {
		return err
	}
	rows, err := e.q.SetTakeNote(ctx, note, take)
	return absent(rows, err, "there is no take number %d", take)
}

// Take returns a take with its recipe, or project.ErrNotFound.
func (s *Store) Take(ctx context.Context, id int64) (project.Take, error) {
	return s.oneTake(ctx, func(q *db.Queries) (db.Take, error) { return q.GetTake(ctx, id) }, "there is no take number %d", id)
}

// TakeByCode returns the take of that code, in upper or lower case, with its
// recipe.
func (s *Store) TakeByCode(ctx context.Context, code string) (project.Take, error) {
	return s.oneTake(ctx, func(q *db.Queries) (db.Take, error) { return q.TakeByCode(ctx, code) }, "there is no take %q", code)
}

// TakeByJob returns the take that a job made, with its recipe.
func (s *Store) TakeByJob(ctx context.Context, job int64) (project.Take, error) {
	return s.oneTake(ctx, func(q *db.Queries) (db.Take, error) { return q.TakeByJob(ctx, &job) }, "job number %d has made no take", job)
}

func (s *Store) oneTake(ctx context.Context, get func(*db.Queries) (db.Take, error), format string, args ...any) (take project.Take, err error) {
	err = s.view(ctx, func(q *db.Queries) error {
		row, err := get(q)
		if err != nil {
			return missing(err, "list the takes to see their codes", format, args...)
		}
		take, err = wholeTake(ctx, q, row)
		return err
	})
	return take, err
}
