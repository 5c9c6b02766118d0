package queue

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// Store keeps jobs. What a method has written is on the disk when it returns nil,
// and never happened when it returns an error.
type Store interface {
	// OpenJobs returns all jobs that are not done, and the done ones that others
	// come after.
	OpenJobs(ctx context.Context) ([]project.Job, error)
	// DoneJobs returns done jobs with an ID below before (0: all), newest first.
	DoneJobs(ctx context.Context, before int64, limit int) ([]project.Job, error)
	// Job returns a job, or project.ErrNotFound.
	Job(ctx context.Context, id int64) (project.Job, error)
	// AddJobs adds jobs, all or none, and returns them with their IDs. A Group or
	// After below 0 refers to jobs of the same call: see project/store.
	AddJobs(ctx context.Context, jobs []project.Job) ([]project.Job, error)
	// SaveJobs writes what can change in jobs, of all or of none.
	SaveJobs(ctx context.Context, jobs ...project.Job) error
	// HasTake reports whether a job has made its take.
	HasTake(ctx context.Context, job int64) (bool, error)

	// HasCheckpoint and DropCheckpoint look for and remove a file in cache/.
	HasCheckpoint(name string) bool
	DropCheckpoint(name string) error

	// Timings returns what runs of a pack on a provider took; AddTiming joins one
	// run with them.
	Timings(ctx context.Context, pack, provider string) ([]project.Timing, error)
	AddTiming(ctx context.Context, t project.Timing) error

	// Setting and SetSetting keep a word under a key; "" is none.
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// heldKey is where the queue-wide hold is kept.
const heldKey = "queue.held"

// Params is what a Queue needs.
type Params struct {
	Store Store
	Now   func() time.Time
	// Limits is how many jobs of a kind run at the same time; nil is one
	// generation, one export and two downloads. A kind without a limit runs alone.
	Limits map[project.JobKind]int
}

// Queue is the jobs of one project.
type Queue struct {
	store  Store
	clock  func() time.Time
	limits map[project.JobKind]int

	turn sync.Mutex // held by whoever changes something, also while it is written

	mu       sync.RWMutex
	jobs     map[int64]*item     // guarded by mu; changed only by the holder of turn
	order    []*item             // guarded by mu; jobs, in their order
	timings  map[machine]timings // guarded by mu; usable
	held     bool                // guarded by mu
	watchers map[*watcher]bool   // guarded by mu
}

// item is a job in memory. Those that are done are kept for what comes after them,
// without request and log.
type item struct {
	project.Job
	attempt *Attempt // that has not ended; also after the job was cancelled
	short   bool     // held back by nothing but memory when Next last looked
	passed  int      // times that another job took memory while this one was short
}

type (
	machine struct{ pack, provider string }
	timings []project.Timing
)

// Open reads the queue of a project. Call Recover before anything is started.
func Open(ctx context.Context, p Params) (*Queue, error) {
	if p.Store == nil || p.Now == nil {
		return nil, errors.New("open the queue: no store or no clock was given")
	}
	if p.Limits == nil {
		p.Limits = map[project.JobKind]int{project.JobGenerate: 1, project.JobExport: 1, project.JobDownload: 2}
	}
	q := &Queue{
		store: p.Store, clock: p.Now, limits: p.Limits,
		jobs: map[int64]*item{}, timings: map[machine]timings{}, watchers: map[*watcher]bool{},
	}
	jobs, err := p.Store.OpenJobs(ctx)
	if err != nil {
		return nil, err
	}
	held, err := p.Store.Setting(ctx, heldKey)
	if err != nil {
		return nil, err
	}
	if err := q.learn(ctx, jobs); err != nil {
		return nil, err
	}
	q.held = held != ""
	q.putLocked(jobs)
	return q, nil
}

// now is the clock as the store keeps it.
func (q *Queue) now() time.Time { return q.clock().UTC().Truncate(time.Microsecond) }

// learn reads the timings of jobs that nobody has asked for before.
func (q *Queue) learn(ctx context.Context, jobs []project.Job) error {
	for _, j := range jobs {
		m := machine{j.Pack, j.Provider}
		q.mu.RLock()
		_, known := q.timings[m]
		q.mu.RUnlock()
		if known || j.Pack == "" || j.State == project.Done {
			continue
		}
		if err := q.relearn(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) relearn(ctx context.Context, m machine) error {
	found, err := q.store.Timings(ctx, m.pack, m.provider)
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.timings[m] = usable(found)
	return nil
}

// put takes written jobs into memory and tells of them.
func (q *Queue) put(jobs ...project.Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.putLocked(jobs)
	for _, j := range jobs {
		q.tellLocked(Change{Kind: ChangeJob, Job: j, Left: q.leftLocked(q.jobs[j.ID])})
	}
}

func (q *Queue) putLocked(jobs []project.Job) {
	sorted := true
	for _, j := range jobs {
		if j.State == project.Done {
			j.Request, j.Log = nil, ""
		}
		it := q.jobs[j.ID]
		if it == nil {
			it = &item{Job: j}
			q.jobs[j.ID], q.order, sorted = it, append(q.order, it), false
			continue
		}
		sorted = sorted && it.Priority == j.Priority && it.Position == j.Position
		if j.State != project.Queued {
			it.short, it.passed = false, 0
		}
		it.Job = j
	}
	if !sorted {
		slices.SortFunc(q.order, compare)
	}
}

// find returns a job as it is in memory, or else in the store. Call it with turn
// held.
func (q *Queue) find(ctx context.Context, id int64) (project.Job, *item, error) {
	q.mu.RLock()
	it := q.jobs[id]
	q.mu.RUnlock()
	if it == nil {
		j, err := q.store.Job(ctx, id)
		return j, nil, err
	}
	return it.Job, it, nil
}

// apply lets the same happen to several jobs, to all or to none. Call it with turn
// held.
func (q *Queue) apply(ctx context.Context, e Event, ids ...int64) error {
	var changed []project.Job
	effects := map[*item]Effect{}
	for _, id := range ids {
		old, it, err := q.find(ctx, id)
		if err != nil {
			return err
		}
		if it != nil && it.attempt != nil && it.attempt.landed {
			return doneAlready(old)
		}
		next, effect, err := Apply(old, e, q.now())
		if err != nil {
			return err
		}
		if _, twice := effects[it]; !twice && !reflect.DeepEqual(next, old) {
			changed, effects[it] = append(changed, next), effect
		}
	}
	if len(changed) == 0 {
		return nil
	}
	if err := q.store.SaveJobs(ctx, changed...); err != nil {
		return err
	}
	q.put(changed...)
	return q.carryOut(effects)
}

// carryOut does what transitions asked for, after they were written. A worker that
// still runs may write its checkpoint, which is then dropped when it has stopped.
func (q *Queue) carryOut(effects map[*item]Effect) error {
	var failed []error
	for it, effect := range effects {
		a := it.attempt
		if a != nil {
			a.ask(effect.Ask)
		}
		switch {
		case effect.Drop == "":
		case a != nil && !a.ended:
			a.drop = effect.Drop
		default:
			failed = append(failed, q.store.DropCheckpoint(effect.Drop))
		}
	}
	return errors.Join(failed...)
}
