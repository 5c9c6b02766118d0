package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// Params are what a Supervisor needs.
type Params struct {
	Command []string // program and arguments, such as kinora worker
	Env     []string // nil for this process's own
	Version string   // of the program
	Budget  int64    // bytes for models, 0 for no limit
	Limit   int64    // bytes that the process may take, 0 for no limit
	// Log is given every line that the process writes to its standard error, on a
	// goroutine of the supervisor; nil for nobody.
	Log func(line string)

	Now     func() time.Time                     // nil for time.Now
	After   func(time.Duration) <-chan time.Time // nil for time.After
	Silence time.Duration                        // 0 for Silence
}

// Supervisor has jobs done by a worker process, which it starts when there is
// one, keeps for the next, and replaces when it has ended.
type Supervisor struct {
	params  Params
	turns   chan func()   // to the goroutine that owns the process
	budgets chan int64    // to the same
	closing chan struct{} // closed by Close
	closed  chan struct{} // closed when that goroutine has ended
	once    sync.Once

	// What follows belongs to that goroutine.
	process *process // nil where none runs
	crashes int      // in a row
	restart time.Time
}

// Start returns a supervisor. The process is started with the first job.
func Start(p Params) (*Supervisor, error) {
	if len(p.Command) == 0 {
		return nil, engine.Broken("", "the supervisor of workers lacks a command")
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.After == nil {
		p.After = time.After
	}
	if p.Silence <= 0 {
		p.Silence = Silence
	}
	s := &Supervisor{
		params: p, turns: make(chan func()), budgets: make(chan int64),
		closing: make(chan struct{}), closed: make(chan struct{}),
	}
	go s.own()
	return s, nil
}

// Run has a job done and returns its result. Cancelling ctx cancels the job, or
// pauses it where the cause is ErrPaused; Run returns ctx.Err() or ErrPaused
// then, within one step. A job that failed is an engine.Fault; one that took its
// process along is a Crash as well. tell may be nil.
func (s *Supervisor) Run(ctx context.Context, j Job, tell func(engine.Event)) (Result, error) {
	const most = maxLine - 1<<10 // the command has other fields
	if line, err := json.Marshal(j); err != nil || len(line) > most {
		return Result{}, engine.Bad("shorten the prompt", "job %d cannot be handed over: it has %d bytes, at most %d are possible: %w", j.ID, len(line), most, err)
	}
	if tell == nil {
		tell = func(engine.Event) {}
	}
	var result Result
	var err error
	done := make(chan struct{})
	turn := func() {
		defer close(done)
		result, err = s.serve(ctx, j, tell)
	}
	select {
	case s.turns <- turn:
		<-done
		return result, err
	case <-ctx.Done():
		return Result{}, stopped(ctx)
	case <-s.closed:
		return Result{}, ErrClosed
	}
}

// Budget says how many bytes models may take from the next job on.
func (s *Supervisor) Budget(bytes int64) {
	select {
	case s.budgets <- bytes:
	case <-s.closed:
	}
}

func (s *Supervisor) setBudget(bytes int64) {
	s.params.Budget = bytes
	if s.process != nil {
		s.process.send(Command{Command: CommandBudget, Budget: bytes})
	}
}

// Close pauses the job in hand, ends the process and waits for its end.
func (s *Supervisor) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.closed
	return nil
}

// own is the goroutine that the process belongs to. It stays on its thread since
// Linux kills the process when the thread that started it ends.
func (s *Supervisor) own() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(s.closed)
	for {
		var lines <-chan heard
		var alarm <-chan time.Time
		if s.process != nil {
			lines, alarm = s.process.lines, s.process.alarm
		}
		select {
		case turn := <-s.turns:
			turn()
		case bytes := <-s.budgets:
			s.setBudget(bytes)
		case h, ok := <-lines:
			if !ok || h.err != nil {
				_ = s.lost("")
				continue
			}
			s.process.listened()
		case <-alarm:
			if s.process.overdue() {
				_ = s.lost(s.silent())
			}
		case <-s.closing:
			if s.process != nil {
				s.process.quit()
			}
			return
		}
	}
}

func (s *Supervisor) silent() string {
	return fmt.Sprintf("the worker said nothing for %s and was ended", s.params.Silence)
}

// The pauses between a crash and the next start.
const (
	firstPause = time.Second
	longPause  = time.Minute
)

// lost ends what is left of a process that ended or has to, and returns why.
func (s *Supervisor) lost(why string) *Crash {
	c := s.process.end(why)
	s.process = nil
	s.restart = s.params.Now().Add(pause(s.crashes))
	s.crashes++
	return c
}

// pause doubles with each crash in a row.
func pause(crashes int) time.Duration {
	return min(firstPause<<min(crashes, 16), longPause)
}

