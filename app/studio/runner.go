package studio

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// lookAgain is how often the runner looks for free memory, which nobody tells it
// of, and whether a backup is due.
const lookAgain = 5 * time.Second

// Run does what is in the queue: until ctx ends, or, with untilEmpty, until there
// is nothing left that can start by itself. Jobs in hand are paused then and go on
// with the next Run. It returns what kept the queue from being read or written; a
// job that fails is no error of Run. Neither is a full disk without untilEmpty: the
// queue goes on when there is room again.
func (s *Session) Run(ctx context.Context, untilEmpty bool) error {
	r := &runner{session: s, wake: make(chan struct{}, 1), patient: !untilEmpty}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	r.owned.Add(1)
	go r.watch(watching)
	err := r.loop(ctx, untilEmpty)
	stop()
	r.owned.Wait()
	return errors.Join(err, r.failed())
}

// runner is one Run.
type runner struct {
	session *Session
	wake    chan struct{} // holds a value when something may start
	owned   sync.WaitGroup
	patient bool // with a full disk, and with a project that was moved away

	mu      sync.Mutex
	running int   // guarded by mu
	err     error // guarded by mu; what a job's goroutine could not write down
}

func (r *runner) loop(ctx context.Context, untilEmpty bool) error {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for ctx.Err() == nil && r.failed() == nil {
		started, err := r.startAll(ctx)
		if err != nil && !r.waits(err) {
			return err
		}
		if untilEmpty && started == 0 && r.count() == 0 {
			if waits, err := r.waitsForMemory(ctx); err != nil || !waits {
				return err
			}
		}
		select {
		case <-r.wake:
		case <-tick.C:
			if _, err := r.session.Store.BackupIfDue(ctx); err != nil && ctx.Err() == nil && !r.waits(err) {
				return err
			}
		case <-ctx.Done():
		}
	}
	return nil
}

// waits reports whether an error is one of a full disk, or of a project that was
// moved away, for which this run waits, and tells whoever wants to know.
func (r *runner) waits(err error) bool {
	if !r.patient || !errors.Is(err, project.ErrNoRoom) && !errors.Is(err, project.ErrMoved) {
		return false
	}
	if waits := r.session.params.Waits; waits != nil {
		waits(err)
	}
	return true
}

// waitsForMemory reports whether a job would start if other programs left it more
// memory.
func (r *runner) waitsForMemory(ctx context.Context) (bool, error) {
	jobs, err := r.session.Queue.Next(ctx, queue.Room{})
	return len(jobs) > 0, err
}

// watch wakes the loop when the queue changed.
func (r *runner) watch(ctx context.Context) {
	defer r.owned.Done()
	for change := range r.session.Queue.Watch(ctx) {
		if change.Kind == queue.ChangeStep {
			continue
		}
		if change.Job.Kind == project.JobDownload && change.Job.State == project.Cancelled {
			dropDownload(change.Job)
		}
		r.nudge()
	}
}

func (r *runner) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *runner) startAll(ctx context.Context) (int, error) {
	if err := r.session.Store.InPlace(); err != nil {
		return 0, err
	}
	jobs, err := r.session.Queue.Next(ctx, r.session.Room())
	if err != nil {
		return 0, err
	}
	started := 0
	for _, job := range jobs {
		attempt, err := r.session.Queue.Start(ctx, job.ID)
		if errors.Is(err, project.ErrBadInput) { // somebody paused or cancelled it just now
			continue
		}
		if err != nil {
			return started, err
		}
		started++
		r.add(1)
		r.owned.Add(1)
		go r.do(ctx, attempt)
	}
	return started, nil
}

// do does one job and writes down how it ended, also when ctx has ended meanwhile.
func (r *runner) do(ctx context.Context, a *queue.Attempt) {
	defer r.owned.Done()
	defer r.nudge()
	defer r.add(-1)
	defer r.session.forget(a.Job.ID)
	err := r.session.work(ctx, a)
	if away := r.session.Store.InPlace(); err != nil && away != nil {
		err = away // which says more than what it came to
	}
	err = r.conclude(ctx, a, err)
	if err != nil && !errors.Is(err, queue.ErrEnded) {
		r.mu.Lock()
		r.err = errors.Join(r.err, err)
		r.mu.Unlock()
	}
}

// conclude writes down how an attempt ended, as soon as there is room for it.
func (r *runner) conclude(ctx context.Context, a *queue.Attempt, ended error) error {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		err := conclude(context.WithoutCancel(ctx), a, ended)
		if err == nil || !r.waits(err) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return err // the next session sorts it out
		}
	}
}

