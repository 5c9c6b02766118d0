//go:build soak

package main

import (
	"testing"
)

// TestWorkerForAYear: a worker takes no more memory after 200 jobs than after
// ten.
func TestWorkerForAYear(t *testing.T) {
	s, dir := workers(t, 0), t.TempDir()
	var tenth, last int64
	for i := range 200 {
		j := order(t, dir, 9+8*(i%2), 2)
		_, told := made(t, s, j)
		for _, e := range told {
			if e.Event == "result" {
				last = e.Memory
			}
		}
		if i == 9 {
			tenth = last
		}
		if i%20 == 9 {
			t.Logf("after %3d jobs %d KiB", i+1, last>>10)
		}
	}
	t.Logf("after 10 jobs %d KiB, after 200 jobs %d KiB: %+.1f %%", tenth>>10, last>>10, 100*float64(last-tenth)/float64(tenth))
	if tenth == 0 || float64(last) > 1.05*float64(tenth) {
		t.Error("memory grows from job to job")
	}
}

// TestWorkerKilledOften is TestWorkerKilled at a hundred instants.
func TestWorkerKilledOften(t *testing.T) { killWorkers(t, 100) }
