package studio_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// TestCrashTwice: a job that kills its worker twice is failed with the reason, the
// rest goes on, and a retry makes it.
func TestCrashTwice(t *testing.T) {
	dir := film(t, t.TempDir())
	s, _ := open(t, dir)
	bad, good := addShot(t, s, 4, 1), addShot(t, s, 2, 1)
	id := generate(t, s, studio.GenerateParams{Shot: bad.ID})[0].ID
	other := generate(t, s, studio.GenerateParams{Shot: good.ID})[0].ID
	deadly := true
	s.OnForming(func(f studio.Forming) {
		if deadly && f.Job == id && f.Phase == engine.PhaseSample && f.Step > 0 {
			killWorkers(t, os.Getpid())
		}
	})
	runAll(t, s)
	j := job(t, s, id)
	if j.State != project.Failed || j.Crashes != 2 || j.Attempts != 2 || !strings.Contains(j.Reason, "SIGKILL") || j.Hint == "" {
		t.Errorf("job %+v", j)
	}
	if j := job(t, s, other); j.State != project.Done {
		t.Errorf("the other is %+v", j)
	}
	deadly = false
	if err := s.Queue.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if j := job(t, s, id); j.State != project.Done || len(takesOf(t, s, bad.ID)) != 1 {
		t.Errorf("after another try it is %+v", j)
	}
	if left := ofJobs(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// workersOf lists the children of a process that are workers.
func workersOf(t testing.TB, parent int) (found []int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 2 || fields[1] != strconv.Itoa(parent) {
			continue
		}
		command, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		if bytes.HasPrefix(command, []byte(self+"\x00")) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				found = append(found, pid)
			}
		}
	}
	return found
}

// killWorkers kills the workers of a process and tells whether there were any.
func killWorkers(t testing.TB, parent int) bool {
	t.Helper()
	killed := false
	for _, pid := range workersOf(t, parent) {
		killed = syscall.Kill(pid, syscall.SIGKILL) == nil || killed
	}
	return killed
}
