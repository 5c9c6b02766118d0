package studio_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

// leftover is what a killed process left of a job: its clip is complete.
type leftover struct {
	dir  string
	job  project.Job
	take project.Take // what the clip was to become
	clip []byte
}

// file is the path of a job's file in the cache.
func (l leftover) file(ending string) string {
	return filepath.Join(l.dir, "cache", "job-"+strconv.FormatInt(l.job.ID, 10)+ending)
}

func (l leftover) write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// note writes what the clip was to become.
func (l leftover) note(t *testing.T, created time.Time) {
	t.Helper()
	content, err := json.Marshal(map[string]any{"created": created, "take": l.take})
	if err != nil {
		t.Fatal(err)
	}
	l.write(t, l.file(".take"), content)
}

// target is where the clip was to be.
func (l leftover) target() string { return filepath.Join(l.dir, filepath.FromSlash(l.take.Path)) }

// interrupted makes a project with a take and the job of a second one, which
// becomes the same clip, and returns what a kill left of it.
func interrupted(t *testing.T) leftover {
	t.Helper()
	l := leftover{dir: film(t, t.TempDir())}
	s, closeIt := open(t, l.dir)
	shot := addShot(t, s, 2, 1)
	generate(t, s, studio.GenerateParams{Shot: shot.ID})
	runAll(t, s)
	l.job = generate(t, s, studio.GenerateParams{Shot: shot.ID})[0]
	made := takesOf(t, s, shot.ID)[0]
	var err error
	if l.clip, err = os.ReadFile(s.Store.Path(made.Path)); err != nil {
		t.Fatal(err)
	}
	closeIt()
	l.take = made
	l.take.ID, l.take.Job, l.take.Number, l.take.Code, l.take.Path = 0, l.job.ID, 2, shot.Code+"_T02", "media/"+shot.Code+"_T02.mp4"
	return l
}

// TestLeftovers: whatever moment of landing a process was killed in, the next one
// brings the job to its end: once, with a whole file, and nothing left behind.
func TestLeftovers(t *testing.T) {
	base := interrupted(t)
	for name, c := range map[string]struct {
		left  func(t *testing.T, l leftover)
		state project.JobState // of the job after opening
		takes []string         // after opening
	}{
		"before the note": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
		}, project.Queued, []string{"SH010_T01"}},
		"while the note is written": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
			l.write(t, l.file(".take.part"), []byte(`{"created"`))
		}, project.Queued, []string{"SH010_T01"}},
		"after the note": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
			l.note(t, l.job.Created)
		}, project.Done, []string{"SH010_T01", "SH010_T02"}},
		"after the renaming": {func(t *testing.T, l leftover) {
			l.write(t, l.target(), l.clip)
			l.note(t, l.job.Created)
		}, project.Done, []string{"SH010_T01", "SH010_T02"}},
		"after the commit": {func(t *testing.T, l leftover) {
			l.write(t, l.target(), l.clip)
			l.note(t, l.job.Created)
			_, closeIt := open(t, l.dir)
			closeIt()
			l.note(t, l.job.Created)
		}, project.Done, []string{"SH010_T01", "SH010_T02"}},
		"a note that is cut off": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
			l.write(t, l.file(".take"), []byte(`{"created"`))
		}, project.Queued, []string{"SH010_T01"}},
		"a clip that is cut off": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip[:len(l.clip)/2])
			l.note(t, l.job.Created)
		}, project.Queued, []string{"SH010_T01"}},
		"the note of another job with its number": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
			l.note(t, l.job.Created.Add(-time.Hour))
		}, project.Queued, []string{"SH010_T01"}},
		"a file in its place": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".mp4"), l.clip)
			l.note(t, l.job.Created)
			l.write(t, l.target(), []byte("somebody else's"))
		}, project.Done, []string{"SH010_T01", "SH010_T03"}},
		"the state of a job that keeps none": {func(t *testing.T, l leftover) {
			l.write(t, l.file(".state"), []byte("latents"))
		}, project.Queued, []string{"SH010_T01"}},
		"an encoder's folder": {func(t *testing.T, l leftover) {
			if err := os.Mkdir(filepath.Join(l.dir, "cache", ".kinora-123"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, project.Queued, []string{"SH010_T01"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := base
			l.dir = filepath.Join(t.TempDir(), "Film.kinora")
			if err := os.CopyFS(l.dir, os.DirFS(base.dir)); err != nil {
				t.Fatal(err)
			}
			c.left(t, l)
			s, _ := open(t, l.dir)
			var codes []string
			for _, take := range takesOf(t, s, l.job.Shot) {
				codes = append(codes, take.Code)
			}
			if j := job(t, s, l.job.ID); j.State != c.state || !slices.Equal(codes, c.takes) {
				t.Errorf("the job is %s and there is %q", j.State, codes)
			}
			if left := ofJobs(t, l.dir); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
			if name == "a file in its place" {
				if content, err := os.ReadFile(l.target()); err != nil || string(content) != "somebody else's" {
					t.Errorf("it was replaced: %v", err)
				}
			}
			if name == "a note that is cut off" || name == "an encoder's folder" {
				return // as others are from here on
			}
			runAll(t, s)
			if got := takesOf(t, s, l.job.Shot); len(got) != 2 || job(t, s, l.job.ID).State != project.Done {
				t.Errorf("in the end there are %d takes", len(got))
			}
		})
	}
}

// TestLeftoverOfCancelled: a job that was cancelled adds nothing any more.
func TestLeftoverOfCancelled(t *testing.T) {
	l := interrupted(t)
	s, closeIt := open(t, l.dir)
	if err := s.Queue.Cancel(t.Context(), l.job.ID); err != nil {
		t.Fatal(err)
	}
	closeIt()
	l.write(t, l.file(".mp4"), l.clip)
	l.note(t, l.job.Created)
	s, _ = open(t, l.dir)
	if got := takesOf(t, s, l.job.Shot); len(got) != 1 || job(t, s, l.job.ID).State != project.Cancelled {
		t.Errorf("there are %d takes", len(got))
	}
	if left := ofJobs(t, l.dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
