package queue_test

import (
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// longQueue is 10,000 jobs, of which one in ten waits for the one before it.
func longQueue(t testing.TB) *film {
	f := newFilm(t)
	var many []queue.New
	for i := range 10_000 {
		n := shot(i % 90)
		if i%10 == 9 {
			n.Follows = i
		}
		if i%50 == 0 {
			n.Kind = project.JobExport
		}
		many = append(many, n)
	}
	f.add(many...)
	return f
}

func BenchmarkList(b *testing.B) {
	f := longQueue(b)
	for b.Loop() {
		if rows := f.queue.List(); len(rows) != 10_000 {
			b.Fatal(len(rows))
		}
	}
}

func BenchmarkNext(b *testing.B) {
	f := longQueue(b)
	for b.Loop() {
		if next := f.next(plenty); len(next) != 2 {
			b.Fatal(next)
		}
	}
}

func BenchmarkForecast(b *testing.B) {
	f := longQueue(b)
	for b.Loop() {
		if got := f.queue.Forecast(plenty); len(got.Ends) != 10_000 {
			b.Fatal(len(got.Ends))
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	f := longQueue(b)
	for b.Loop() {
		f.open()
	}
}

func BenchmarkMoveToTop(b *testing.B) {
	f := longQueue(b)
	last := f.queue.List()[9999].ID
	for b.Loop() {
		f.check(f.queue.MoveToTop(f.ctx(), last))
	}
}

// What a view and a runner ask for all the time takes no time: below 10 ms on a
// free machine. A busy one under the race detector has fifty times that.
func TestLongQueueIsQuick(t *testing.T) {
	f := longQueue(t)
	quickest := func(what string, do func()) {
		t.Helper()
		best := time.Hour
		for range 5 {
			began := time.Now()
			do()
			best = min(best, time.Since(began))
		}
		t.Logf("%s takes %v", what, best)
		if best > 500*time.Millisecond {
			t.Errorf("%s takes %v", what, best)
		}
	}
	quickest("List", func() { f.queue.List() })
	quickest("Next", func() { f.next(plenty) })
}
