package worker

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// Heartbeat is how often a worker says that it is alive.
const Heartbeat = 3 * time.Second

// leaveWithin is how long a job may take to stop when its process has to end.
const leaveWithin = 10 * time.Second

// Hooks are how a Maker tells what happens. Tell may be called from any
// goroutine.
type Hooks struct {
	Tell    func(engine.Event)
	Preview func(engine.Preview)
}

// Maker does the work of a worker, one job at a time; Budget may be called at
// any time.
type Maker interface {
	// Make makes one take. It ends within one step after ctx is cancelled; where
	// the cause is ErrPaused, it keeps a checkpoint first.
	Make(ctx context.Context, j Job, h Hooks) (Result, error)
	// Budget says how many bytes models may take from the next job on.
	Budget(bytes int64)
	// Release gives back all that is kept between jobs.
	Release() error
}

// ServeParams are what a worker needs.
type ServeParams struct {
	In      io.Reader // commands; its end is a wish to quit
	Out     io.Writer // events
	Maker   Maker
	Version string                  // of the program
	Memory  func() int64            // bytes of this process that are in memory
	Code    func(error) int         // exit code that an error leads to
	Limit   func(bytes int64) error // limits the memory of this process
	After   func(time.Duration) <-chan time.Time
}

// server is a worker's conversation with its parent.
type server struct {
	ServeParams
	out   *lineWriter
	job   *running // nil while idle
	ended chan outcome
	met   bool // the parent has said hello
}

type running struct {
	id   int64
	stop context.CancelCauseFunc
	kept chan engine.Event // the last that was kept, one at most
}

type outcome struct {
	result Result
	err    error
}

// Serve obeys commands until In ends, quit comes, nobody reads Out, or ctx ends.
// A job in hand is paused then. The goroutine that reads In ends with In.
func Serve(ctx context.Context, p ServeParams) error {
	if p.In == nil || p.Out == nil || p.Maker == nil || p.Memory == nil || p.Code == nil || p.Limit == nil || p.After == nil {
		return engine.Broken("", "the worker lacks a part")
	}
	s := &server{ServeParams: p, out: newLineWriter(p.Out), ended: make(chan outcome, 1)}
	lines, done := make(chan spoken), make(chan struct{})
	defer close(done)
	go listen(newLineReader(p.In), lines, done)
	s.say(Message{Event: engine.Event{Event: EventHello}, Protocol: Protocol, Version: p.Version, PID: os.Getpid()})
	err := s.loop(ctx, lines)
	return errors.Join(err, s.leave())
}

// spoken is a line of the parent, or why there is none.
type spoken struct {
	line []byte
	err  error
}

func listen(in lineReader, lines chan<- spoken, done <-chan struct{}) {
	defer close(lines)
	for {
		line, err := in.next()
		if err != nil && !errors.Is(err, errLongLine) {
			return
		}
		select {
		case lines <- spoken{line, err}:
		case <-done:
			return
		}
	}
}

