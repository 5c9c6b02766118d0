package studio

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// SessionParams say which project to open, and how its clips are made.
type SessionParams struct {
	Project string   // folder
	Worker  []string // command of a worker, such as kinora worker
	Version string   // of the program
	// What jobs may use, until UseMachine says otherwise.
	Budget   int64  // bytes that models may take, 0 for what the machine has
	Provider string // computes where a shot's request names none; empty for the CPU
	Threads  int    // of the CPU; 0 for all cores
	Now      func() time.Time
	// Log is given every line that a worker says beside its events; nil for nobody.
	Log func(line string)
	// Waits is told, again and again, what Run waits for: room on a full disk, or
	// that a project which was moved away is back. nil for nobody.
	Waits func(err error)
}

// Session is an open project whose queue can be run: what commands and windows
// work with.
//
// Its methods may be called from several goroutines; Run by one at a time. A
// goroutine takes orders of other processes, see Ask, until Close.
type Session struct {
	Store *store.Store
	Queue *queue.Queue

	params      SessionParams
	interrupted []project.Job
	worker      *worker.Supervisor
	control     *control // nil where the system has no sockets
	reader      reader

	mu       sync.Mutex
	machine  Machine           // guarded by mu
	forming  map[int64]Forming // guarded by mu
	watchers []func(Forming)   // guarded by mu
}

// Forming is the last that was heard of a take that is being made.
type Forming struct {
	Job      int64
	Phase    engine.Phase
	Step     int
	Steps    int
	Memory   int64     // bytes of the worker
	Picture  []byte    // JPEG; nil where there is none yet
	Envelope []float32 // loudness of its sound, see engine.Preview
}

// OpenSession opens a project for writing, brings to an end what a killed process
// left half done, and reads its queue.
func OpenSession(ctx context.Context, p SessionParams) (_ *Session, err error) {
	if len(p.Worker) == 0 || p.Now == nil {
		return nil, errors.New("open a session: no worker or no clock was given")
	}
	s := &Session{params: p, machine: Machine{p.Budget, p.Provider, p.Threads}, forming: map[int64]Forming{}}
	if s.Store, err = store.Open(ctx, store.OpenParams{Path: p.Project, Now: p.Now}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = s.Store.Close()
		}
	}()
	if err := s.landLeftovers(ctx); err != nil {
		return nil, err
	}
	if s.Queue, err = queue.Open(ctx, queue.Params{Store: s.Store, Now: p.Now}); err != nil {
		return nil, err
	}
	if s.interrupted, err = s.Queue.Recover(ctx); err != nil {
		return nil, err
	}
	if err := s.sweep(ctx); err != nil {
		return nil, err
	}
	s.sweepDownloads()
	s.worker, err = worker.Start(worker.Params{Command: p.Worker, Version: p.Version, Budget: p.Budget, Log: p.Log, Now: p.Now})
	if err != nil {
		return nil, err
	}
	s.control = s.listen(ctx)
	return s, nil
}

// Interrupted returns the jobs that ran when the program was last killed; they were
// queued again, or found done, when the project was opened.
func (s *Session) Interrupted() []project.Job { return s.interrupted }

// Close ends the worker, which keeps a checkpoint of what it has in hand, and
// closes the project. Run has to have returned.
func (s *Session) Close() error {
	s.control.close()
	return errors.Join(s.worker.Close(), s.reader.close(), s.Store.Close())
}

// Room is the memory that jobs may take now.
func (s *Session) Room() queue.Room {
	free := runtime.AvailableMemory()
	if free == 0 { // the system does not say
		free = math.MaxInt64
	}
	return queue.Room{Budget: s.mayUse().Budget, Free: free}
}

// Forming returns the last that was heard of a job's take.
func (s *Session) Forming(job int64) (Forming, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forming[job]
	return f, ok
}

// OnForming has every change of a forming take told, on a goroutine that must not
// be kept waiting.
func (s *Session) OnForming(tell func(Forming)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers = append(s.watchers, tell)
}

// hear takes an event of a worker into what is forming.
func (s *Session) hear(job int64, e engine.Event) {
	s.mu.Lock()
	f := s.forming[job]
	f.Job = job
	if e.Phase != "" {
		f.Phase = e.Phase
	}
	if e.Steps > 0 && e.Phase == engine.PhaseSample {
		f.Step, f.Steps = e.Step, e.Steps
	}
	if e.Memory > 0 {
		f.Memory = e.Memory
	}
	if e.Picture != nil {
		f.Picture = e.Picture
	}
	if e.Envelope != nil {
		f.Envelope = e.Envelope
	}
	s.forming[job] = f
	watchers := s.watchers
	s.mu.Unlock()
	for _, tell := range watchers {
		tell(f)
	}
}

// forget drops what was forming when its job ends.
func (s *Session) forget(job int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.forming, job)
}
