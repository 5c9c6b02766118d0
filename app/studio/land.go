package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// The files that a job has in the project's cache, by its number.
const (
	jobPrefix   = "job-"
	clipEnding  = ".mp4"   // the clip, complete and synced, before it has a name
	stateEnding = ".state" // latents to go on from
	takeEnding  = ".take"  // the take that the clip becomes, written before the clip moves
)

// jobFile is the name of a job's file in its project.
func jobFile(job int64, ending string) string {
	return path.Join(store.CacheFolder, jobPrefix+strconv.FormatInt(job, 10)+ending)
}

// cachePath is the path of a job's file.
func (s *Session) cachePath(job int64, ending string) string {
	return s.Store.Path(jobFile(job, ending))
}

// land makes a complete clip a take: what it becomes is written down, the clip
// moves to its place, and in one transaction the take appears and its job is done.
// After a kill anywhere in between, landLeftovers goes on from there.
func (s *Session) land(ctx context.Context, job project.Job, r worker.Result) error {
	take, err := s.takeOf(ctx, job, r)
	if err != nil {
		return err
	}
	content, err := json.Marshal(take)
	if err != nil {
		return err
	}
	if err := writeSynced(s.cachePath(job.ID, takeEnding), content); err != nil {
		return err
	}
	return s.settle(ctx, job.ID, take)
}

// takeOf is the take that a clip becomes, under the first number of its shot of
// which there is neither a take nor a file.
func (s *Session) takeOf(ctx context.Context, job project.Job, r worker.Result) (project.Take, error) {
	recipe, err := json.Marshal(r.Recipe)
	if err != nil {
		return project.Take{}, err
	}
	shot, err := s.Store.Shot(ctx, job.Shot)
	if err != nil {
		return project.Take{}, err
	}
	number, _, err := s.Store.NextTake(ctx, job.Shot)
	if err != nil {
		return project.Take{}, err
	}
	take := project.Take{
		Shot: job.Shot, Parent: job.Parent, Verb: job.Verb, Job: job.ID, SHA256: r.SHA256, Bytes: r.Bytes,
		Width: r.Width, Height: r.Height, Frames: r.Frames, Rate: project.Rate{Num: r.Rate.Num, Den: r.Rate.Den},
		Silent: r.Silent, Recipe: recipe, Prompt: r.Recipe.Prompt, Seed: r.Recipe.Seed, Seconds: r.Seconds, Made: s.params.Now(),
	}
	for ; ; number++ {
		take.Number, take.Code = number, project.TakeCode(shot.Code, number)
		take.Path = path.Join(store.MediaFolder, take.Code+clipEnding)
		if _, err := os.Lstat(s.Store.Path(take.Path)); errors.Is(err, fs.ErrNotExist) {
			return take, nil
		} else if err != nil {
			return take, err
		}
	}
}

// settle moves a job's clip to where its take says, commits the take and removes
// the note of it.
func (s *Session) settle(ctx context.Context, job int64, take project.Take) error {
	target := s.Store.Path(take.Path)
	err := os.Rename(s.cachePath(job, clipEnding), target)
	if errors.Is(err, fs.ErrNotExist) { // it was moved before
		_, err = os.Stat(target)
	}
	if err != nil {
		return fmt.Errorf("put the take %s in its place: %w", take.Code, err)
	}
	syncFolder(filepath.Dir(target))
	if _, err := s.Store.CommitTake(ctx, job, take); err != nil {
		return err
	}
	return os.Remove(s.cachePath(job, takeEnding))
}

// landLeftovers brings takes to their place that a killed process had made. Call
// it before the queue is opened.
func (s *Session) landLeftovers(ctx context.Context) error {
	notes, err := s.cached(takeEnding)
	if err != nil {
		return err
	}
	for _, job := range notes {
		if err := s.landLeftover(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) landLeftover(ctx context.Context, job int64) error {
	note := s.cachePath(job, takeEnding)
	content, err := os.ReadFile(note)
	if err != nil {
		return err
	}
	var take project.Take
	if json.Unmarshal(content, &take) != nil || !s.holds(job, take) {
		return os.Remove(note) // cut off while it was written: the job runs again
	}
	stored, err := s.Store.Job(ctx, job)
	switch {
	case errors.Is(err, project.ErrNotFound), err == nil && stored.State.Ended() && stored.State != project.Done:
		return os.Remove(note) // the clip, if it moved, is a stray that can be adopted
	case err != nil:
		return err
	}
	return s.settle(ctx, job, take)
}

// holds reports whether the clip of a noted take is there, whole, in one of both
// places.
func (s *Session) holds(job int64, take project.Take) bool {
	for _, place := range []string{s.cachePath(job, clipEnding), s.Store.Path(take.Path)} {
		if info, err := os.Stat(place); err == nil && info.Size() == take.Bytes {
			sum, err := hashFile(place)
			return err == nil && sum == take.SHA256
		}
	}
	return false
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

// sweep removes the cached files of jobs that will not go on from them.
func (s *Session) sweep(ctx context.Context) error {
	for _, ending := range []string{clipEnding, stateEnding} {
		jobs, err := s.cached(ending)
		if err != nil {
			return err
		}
		for _, id := range jobs {
			job, err := s.Store.Job(ctx, id)
			if err != nil && !errors.Is(err, project.ErrNotFound) {
				return err
			}
			if ending == stateEnding && err == nil && job.Checkpoint != "" {
				continue
			}
			if err := os.Remove(s.cachePath(id, ending)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeSynced writes a file that is whole after a power cut, or not there.
func writeSynced(path string, content []byte) error {
	partial := path + ".part"
	f, err := os.Create(partial)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		_ = os.Remove(partial)
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder has a renaming survive a power cut, where the system can do that.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
