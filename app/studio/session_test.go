package studio_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// TestTakes: the takes of a shot are one group, appear one after the other, and
// leave nothing behind.
func TestTakes(t *testing.T) {
	dir := film(t, t.TempDir())
	s, _ := open(t, dir)
	shot := addShot(t, s, 2, 2)
	jobs := generate(t, s, studio.GenerateParams{Shot: shot.ID})
	if len(jobs) != 2 || jobs[0].Group != jobs[0].ID || jobs[1].Group != jobs[0].ID {
		t.Fatalf("jobs %+v", jobs)
	}
	runAll(t, s)
	takes := takesOf(t, s, shot.ID)
	if len(takes) != 2 {
		t.Fatalf("%d takes", len(takes))
	}
	for i, take := range takes {
		want := project.TakeCode(shot.Code, i+1)
		if take.Code != want || take.Path != "media/"+want+".mp4" || take.Job != jobs[i].ID || take.Verb != project.VerbGenerate || take.Frames != 9 {
			t.Errorf("take %+v", take)
		}
		if j := job(t, s, take.Job); j.State != project.Done || j.Actual <= 0 || j.Predicted <= 0 || j.Attempts != 1 {
			t.Errorf("job %+v", j)
		}
	}
	if takes[1].Seed != takes[0].Seed+1 || takes[0].SHA256 == takes[1].SHA256 {
		t.Error("both takes are the same")
	}
	if left := ofJobs(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if jobs, err := s.GenerateMissing(t.Context()); err != nil || len(jobs) > 0 {
		t.Errorf("what is there was queued again: %+v, %v", jobs, err)
	}
}

// TestAfter: a job behind a cancelled one waits, and goes on when that was
// retried.
func TestAfter(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	first, second := addShot(t, s, 2, 1), addShot(t, s, 2, 1)
	a := generate(t, s, studio.GenerateParams{Shot: first.ID})[0]
	b := generate(t, s, studio.GenerateParams{Shot: second.ID, After: a.ID, Priority: 1})[0]
	if err := s.Queue.Cancel(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if j := job(t, s, b.ID); j.State != project.Queued || j.Attempts != 0 {
		t.Fatalf("it did not wait: %+v", j)
	}
	if err := s.Queue.Retry(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	before, after := job(t, s, a.ID), job(t, s, b.ID)
	if before.State != project.Done || after.State != project.Done || after.Started.Before(*before.Ended) {
		t.Errorf("first %+v, then %+v", before, after)
	}
}

// TestPauseGoesOn: a paused job goes on from the step that it had reached, also in
// another session.
func TestPauseGoesOn(t *testing.T) {
	dir := film(t, t.TempDir())
	s, closeIt := open(t, dir)
	shot := addShot(t, s, 30, 1)
	id := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0].ID
	wait := running(t, s)
	until(t, s, id, atStep(3))
	if err := s.Queue.Pause(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	paused := until(t, s, id, inState(project.Paused))
	wait()
	if paused.Kept < 3 || paused.Kept >= 30 || paused.Checkpoint == "" || !s.Store.HasCheckpoint(paused.Checkpoint) {
		t.Fatalf("paused as %+v", paused)
	}
	closeIt()
	s, _ = open(t, dir)
	if err := s.Queue.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	first := 0
	s.OnForming(func(f studio.Forming) {
		if first == 0 && f.Phase == engine.PhaseSample && f.Step > 0 {
			first = f.Step
		}
	})
	runAll(t, s)
	if first != paused.Kept+1 {
		t.Errorf("it went on with step %d after %d", first, paused.Kept)
	}
	if j := job(t, s, id); j.State != project.Done || j.Attempts != 2 || len(takesOf(t, s, shot.ID)) != 1 {
		t.Errorf("job %+v", j)
	}
	if left := ofJobs(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestCancel: a running job ends, nothing of it stays, and the rest goes on.
func TestCancel(t *testing.T) {
	dir := film(t, t.TempDir())
	s, _ := open(t, dir)
	long, short := addShot(t, s, 200, 1), addShot(t, s, 2, 1)
	id := generate(t, s, studio.GenerateParams{Shot: long.ID})[0].ID
	other := generate(t, s, studio.GenerateParams{Shot: short.ID})[0].ID
	wait := running(t, s)
	at := until(t, s, id, atStep(2))
	if err := s.Queue.Cancel(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	wait()
	if j := job(t, s, id); j.State != project.Cancelled || j.Step > at.Step+20 || len(takesOf(t, s, long.ID)) != 0 {
		t.Errorf("job %+v", j)
	}
	if j := job(t, s, other); j.State != project.Done {
		t.Errorf("the other is %+v", j)
	}
	if left := ofJobs(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestLandingFails: a clip that is made and cannot be put in its place is not made
// again, only put there.
func TestLandingFails(t *testing.T) {
	dir := film(t, t.TempDir())
	s, closeIt := open(t, dir)
	shot := addShot(t, s, 2, 1)
	id := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0].ID
	media := filepath.Join(dir, "media")
	s.OnForming(func(f studio.Forming) {
		if f.Phase == engine.PhaseEncode {
			_ = os.Rename(media, media+"-away")
		}
	})
	runAll(t, s)
	if j := job(t, s, id); j.State != project.Failed || !strings.Contains(j.Reason, shot.Code+"_T01") {
		t.Fatalf("job %+v", j)
	}
	if err := os.Rename(media+"-away", media); err != nil {
		t.Fatal(err)
	}
	closeIt()
	s, _ = open(t, dir)
	worked := false
	s.OnForming(func(studio.Forming) { worked = true })
	if err := s.Queue.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if j := job(t, s, id); j.State != project.Done || len(takesOf(t, s, shot.ID)) != 1 || worked {
		t.Errorf("made again: %t; job %+v", worked, j)
	}
	if left := ofJobs(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestExport: an export is a job; a take is written as it is or in another format,
// and nothing is replaced unasked.
func TestExport(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	shot := addShot(t, s, 2, 1)
	generate(t, s, studio.GenerateParams{Shot: shot.ID})
	runAll(t, s)
	take := takesOf(t, s, shot.ID)[0]
	out := t.TempDir()
	var jobs []int64
	for _, name := range []string{"copy.mp4", "sound.wav", "nowhere/a.mp4", "copy.mp4"} {
		j, err := s.Export(t.Context(), take, filepath.Join(out, name), false)
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, j.ID)
	}
	runAll(t, s)
	for i, want := range []project.JobState{project.Done, project.Done, project.Failed, project.Failed} {
		if j := job(t, s, jobs[i]); j.State != want || want == project.Failed && (j.Reason == "" || j.Hint == "") {
			t.Errorf("export %d: %+v", i, j)
		}
	}
	if sum, err := checksum(filepath.Join(out, "copy.mp4")); err != nil || sum != take.SHA256 {
		t.Errorf("the copy is another: %v", err)
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 2 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

// TestStrip: pictures of a take are kept in the cache, and made again where that
// was deleted or damaged.
func TestStrip(t *testing.T) {
	dir := film(t, t.TempDir())
	s, closeIt := open(t, dir)
	shot := addShot(t, s, 2, 1)
	generate(t, s, studio.GenerateParams{Shot: shot.ID})
	runAll(t, s)
	take := takesOf(t, s, shot.ID)[0]
	cache := filepath.Join(dir, "cache")
	look := func(what string) string {
		t.Helper()
		strip, err := s.Strip(t.Context(), take)
		if err != nil || len(strip.Pictures) != 9 || strip.Frames[0] != 0 || strip.Frames[8] != 8 || strip.Pictures[0].Bounds().Dx() != 320 {
			t.Fatalf("%s: %d pictures of %v: %v", what, len(strip.Pictures), strip.Frames, err)
		}
		if poster, err := s.Poster(t.Context(), take); err != nil || poster.Bounds().Dy() != 320 {
			t.Errorf("%s: %v", what, err)
		}
		kept, err := filepath.Glob(filepath.Join(cache, "strip-*.jpg"))
		if err != nil || len(kept) != 1 {
			t.Fatalf("%s: %q, %v", what, kept, err)
		}
		return kept[0]
	}
	kept := look("first")
	before, err := os.Stat(kept)
	if err != nil {
		t.Fatal(err)
	}
	look("kept")
	if after, err := os.Stat(kept); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the strip was made twice: %v", err)
	}
	if err := os.WriteFile(kept, []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	look("damaged")
	if err := os.RemoveAll(cache); err != nil {
		t.Fatal(err)
	}
	look("deleted")
	if err := os.RemoveAll(cache); err != nil {
		t.Fatal(err)
	}
	generate(t, s, studio.GenerateParams{Shot: shot.ID})
	runAll(t, s)
	if got := takesOf(t, s, shot.ID); len(got) != 2 {
		t.Errorf("with a deleted cache there are %d takes", len(got))
	}
	closeIt()
	if err := os.RemoveAll(cache); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, dir)
	look("deleted while closed")
	if !slices.Equal(ofJobs(t, dir), []string{}) {
		t.Error("something is left")
	}
}
