package studio_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// film makes an empty project and returns its folder.
func film(t testing.TB, folder string) string {
	t.Helper()
	made, err := store.Create(t.Context(), store.CreateParams{Folder: folder, Name: "Film", Rate: project.Rate{Num: 24, Den: 1}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	dir := made.Dir()
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func sessionParams(dir string) (studio.SessionParams, error) {
	command, err := studiotest.Command()
	return studio.SessionParams{Project: dir, Worker: command, Version: studiotest.Version, Now: time.Now}, err
}

// open opens a project until close or the end of the test.
func open(t testing.TB, dir string) (s *studio.Session, closeIt func()) {
	t.Helper()
	params, err := sessionParams(dir)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = studio.OpenSession(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	closed := false
	closeIt = func() {
		if closed {
			return
		}
		closed = true
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(closeIt)
	return s, closeIt
}

// tinyShot is a shot whose take needs a second.
func tinyShot() (project.Shot, error) {
	pack, err := filepath.Abs("../../assets/pocket")
	return project.Shot{Beats: []string{"a red ball bounces"}, Pack: pack, Frames: 9, Steps: 2}, err
}

// addShot adds a tiny shot of so many steps and takes.
func addShot(t testing.TB, s *studio.Session, steps, takes int) project.Shot {
	t.Helper()
	shot, err := tinyShot()
	if err != nil {
		t.Fatal(err)
	}
	shot.Steps, shot.Takes = steps, takes
	return keepShot(t, s, shot)
}

func keepShot(t testing.TB, s *studio.Session, shot project.Shot) project.Shot {
	t.Helper()
	err := s.Store.Edit(t.Context(), "Add a shot", func(e *store.Editor) (err error) {
		shot, err = e.AddShot(t.Context(), shot)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return shot
}

// generate queues what a shot says.
func generate(t testing.TB, s *studio.Session, p studio.GenerateParams) []project.Job {
	t.Helper()
	jobs, err := s.Generate(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// runAll does what is queued.
func runAll(t testing.TB, s *studio.Session) {
	t.Helper()
	if err := s.Run(t.Context(), true); err != nil {
		t.Fatal(err)
	}
}

// running runs the queue beside the test; the function that it returns waits until
// nothing is left to start.
func running(t testing.TB, s *studio.Session) (wait func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, true) }()
	waited := false
	wait = func() {
		if waited {
			return
		}
		waited = true
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() {
		stop()
		wait()
	})
	return wait
}

// job reads a job.
func job(t testing.TB, s *studio.Session, id int64) project.Job {
	t.Helper()
	row, err := s.Queue.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return row.Job
}

// until waits for a job to be as it shall.
func until(t testing.TB, s *studio.Session, id int64, is func(project.Job) bool) project.Job {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	changes := s.Queue.Watch(ctx)
	if j := job(t, s, id); is(j) {
		return j
	}
	for c := range changes {
		if c.Job.ID == id && is(c.Job) {
			return c.Job
		}
	}
	t.Fatalf("the job stays %+v", job(t, s, id))
	return project.Job{}
}

func inState(state project.JobState) func(project.Job) bool {
	return func(j project.Job) bool { return j.State == state }
}

func atStep(step int) func(project.Job) bool {
	return func(j project.Job) bool { return j.State == project.Running && j.Step >= step }
}

// takesOf are a shot's takes, oldest first, each of which has its whole file.
func takesOf(t testing.TB, s *studio.Session, shot int64) []project.Take {
	t.Helper()
	takes, err := s.Store.Takes(t.Context(), store.TakeFilter{Shot: shot}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(takes, func(a, b project.Take) int { return a.Number - b.Number })
	for _, take := range takes {
		if sum, err := checksum(s.Store.Path(take.Path)); err != nil || sum != take.SHA256 {
			t.Errorf("the file of %s is not what it was: %v", take.Code, err)
		}
	}
	return takes
}

func checksum(path string) (string, error) {
	data, err := os.ReadFile(path)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// ofJobs lists the files of jobs in the cache, and whatever is half made there.
func ofJobs(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, store.CacheFolder))
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "job-") || strings.HasPrefix(e.Name(), ".kinora-") {
			found = append(found, e.Name())
		}
	}
	return found
}
