package studio_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// TestFullDisk: a disk that becomes full while a take is made costs that attempt
// and has a sentence; with room again the take is made, once.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=32m"); err != nil {
		t.Logf("a small disk cannot be mounted here: %v", err)
		return
	}
	t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
	dir := film(t, folder)
	for _, phase := range []engine.Phase{engine.PhaseDecode, engine.PhaseEncode} {
		s, closeIt := open(t, dir)
		shot := addShot(t, s, 2, 1)
		id := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0].ID
		filler := filepath.Join(folder, "filler")
		full := false
		s.OnForming(func(f studio.Forming) {
			if f.Phase == phase && !full {
				full = true
				_ = os.WriteFile(filler, make([]byte, 64<<20), 0o644) // as much of it as there is room for
			}
		})
		stopped := s.Run(t.Context(), true)
		j := job(t, s, id)
		if stopped == nil && (!j.State.Ended() || j.State == project.Failed && (j.Reason == "" || j.Hint == "")) {
			t.Errorf("%s: %v, job %+v", phase, stopped, j)
		}
		t.Logf("%s: the queue ended with %v, the job is %s: %s", phase, stopped, j.State, j.Reason)
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		closeIt()
		s, closeIt = open(t, dir)
		if job(t, s, id).State == project.Failed {
			if err := s.Queue.Retry(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		runAll(t, s)
		if got := job(t, s, id); got.State != project.Done || len(takesOf(t, s, shot.ID)) != 1 {
			t.Errorf("%s: in the end it is %+v", phase, got)
		}
		if left := ofJobs(t, dir); len(left) > 0 {
			t.Errorf("%s: left behind: %q", phase, left)
		}
		closeIt()
	}
}

// TestFullDiskWaits: the queue of a window waits for room, and goes on by itself.
func TestFullDiskWaits(t *testing.T) {
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=32m"); err != nil {
		t.Logf("a small disk cannot be mounted here: %v", err)
		return
	}
	t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
	params, err := sessionParams(film(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	waits := make(chan error, 1)
	params.Waits = func(err error) {
		select {
		case waits <- err:
		default:
		}
	}
	s, err := studio.OpenSession(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	shot := addShot(t, s, 2, 2)
	jobs := generate(t, s, studio.GenerateParams{Shot: shot.ID})
	filler := filepath.Join(folder, "filler")
	_ = os.WriteFile(filler, make([]byte, 64<<20), 0o644) // as much of it as there is room for
	if _, err := s.PlanShot(t.Context(), shot); err == nil || !strings.Contains(err.Error(), "MiB of disk and 0 MiB are free") {
		t.Errorf("a take is planned on a full disk: %v", err)
	}
	for i := 0; ; i++ {
		if err := s.Store.SetSetting(t.Context(), "filler", strings.Repeat("x", 4000)+strconv.Itoa(i)); errors.Is(err, project.ErrNoRoom) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, false) }()
	select {
	case err := <-waits:
		if !strings.Contains(err.Error(), "full") {
			t.Error(err)
		}
	case err := <-ended:
		t.Fatalf("the queue ended with %v", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		until(t, s, j.ID, inState(project.Done))
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if takes := takesOf(t, s, shot.ID); len(takes) != 2 {
		t.Errorf("%d takes", len(takes))
	}
}

// TestDownloadOnAFullDisk: what has arrived before the disk became full is kept, and
// with room again the rest is fetched.
func TestDownloadOnAFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=6m"); err != nil {
		t.Logf("a small disk cannot be mounted here: %v", err)
		return
	}
	t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
	t.Setenv("XDG_DATA_HOME", folder)
	s, _ := open(t, film(t, t.TempDir()))
	server := newSlow(t)
	sum := sha256.Sum256(server.content)
	id := fetching(t, s, studio.DownloadParams{URLs: []string{server.url}, SHA256: hex.EncodeToString(sum[:])}).ID
	wait := running(t, s)
	until(t, s, id, atStep(33))
	filler := filepath.Join(folder, "filler")
	_ = os.WriteFile(filler, make([]byte, 8<<20), 0o644) // as much of it as there is room for
	server.free()
	until(t, s, id, inState(project.Failed))
	wait()
	if j := job(t, s, id); !strings.Contains(j.Reason, "the disk is full") || !strings.Contains(j.Hint, "what has arrived is kept") {
		t.Errorf("%s — %s", j.Reason, j.Hint)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := s.Queue.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if j := job(t, s, id); j.State != project.Done {
		t.Fatalf("%+v", j)
	}
	got, err := os.ReadFile(filepath.Join(studio.PackFolder(), "style.safetensors"))
	if err != nil || !bytes.Equal(got, server.content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	asked := server.asked()
	if from, found := strings.CutPrefix(asked[len(asked)-1], "bytes="); !found || strings.HasPrefix(from, "0-") {
		t.Errorf("asked %q", asked)
	}
}
