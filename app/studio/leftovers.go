package studio

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store"
)

// landLeftovers brings takes to their place that a killed process had made. Call
// it before the queue is opened. One that cannot be brought there now is tried
// again when its job runs, which then says why.
func (s *Session) landLeftovers(ctx context.Context) error {
	notes, err := s.cached(takeEnding)
	if err != nil {
		return err
	}
	for _, id := range notes {
		job, err := s.Store.Job(ctx, id)
		switch {
		case errors.Is(err, project.ErrNotFound), err == nil && job.State == project.Cancelled:
			if err := os.Remove(s.cachePath(id, takeEnding)); err != nil {
				return err // the clip, if it moved, is a stray that can be adopted
			}
		case err != nil:
			return err
		case job.State == project.Failed: // because of the landing, see unlanded
		default:
			if land := s.unlanded(ctx, job); land != nil {
				_ = land(ctx)
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// unlanded returns what brings the clip that a job has already made to its place,
// nil where there is none. A note that leads nowhere is removed.
func (s *Session) unlanded(ctx context.Context, job project.Job) func(context.Context) error {
	name := s.cachePath(job.ID, takeEnding)
	content, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	var l landing
	whole := json.Unmarshal(content, &l) == nil && l.Created.Equal(job.Created) && l.Take.Shot == job.Shot
	switch {
	case whole && s.holds(l.Take, s.cachePath(job.ID, clipEnding)):
		// Its number may have been given away since, by an adoption.
		take, err := s.numbered(ctx, l.Take)
		if err == nil {
			err = s.note(job, take)
		}
		return func(ctx context.Context) error {
			if err != nil {
				return err
			}
			return s.settle(ctx, job.ID, take)
		}
	case whole && s.holds(l.Take, s.Store.Path(l.Take.Path)):
		return func(ctx context.Context) error { return s.settle(ctx, job.ID, l.Take) }
	}
	_ = os.Remove(name) // the job runs again
	return nil
}

// holds reports whether a file is the whole clip of a take.
func (s *Session) holds(take project.Take, name string) bool {
	info, err := os.Stat(name)
	if err != nil || info.Size() != take.Bytes {
		return false
	}
	sum, err := hashFile(name)
	return err == nil && sum == take.SHA256
}

// sweep removes the cached files of jobs that will not go on from them, and what
// a killed process had begun to write. Nobody else writes there now: this process
// holds the lock, and workers end with their parent.
func (s *Session) sweep(ctx context.Context) error {
	_ = media.Sweep(s.Store.Path(store.CacheFolder), s.params.Now()) // costs room, at most
	for _, ending := range []string{takeEnding + partEnding, clipEnding, stateEnding} {
		jobs, err := s.cached(ending)
		if err != nil {
			return err
		}
		for _, id := range jobs {
			if keep, err := s.needed(ctx, id, ending); err != nil {
				return err
			} else if keep {
				continue
			}
			if err := os.Remove(s.cachePath(id, ending)); err != nil {
				return err
			}
		}
	}
	return nil
}

// needed reports whether a job may still want its file.
func (s *Session) needed(ctx context.Context, id int64, ending string) (bool, error) {
	switch ending {
	case clipEnding: // only where it is noted what it becomes
		return exists(s.cachePath(id, takeEnding)), nil
	case stateEnding:
		job, err := s.Store.Job(ctx, id)
		if errors.Is(err, project.ErrNotFound) {
			return false, nil
		}
		return job.Checkpoint != "", err
	}
	return false, nil
}

// cached lists the jobs that have a file of an ending in the cache.
func (s *Session) cached(ending string) ([]int64, error) {
	entries, err := os.ReadDir(s.Store.Path(store.CacheFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var jobs []int64
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), jobPrefix)
		if number, ours := strings.CutSuffix(number, ending); ok && ours {
			if job, err := strconv.ParseInt(number, 10, 64); err == nil {
				jobs = append(jobs, job)
			}
		}
	}
	return jobs, err
}