func (s *server) loop(ctx context.Context, lines <-chan spoken) error {
	beat := s.After(Heartbeat)
	for {
		select {
		case in, ok := <-lines:
			if !ok {
				return nil
			}
			if goOn, err := s.hear(ctx, in); err != nil || !goOn {
				return err
			}
		case o := <-s.ended:
			s.finish(o)
		case <-beat:
			s.say(Message{Event: engine.Event{Event: EventHeartbeat, Memory: s.Memory()}, Job: s.current()})
			beat = s.After(Heartbeat)
		case <-s.out.failed:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// hear obeys one line. It tells whether the conversation goes on.
func (s *server) hear(ctx context.Context, in spoken) (goOn bool, err error) {
	var c Command
	wrong := in.err
	if wrong == nil {
		wrong = json.Unmarshal(in.line, &c)
	}
	if wrong != nil {
		s.complain("a line is not a command: " + wrong.Error())
		return true, nil //nolint:nilerr // the parent has been told
	}
	if !s.met {
		return s.meet(c)
	}
	switch c.Command {
	case CommandRun:
		s.run(ctx, c.Job)
	case CommandPause:
		s.stop(c.ID, ErrPaused)
	case CommandCancel:
		s.stop(c.ID, context.Canceled)
	case CommandBudget:
		s.Maker.Budget(c.Budget)
	case CommandQuit:
		return false, nil
	default:
		s.complain("there is no command " + c.Command)
	}
	return true, nil
}

// meet takes the first line, which has to be a hello of this protocol.
func (s *server) meet(c Command) (goOn bool, err error) {
	switch {
	case c.Command != CommandHello:
		err = engine.Bad("say hello first", "the worker was given the command %q before a hello", c.Command)
	case c.Protocol != Protocol:
		err = engine.Bad("start it with the Kinora that it belongs to",
			"the worker speaks version %d of its protocol, and was spoken to in version %d", Protocol, c.Protocol)
	case c.Limit > 0:
		err = s.Limit(c.Limit)
	}
	if err != nil {
		m := errorMessage(0, err, s.Code(err))
		m.Kind = kindProtocol
		s.say(m)
		return false, err
	}
	s.met = true
	s.Maker.Budget(c.Budget)
	return true, nil
}

// run starts a job on a goroutine of its own, which ends before the next begins.
func (s *server) run(ctx context.Context, j Job) {
	if s.job != nil {
		err := engine.Bad("wait for its end", "job %d cannot begin: job %d is being done", j.ID, s.job.id)
		s.say(errorMessage(j.ID, err, s.Code(err)))
		return
	}
	// The end of the program pauses a job, see leave, and does not cancel it.
	ctx, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	s.job = &running{id: j.ID, stop: stop, kept: make(chan engine.Event, 1)}
	kept := s.job.kept
	tell := func(e engine.Event) {
		if e.Event == EventKept {
			select { // a newer state takes the place of the older
			case <-kept:
			default:
			}
			kept <- e
		}
		s.say(Message{Event: e, Job: j.ID})
	}
	hooks := Hooks{Tell: tell, Preview: func(p engine.Preview) { tell(previewEvent(p)) }}
	go func() {
		result, err := s.Maker.Make(ctx, j, hooks)
		if cause := context.Cause(ctx); err != nil && cause != nil {
			err = cause
		}
		stop(nil)
		s.ended <- outcome{result, err}
	}()
}

func (s *server) stop(id int64, cause error) {
	if s.job != nil && s.job.id == id { // or else it has ended meanwhile
		s.job.stop(cause)
	}
}

// finish tells how the job in hand ended. Memory is given back before the parent
// hears of a pause.
func (s *server) finish(o outcome) {
	id := s.job.id
	m := Message{Job: id}
	switch {
	case o.err == nil:
		m.Event = engine.Event{Event: "result", Path: o.result.Path, Elapsed: o.result.Seconds, Seconds: o.result.Seconds, Seed: &o.result.Recipe.Seed}
		m.Result = &o.result
	case errors.Is(o.err, ErrPaused):
		s.release()
		select {
		case m.Event = <-s.job.kept:
		default: // nothing was kept
		}
		m.Event = engine.Event{Event: EventPaused, Phase: m.Phase, Step: m.Step, Steps: m.Steps}
	case errors.Is(o.err, context.Canceled):
		err := &engine.Fault{Kind: engine.Cancelled, What: "cancelled, nothing unfinished was left behind"}
		m = errorMessage(id, err, s.Code(err))
	default:
		if engine.KindOf(o.err) == engine.NoRoom {
			s.release()
		}
		m = errorMessage(id, o.err, s.Code(o.err))
	}
	s.job = nil
	m.Memory = s.Memory()
	s.say(m)
}

func (s *server) release() {
	if err := s.Maker.Release(); err != nil {
		s.say(Message{Event: engine.Event{Event: "warning", Message: "memory could not be given back: " + err.Error()}})
	}
	debug.FreeOSMemory()
}

// leave pauses the job in hand, so that nothing of it is lost.
func (s *server) leave() error {
	if s.job == nil {
		return s.Maker.Release()
	}
	s.job.stop(ErrPaused)
	select {
	case o := <-s.ended:
		s.finish(o)
		return s.Maker.Release()
	case <-s.After(leaveWithin):
		return engine.Broken("", "job %d did not stop within %s", s.job.id, leaveWithin)
	}
}

func (s *server) current() int64 {
	if s.job == nil {
		return 0
	}
	return s.job.id
}

func (s *server) complain(what string) {
	s.say(Message{Event: engine.Event{Event: "error", Message: what}, Kind: kindProtocol})
}

// say writes a line. A line that is too long is left out; that nobody reads is
// seen by the loop.
func (s *server) say(m Message) { _ = s.out.write(m) }