// serve does one job on the owning goroutine.
func (s *Supervisor) serve(ctx context.Context, j Job, tell func(engine.Event)) (Result, error) {
	if err := s.ready(ctx); err != nil {
		return Result{}, err
	}
	s.process.log.mark()
	s.process.send(Command{Command: CommandRun, Job: j})
	stop := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case h, ok := <-s.process.lines:
			if !ok || h.err != nil {
				return Result{}, s.broken(ctx, h)
			}
			s.process.listened()
			if end, result, err := s.take(ctx, h.message, j, tell); end {
				return result, err
			}
		case <-stop:
			stop, late = nil, s.params.After(StopWithin)
			s.process.send(stopCommand(ctx, j))
		case bytes := <-s.budgets:
			s.setBudget(bytes)
		case <-late:
			_ = s.lost(fmt.Sprintf("the worker did not stop within %s and was ended", StopWithin))
			return Result{}, stopped(ctx)
		case <-s.process.alarm:
			if s.process.overdue() {
				return Result{}, s.lost(s.silent())
			}
		case <-s.closing:
			s.process.quit()
			s.process = nil
			return Result{}, ErrClosed
		}
	}
}

func stopCommand(ctx context.Context, j Job) Command {
	c := Command{Command: CommandCancel, Job: Job{ID: j.ID}}
	if errors.Is(context.Cause(ctx), ErrPaused) {
		c.Command = CommandPause
	}
	return c
}

// broken ends a conversation that the process has ended, or that makes no sense.
func (s *Supervisor) broken(ctx context.Context, h heard) error {
	why := ""
	if h.err != nil {
		why = "the worker spoke nonsense and was ended: " + h.err.Error()
	}
	c := s.lost(why)
	if ctx.Err() != nil { // it was to stop anyway
		return stopped(ctx)
	}
	return c
}

// take looks at one message while a job is done, and tells whether the job has
// ended.
func (s *Supervisor) take(ctx context.Context, m Message, j Job, tell func(engine.Event)) (end bool, r Result, err error) {
	switch {
	case m.Event.Event == "error" && m.Kind == kindProtocol:
		return true, r, s.lost("the worker did not understand: " + m.Message)
	case m.Job != j.ID && m.Event.Event != EventHeartbeat:
		return false, r, nil
	}
	switch m.Event.Event {
	case "result":
		if m.Result == nil {
			return true, r, s.lost("the worker told a result without saying what it is")
		}
		r = *m.Result
	case EventPaused:
		if err = stopped(ctx); err == nil {
			err = ErrClosed // somebody else ended the worker
		}
	case "error":
		if err = m.fault(); ctx.Err() != nil && engine.KindOf(err) == engine.Cancelled {
			err = stopped(ctx)
		}
	default:
		tell(m.Event)
		return false, r, nil
	}
	s.crashes, s.restart = 0, time.Time{}
	if m.Event.Event == EventPaused {
		// Libraries keep much of what they are given back, a process nothing.
		s.process.quit()
		s.process = nil
	}
	if m.Event.Event != "error" {
		tell(m.Event)
	}
	return true, r, err
}

// stopped is what a job that its caller ended returns.
func stopped(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), ErrPaused) {
		return ErrPaused
	}
	return ctx.Err()
}

// ready makes sure that a process runs that has said hello.
func (s *Supervisor) ready(ctx context.Context) error {
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	if s.process != nil {
		return nil
	}
	if wait := s.restart.Sub(s.params.Now()); wait > 0 {
		select {
		case <-s.params.After(wait):
		case <-ctx.Done():
			return stopped(ctx)
		case <-s.closing:
			return ErrClosed
		}
	}
	p, err := startProcess(context.WithoutCancel(ctx), s.params)
	if err != nil {
		s.restart = s.params.Now().Add(pause(s.crashes))
		s.crashes++
		return &Crash{Reason: fmt.Sprintf("the worker cannot be started: %v", err), Hint: "install Kinora again", Err: err}
	}
	s.process = p
	return s.greet(ctx)
}

// greet waits for the hello of a new process.
func (s *Supervisor) greet(ctx context.Context) error {
	for {
		select {
		case h, ok := <-s.process.lines:
			switch {
			case !ok:
				return s.broken(ctx, h)
			case h.err != nil || h.message.Event.Event != EventHello:
				return s.stranger(h)
			case h.message.Protocol != Protocol:
				c := s.lost(fmt.Sprintf("the worker speaks version %d of the protocol, and this program version %d", h.message.Protocol, Protocol))
				c.Hint, c.Err = "end Kinora and start it again", ErrProtocol
				return c
			}
			s.process.listened()
			return nil
		case <-ctx.Done():
			_ = s.lost("")
			return stopped(ctx)
		case <-s.process.alarm:
			if s.process.overdue() {
				return s.lost(s.silent())
			}
		case <-s.closing:
			s.process.quit()
			s.process = nil
			return ErrClosed
		}
	}
}

// stranger ends a process that began with something else than a hello.
func (s *Supervisor) stranger(h heard) error {
	said := fmt.Sprintf("it said %q", h.message.Event.Event)
	if h.err != nil {
		said = h.err.Error()
	}
	c := s.lost(fmt.Sprintf("%s is not a worker of Kinora: %s", s.params.Command[0], said))
	c.Hint, c.Err = "install Kinora again", ErrProtocol
	return c
}
