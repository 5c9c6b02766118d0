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
	"time"

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
	partEnding  = ".part"  // a note that is being written
)

// jobFile is the name of a job's file in its project.
func jobFile(job int64, ending string) string {
	return path.Join(store.CacheFolder, jobPrefix+strconv.FormatInt(job, 10)+ending)
}

// cachePath is the path of a job's file.
func (s *Session) cachePath(job int64, ending string) string {
	return s.Store.Path(jobFile(job, ending))
}

// landing is a note of what a clip becomes.
type landing struct {
	Created time.Time    `json:"created"` // when the job was: a project that went back to a backup uses numbers again
	Take    project.Take `json:"take"`
}

// land makes a complete clip a take: what it becomes is written down, the clip
// moves to its place, and in one transaction the take appears and its job is done.
// After a kill or a full disk anywhere in between, landLeftovers or the next
// attempt go on from there.
func (s *Session) land(ctx context.Context, job project.Job, r worker.Result) error {
	take, err := s.takeOf(ctx, job, r)
	if err != nil {
		return err
	}
	if err := take.Validate(); err != nil {
		return err // before anything moves: a project of somebody else may name what it likes
	}
	if err := s.note(job, take); err != nil {
		return err
	}
	return s.settle(ctx, job.ID, take)
}

// note writes down what a job's clip becomes.
func (s *Session) note(job project.Job, take project.Take) error {
	content, err := json.Marshal(landing{job.Created, take})
	if err != nil {
		return err
	}
	return writeSynced(s.cachePath(job.ID, takeEnding), content)
}

// takeOf is the take that a clip becomes.
func (s *Session) takeOf(ctx context.Context, job project.Job, r worker.Result) (project.Take, error) {
	recipe, err := json.Marshal(r.Recipe)
	if err != nil {
		return project.Take{}, err
	}
	return s.numbered(ctx, project.Take{
		Shot: job.Shot, Parent: job.Parent, Verb: job.Verb, Job: job.ID, SHA256: r.SHA256, Bytes: r.Bytes,
		Width: r.Width, Height: r.Height, Frames: r.Frames, Rate: project.Rate{Num: r.Rate.Num, Den: r.Rate.Den},
		Silent: r.Silent, Recipe: recipe, Prompt: r.Recipe.Prompt, Seed: r.Recipe.Seed, Seconds: r.Seconds, Made: s.params.Now(),
	})
}

// numbered gives a take the first number of its shot of which there is neither a
// take nor a file.
func (s *Session) numbered(ctx context.Context, take project.Take) (project.Take, error) {
	shot, err := s.Store.Shot(ctx, take.Shot)
	if err != nil {
		return take, err
	}
	number, _, err := s.Store.NextTake(ctx, take.Shot)
	if err != nil {
		return take, err
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

// writeSynced writes a file that is whole after a power cut, or not there.
func writeSynced(path string, content []byte) error {
	partial := path + partEnding
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