// conclude writes down how an attempt ended that was not finished.
func conclude(ctx context.Context, a *queue.Attempt, err error) error {
	var crash *worker.Crash
	switch {
	case err == nil:
		return nil
	case errors.Is(err, worker.ErrPaused), errors.Is(err, worker.ErrClosed), errors.Is(err, context.Canceled):
		return a.Interrupt(ctx)
	case errors.As(err, &crash):
		return a.Crash(ctx, queue.Failure{Reason: crash.Reason, Hint: crash.Hint, Log: strings.Join(crash.Log, "\n")})
	case errors.Is(err, queue.ErrEnded):
		return a.Interrupt(ctx)
	}
	failure := queue.Failure{Reason: err.Error()}
	if fault := (*engine.Fault)(nil); errors.As(AsFault(err), &fault) {
		failure.Reason, failure.Hint = fault.What, fault.Hint
	}
	return a.Fail(ctx, failure)
}

func (r *runner) add(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running += n
}

func (r *runner) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running
}

func (r *runner) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// work does a job of any kind to its end.
func (s *Session) work(ctx context.Context, a *queue.Attempt) error {
	// The end of the program pauses what is in hand.
	shutdown := ctx
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	defer context.AfterFunc(shutdown, func() { cancel(worker.ErrPaused) })()
	obeyed := make(chan struct{})
	go func() {
		defer close(obeyed)
		obey(ctx, a, cancel)
	}()
	err := s.make(ctx, a)
	cancel(nil)
	<-obeyed
	return err
}

// obey turns what people ask of a running job into the end of its context.
func obey(ctx context.Context, a *queue.Attempt, cancel context.CancelCauseFunc) {
	for {
		select {
		case ask := <-a.Asks():
			if ask == queue.AskPause {
				cancel(worker.ErrPaused)
			} else {
				cancel(context.Canceled)
			}
		case <-ctx.Done():
			return
		}
	}
}

func (s *Session) make(ctx context.Context, a *queue.Attempt) error {
	switch a.Job.Kind {
	case project.JobGenerate:
		return s.generate(ctx, a)
	case project.JobExport:
		return s.export(ctx, a)
	case project.JobDownload:
		return s.download(ctx, a)
	}
	return engine.Bad("use a newer Kinora", "this version does not know jobs of the kind %q", a.Job.Kind)
}

// generate has a worker make a take.
func (s *Session) generate(ctx context.Context, a *queue.Attempt) error {
	if land := s.unlanded(ctx, a.Job); land != nil {
		return a.Finish(context.WithoutCancel(ctx), land)
	}
	job, err := s.asked(ctx, a.Job)
	if err != nil {
		return err
	}
	// The cache may be deleted at any time.
	if err := store.MakeInside(s.Store.Path(store.CacheFolder)); err != nil {
		return err
	}
	machine := s.mayUse()
	result, err := s.worker.Run(ctx, worker.Job{
		ID: job.ID, Request: job.Request, Provider: machine.Provider, Threads: machine.Threads,
		Output: s.cachePath(job.ID, clipEnding), Checkpoint: s.cachePath(job.ID, stateEnding), Resume: job.Checkpoint != "",
	}, func(e engine.Event) { s.follow(ctx, a, e) })
	if err != nil {
		return err
	}
	return a.Finish(context.WithoutCancel(ctx), func(ctx context.Context) error { return s.land(ctx, job, result) })
}

// follow takes an event of a worker into the queue and into what is forming. That
// a step could not be written shows again when the job ends.
func (s *Session) follow(ctx context.Context, a *queue.Attempt, e engine.Event) {
	s.hear(a.Job.ID, e)
	if e.Phase != engine.PhaseSample || e.Step == 0 {
		return
	}
	// The time left is the queue's to estimate: it has measured what comes after the
	// steps, on this machine.
	progress := queue.Progress{Step: e.Step, Steps: e.Steps}
	if e.Event == worker.EventKept || e.Event == worker.EventPaused {
		progress.Checkpoint = jobFile(a.Job.ID, stateEnding)
	}
	_ = a.Step(context.WithoutCancel(ctx), progress)
}

// exportRequest is the request of a job that writes a take elsewhere.
type exportRequest struct {
	Take   int64  `json:"take"`
	Output string `json:"output"`
	Force  bool   `json:"force,omitempty"`
}

// export writes a take elsewhere.
func (s *Session) export(ctx context.Context, a *queue.Attempt) error {
	var q exportRequest
	if err := json.Unmarshal(a.Job.Request, &q); err != nil {
		return engine.Bad("ask for the export again", "the request of the job cannot be read: %w", err)
	}
	take, err := s.Store.Take(ctx, q.Take)
	if err != nil {
		return err
	}
	if _, err := ExportTake(ctx, s.Store.Path(take.Path), q.Output, q.Force); err != nil {
		return err
	}
	return a.Finish(context.WithoutCancel(ctx), nil)
}
