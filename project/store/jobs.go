package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

var _ queue.Store = (*Store)(nil)

// OpenJobs returns all jobs that are not done, and those done ones that others
// come after, by ID.
func (s *Store) OpenJobs(ctx context.Context) ([]project.Job, error) {
	rows, err := s.queries.OpenJobs(ctx)
	return jobsOf(rows), s.fault("reading the jobs of", err)
}

// DoneJobs returns at most limit done jobs with an ID below before, the newest
// first; before 0 begins with the newest of all.
func (s *Store) DoneJobs(ctx context.Context, before int64, limit int) ([]project.Job, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	rows, err := s.queries.DoneJobs(ctx, before, int64(limit))
	return jobsOf(rows), s.fault("reading the jobs of", err)
}

// Job returns a job, or project.ErrNotFound.
func (s *Store) Job(ctx context.Context, id int64) (project.Job, error) {
	row, err := s.queries.GetJob(ctx, id)
	if err != nil {
		return project.Job{}, s.fault("reading a job of", missing(err, "look at the queue again", "there is no job number %d", id))
	}
	return jobOf(row), nil
}

// AddJobs adds jobs and returns them with their IDs, all or none. A Group below 0
// joins the jobs of this call that share it; its number becomes that of the first
// of them. An After below 0 means the job at that place in the call, -1 being the
// first.
func (s *Store) AddJobs(ctx context.Context, jobs []project.Job) ([]project.Job, error) {
	added := make([]project.Job, len(jobs))
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		groups := map[int64]int64{}
		for i, j := range jobs {
			if j.After < 0 {
				if -j.After > int64(i) {
					return project.Bad("put the other one first", "%s comes after a job that is not there yet", j.Title)
				}
				j.After = added[-j.After-1].ID
			}
			group := j.Group
			if group < 0 {
				j.Group = groups[group]
			}
			id, err := q.InsertJob(ctx, newRow(j))
			if err != nil {
				return constraint(err, j.Title)
			}
			j.ID = id
			if group < 0 && j.Group == 0 {
				groups[group], j.Group = id, id
				if err := q.SetJobGroup(ctx, &id, id); err != nil {
					return err
				}
			}
			added[i] = j
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.tell(jobChanges(added)...)
	return added, nil
}

// SaveJobs writes what can change in jobs, of all or of none.
func (s *Store) SaveJobs(ctx context.Context, jobs ...project.Job) error {
	err := s.inTx(ctx, func(q *db.Queries, _ *sql.Tx) error {
		for _, j := range jobs {
			rows, err := q.UpdateJob(ctx, changedRow(j))
			if err := absent(rows, err, "there is no job number %d", j.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.tell(jobChanges(jobs)...)
	}
	return err
}

// HasTake reports whether a job has made its take.
func (s *Store) HasTake(ctx context.Context, job int64) (bool, error) {
	_, err := s.queries.TakeOfJob(ctx, &job)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, s.fault("reading the takes of", err)
}

// HasCheckpoint reports whether the file is there that a job goes on from.
func (s *Store) HasCheckpoint(name string) bool {
	if !inCache(name) {
		return false
	}
	info, err := os.Stat(s.Path(name))
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// DropCheckpoint removes a file that no job goes on from any more. Only files in
// the cache are ever removed.
func (s *Store) DropCheckpoint(name string) error {
	if !inCache(name) {
		return nil
	}
	if err := os.Remove(s.Path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault("removing", s.Path(name), err)
	}
	return nil
}

func inCache(name string) bool {
	return strings.HasPrefix(name, CacheFolder+"/") && fs.ValidPath(name)
}

func jobChanges(jobs []project.Job) []Change {
	changes := make([]Change, len(jobs))
	for i, j := range jobs {
		changes[i] = Change{KindJob, j.ID}
	}
	return changes
}
