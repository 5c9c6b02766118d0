package worker

import (
	"errors"

	"github.com/kinora-studio/kinora/engine"
)

// What ends a job besides a result, an engine.Fault that says why it failed, and
// the error of the caller's context.
var (
	// ErrPaused is also the cause with which a caller cancels a context in order to
	// pause: the job can go on from its checkpoint.
	ErrPaused = errors.New("paused")
	// ErrClosed: the supervisor was closed. The job can go on from its checkpoint.
	ErrClosed = errors.New("the worker was closed")
	// ErrProtocol: what was started is not a worker of this program.
	ErrProtocol = errors.New("not a worker of this program")
)

// Crash says that the process ended while it had a job, or could not be started.
// It is found by errors.As, and is an engine.Fault too.
type Crash struct {
	Reason string   // a sentence without its full stop
	Hint   string   // what to do; may be empty
	Memory bool     // there was no memory left
	Log    []string // the last lines that the process wrote
	Err    error    // the cause; may be nil
}

func (c *Crash) Error() string { return c.Reason }

// Unwrap makes the kind and the cause visible to errors.Is and errors.As.
func (c *Crash) Unwrap() []error {
	fault := &engine.Fault{Kind: engine.Internal, What: c.Reason, Hint: c.Hint}
	if c.Memory {
		fault.Kind = engine.NoRoom
	}
	if c.Err == nil {
		return []error{fault}
	}
	return []error{fault, c.Err}
}
