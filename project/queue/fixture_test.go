package queue_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time // guarded by mu
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(seconds float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Duration(seconds * float64(time.Second)))
}

// film is a real project in a real folder, with its queue.
type film struct {
	t     testing.TB
	clock *clock
	store *store.Store
	queue *queue.Queue
}

func newFilm(t testing.TB) *film {
	t.Helper()
	f := &film{t: t, clock: newClock()}
	var err error
	f.store, err = store.Create(context.Background(), store.CreateParams{Folder: t.TempDir(), Name: "Film", Now: f.clock.Now}) //nolint:usetesting // also for benchmarks
	f.check(err)
	t.Cleanup(func() { f.check(f.store.Close()) })
	f.open()
	return f
}

func (f *film) open() {
	f.t.Helper()
	var err error
	f.queue, err = queue.Open(f.ctx(), queue.Params{Store: f.store, Now: f.clock.Now})
	f.check(err)
}

// restart is what a kill and a new start do: nothing that was only in memory stays.
func (f *film) restart() {
	f.t.Helper()
	dir := f.store.Dir()
	f.check(f.store.Close())
	var err error
	f.store, err = store.Open(f.ctx(), store.OpenParams{Path: dir, Now: f.clock.Now})
	f.check(err)
	f.open()
	_, err = f.queue.Recover(f.ctx())
	f.check(err)
}

func (f *film) ctx() context.Context { return context.Background() }

func (f *film) check(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func shot(n int) queue.New {
	return queue.New{
		Kind: project.JobGenerate, Title: fmt.Sprintf("SH%03d, ball drops", 10*n), Request: []byte(`{"seed":1}`), Verb: project.VerbGenerate,
		Pack: "pocket", Provider: "cpu (8 cores)", Work: 1000, Frames: 25, Steps: 10, Memory: 4e9, Predicted: 100,
	}
}

func (f *film) add(jobs ...queue.New) []project.Job {
	f.t.Helper()
	added, err := f.queue.Add(f.ctx(), jobs...)
	f.check(err)
	return added
}

func (f *film) start(id int64) *queue.Attempt {
	f.t.Helper()
	a, err := f.queue.Start(f.ctx(), id)
	f.check(err)
	return a
}

func (f *film) get(id int64) queue.Row {
	f.t.Helper()
	row, err := f.queue.Get(f.ctx(), id)
	f.check(err)
	kept, err := f.store.Job(f.ctx(), id)
	f.check(err)
	if !reflect.DeepEqual(kept, row.Job) {
		f.t.Fatalf("the database holds\n%+v\nand the queue\n%+v", kept, row.Job)
	}
	return row
}

func (f *film) expectState(id int64, want project.JobState) queue.Row {
	f.t.Helper()
	row := f.get(id)
	if row.State != want {
		f.t.Fatalf("%s is %s, want %s", row.Title, row.State, want)
	}
	return row
}

func (f *film) next(room queue.Room) []int64 {
	f.t.Helper()
	jobs, err := f.queue.Next(f.ctx(), room)
	f.check(err)
	ids := []int64{}
	for _, j := range jobs {
		ids = append(ids, j.ID)
	}
	return ids
}

func (f *film) expectNext(room queue.Room, want ...int64) {
	f.t.Helper()
	if want == nil {
		want = []int64{}
	}
	if got := f.next(room); !reflect.DeepEqual(got, want) {
		f.t.Fatalf("Next = %v, want %v", got, want)
	}
}

// checkpoint writes a file that a job could go on from.
func (f *film) checkpoint(name string) string {
	f.t.Helper()
	name = store.CacheFolder + "/" + name
	f.check(os.WriteFile(f.store.Path(name), []byte("latents"), 0o600))
	return name
}

func (f *film) expectFile(name string, want bool) {
	f.t.Helper()
	if _, err := os.Stat(filepath.Clean(f.store.Path(name))); (err == nil) != want {
		f.t.Fatalf("%s is there: %t, want %t", name, err == nil, want)
	}
}

func (f *film) refused(err error) {
	f.t.Helper()
	if !errors.Is(err, project.ErrBadInput) {
		f.t.Fatalf("error = %v, want a sentence on bad input", err)
	}
}

var plenty = queue.Room{Budget: 16e9, Free: 16e9}

func (f *film) addShot() {
	f.t.Helper()
	f.check(f.store.Edit(f.ctx(), "add a shot", func(e *store.Editor) error {
		_, err := e.AddShot(f.ctx(), project.Shot{Code: "SH010"})
		return err
	}))
}

func take() project.Take {
	return project.Take{
		Shot: 1, Verb: project.VerbGenerate, Path: "media/SH010_T01.mp4", SHA256: fmt.Sprintf("%064x", 1), Bytes: 1, Width: 64, Height: 64, Frames: 9,
		Rate: project.Rate{Num: 24, Den: 1},
	}
}
