package worker

import (
	"encoding/json"
	"errors"

	"github.com/kinora-studio/kinora/engine"
)

// Protocol is the version of what both sides say. A side that hears another
// version ends the conversation.
const Protocol = 1

// maxLine bounds a line in bytes, its end included.
const maxLine = 8 << 20

// The commands that a worker understands.
const (
	CommandHello  = "hello"  // first; with Protocol, Version, PID, Budget, Limit
	CommandRun    = "run"    // with a Job
	CommandPause  = "pause"  // with the ID of a Job: keep a state and give all memory back
	CommandCancel = "cancel" // with the ID of a Job: leave nothing
	CommandBudget = "budget" // with Budget
	CommandQuit   = "quit"   // pauses the job in hand, then ends
)

// Command is one line to a worker. Fields that a worker does not know are
// ignored.
type Command struct {
	Command  string `json:"command"`
	Protocol int    `json:"protocol,omitempty"`
	Version  string `json:"version,omitempty"` // of the program
	PID      int    `json:"pid,omitempty"`
	Budget   int64  `json:"budget,omitempty"` // bytes for models, 0 for no limit
	Limit    int64  `json:"limit,omitempty"`  // bytes that the whole process may take, 0 for no limit
	Job
}

// Job is one take to make. Either Recipe or Request says what it is.
type Job struct {
	ID     int64          `json:"job,omitempty"`
	Recipe *engine.Recipe `json:"recipe,omitempty"` // complete
	// Request is what the Maker understands, for the recipe to be made of it.
	Request json.RawMessage `json:"request,omitempty"`

	Pack     string `json:"pack,omitempty"`     // folder or name; empty for what recipe or request say
	Provider string `json:"provider,omitempty"` // empty for what recipe or request say
	Device   int    `json:"device,omitempty"`
	Threads  int    `json:"threads,omitempty"` // 0 for all cores
	Int8     bool   `json:"int8,omitempty"`

	// Output is the file to write, complete and synced; one that exists is
	// replaced.
	Output string `json:"output,omitempty"`
	// Checkpoint is the file for the state to go on from, empty for none. It is
	// deleted when the take is complete.
	Checkpoint string `json:"checkpoint,omitempty"`
	// Resume goes on from the checkpoint; one that is missing, or that belongs to
	// something else, means to begin anew.
	Resume bool `json:"resume,omitempty"`
}

// The events that a worker adds to those of engine.Event.
const (
	EventHello     = "hello"     // first; with Protocol, Version, PID
	EventHeartbeat = "heartbeat" // every few seconds, with Memory
	EventKept      = "kept"      // the checkpoint holds Step of Steps
	EventPaused    = "paused"    // ends a job: the checkpoint, if any, holds Step of Steps
)

// Message is one line from a worker. Fields that a reader does not know are to be
// ignored.
type Message struct {
	engine.Event
	Job      int64   `json:"job,omitempty"`
	Kind     string  `json:"kind,omitempty"`     // of an error
	Result   *Result `json:"result,omitempty"`   // of a result
	Protocol int     `json:"protocol,omitempty"` // of a hello
	Version  string  `json:"version,omitempty"`  // of a hello
	PID      int     `json:"pid,omitempty"`      // of a hello
}

// Result is a complete file, and everything that is kept of it.
type Result struct {
	Path    string        `json:"path"`
	SHA256  string        `json:"sha256"`
	Bytes   int64         `json:"bytes"`
	Width   int           `json:"width"`  // pixels, of the file
	Height  int           `json:"height"` // pixels, of the file
	Frames  int           `json:"frames"`
	Rate    engine.Rate   `json:"rate"`
	Silent  bool          `json:"silent,omitempty"`
	Seconds float64       `json:"seconds"` // that this attempt took
	Recipe  engine.Recipe `json:"recipe"`  // complete
}

// kindProtocol is the kind of an error that is about a line, not about a job.
const kindProtocol = "protocol"

var kindNames = map[engine.Kind]string{
	engine.Internal: "internal", engine.BadInput: "bad_input", engine.NoRoom: "no_room",
	engine.Refused: "refused", engine.Cancelled: "cancelled",
}

// errorMessage tells an error; code is the exit code that it leads to.
func errorMessage(job int64, err error, code int) Message {
	m := Message{Job: job, Kind: kindNames[engine.KindOf(err)]}
	m.Event = engine.Event{Event: "error", Message: err.Error(), Code: code}
	if fault := (*engine.Fault)(nil); errors.As(err, &fault) {
		m.Message, m.Hint = fault.What, fault.Hint
	}
	return m
}

// fault is the error that an error message tells of.
func (m Message) fault() error {
	f := &engine.Fault{What: m.Message, Hint: m.Hint}
	for kind, name := range kindNames {
		if name == m.Kind {
			f.Kind = kind
		}
	}
	return f
}
