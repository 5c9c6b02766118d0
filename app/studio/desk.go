package studio

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/project/store"
)

// DeskParams are what a Desk needs.
type DeskParams struct {
	Settings *settings.Store
	Worker   []string // command of a worker, such as kinora worker
	Doctor   []string // command that tells what Examine finds, such as kinora doctor --json; empty looks in this process
	Version  string   // of the program
	Now      func() time.Time
}

// Desk is the program without its window: one open project at a time, whose queue
// runs. Its methods may be called from any goroutine.
type Desk struct {
	params DeskParams

	turn sync.Mutex // held by whoever opens or closes a project

	mu       sync.Mutex
	session  *Session         // guarded by mu; nil while no project is open
	stop     func()           // guarded by mu; ends the queue of session
	ran      chan struct{}    // guarded by mu; closed when the queue of session has ended
	watchers []func(*Session) // guarded by mu
	troubled []func(error)    // guarded by mu
}

// NewDesk returns a desk with no project open.
func NewDesk(p DeskParams) (*Desk, error) {
	if p.Settings == nil || len(p.Worker) == 0 || p.Now == nil {
		return nil, errors.New("make a desk: settings, worker or clock are missing")
	}
	return &Desk{params: p}, nil
}

// Session is the open project, nil where none is.
func (d *Desk) Session() *Session {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.session
}

// Watch has every change of the open project told, after it, on the goroutine that
// changed it; nil stands for none.
func (d *Desk) Watch(tell func(*Session)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watchers = append(d.watchers, tell)
}

// Settings is what the user has chosen.
func (d *Desk) Settings() *settings.Store { return d.params.Settings }

// Recent lists the folders of projects that were used, the last one first, also of
// those that are gone.
func (d *Desk) Recent() []string { return NotedProjects(d.params.Settings) }

// Forget takes a project out of the list of those that were used.
func (d *Desk) Forget(dir string) error { return ForgetProject(d.params.Settings, dir) }

// Open opens a project in the place of the one that is open, and lets its queue
// run. Where it cannot be opened, the other one stays open.
func (d *Desk) Open(ctx context.Context, dir string) (*Session, error) {
	d.turn.Lock()
	defer d.turn.Unlock()
	if open := d.Session(); open != nil && sameProject(open.Store.Dir(), dir) {
		return open, nil
	}
	use := d.Machine()
	s, err := OpenSession(ctx, SessionParams{
		Project: dir, Worker: d.params.Worker, Version: d.params.Version, Now: d.params.Now,
		Budget: use.Budget, Provider: use.Provider, Threads: use.Threads, Waits: d.trouble,
	})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(d.leave(), NoteProject(d.params.Settings, s.Store.Dir())); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	d.take(ctx, s)
	return s, nil
}

// take makes a session the open one and runs its queue.
func (d *Desk) take(ctx context.Context, s *Session) {
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		if err := s.Run(running, false); err != nil {
			d.trouble(err)
		}
	}()
	d.mu.Lock()
	d.session, d.stop, d.ran = s, stop, ran
	d.mu.Unlock()
	s.UseMachine(d.Machine()) // which may have changed while it was opened
	d.tell(s)
}

// Create makes a project and opens it.
func (d *Desk) Create(ctx context.Context, p store.CreateParams) (*Session, error) {
	p.Now = d.params.Now
	made, err := store.Create(ctx, p)
	if err != nil {
		return nil, err
	}
	dir := made.Dir()
	if err := made.Close(); err != nil {
		return nil, err
	}
	return d.Open(ctx, dir)
}

// Close pauses what runs and closes the project, if one is open.
func (d *Desk) Close() error {
	d.turn.Lock()
	defer d.turn.Unlock()
	return d.leave()
}

// leave closes the open project. Call it with turn held.
func (d *Desk) leave() error {
	d.mu.Lock()
	s, stop, ran := d.session, d.stop, d.ran
	d.session, d.stop, d.ran = nil, nil, nil
	d.mu.Unlock()
	if s == nil {
		return nil
	}
	d.tell(nil)
	stop()
	<-ran
	return s.Close()
}

func (d *Desk) tell(s *Session) {
	d.mu.Lock()
	watchers := d.watchers
	d.mu.Unlock()
	for _, tell := range watchers {
		tell(s)
	}
}

// OnTrouble has somebody told why the queue of a project stopped, and, every few
// seconds, that it waits for room on the disk
// or for the project to be back in its place. It is called from any goroutine.
func (d *Desk) OnTrouble(tell func(error)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.troubled = append(d.troubled, tell)
}

func (d *Desk) trouble(err error) {
	d.mu.Lock()
	troubled := d.troubled
	d.mu.Unlock()
	for _, tell := range troubled {
		tell(err)
	}
}

// sameProject reports whether both paths mean one folder.
func sameProject(a, b string) bool {
	same, err := sameFile(a, b)
	return err == nil && same
}

// Name is the project's name as its folder has it.
func (s *Session) Name() string { return ProjectName(s.Store.Dir()) }
