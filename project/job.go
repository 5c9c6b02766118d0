package project

import (
	"encoding/json"
	"math"
	"time"
)

// JobKind says what a job does.
type JobKind string

// The kinds of job.
const (
	JobGenerate JobKind = "generate"
	JobExport   JobKind = "export"
	JobDownload JobKind = "download"
)

// JobState is where a job stands.
type JobState string

// The states. Done, failed and cancelled are ends, of which the last two can be
// left by a retry.
const (
	Queued    JobState = "queued"
	Running   JobState = "running"
	Paused    JobState = "paused"
	Done      JobState = "done"
	Failed    JobState = "failed"
	Cancelled JobState = "cancelled"
)

// Job is queued work. Its Request is written by whoever does that kind of work.
type Job struct {
	ID       int64           `json:"id"`
	Kind     JobKind         `json:"kind"`
	State    JobState        `json:"state"`
	Priority int             `json:"priority"`        // higher goes first
	Position int64           `json:"position"`        // order among those of one priority
	Group    int64           `json:"group,omitempty"` // ID of the first job of takes that were asked for together
	After    int64           `json:"after,omitempty"` // job that has to be done before
	Shot     int64           `json:"shot,omitempty"`
	Parent   int64           `json:"parent,omitempty"` // take that it starts from
	Verb     Verb            `json:"verb,omitempty"`
	Title    string          `json:"title"` // for people: SH010, ball drops
	Request  json.RawMessage `json:"request"`

	Pack     string `json:"pack,omitempty"`     // that it runs, as timings name it
	Provider string `json:"provider,omitempty"` // execution provider and device: a project is taken to other machines
	Work     int64  `json:"work,omitempty"`     // of one step: tokens, or pixels times frames
	Frames   int    `json:"frames,omitempty"`   // of the clip

	Pausing  bool   `json:"pausing,omitempty"` // was asked to pause and still runs
	Attempts int    `json:"attempts"`          // times that it was started
	Crashes  int    `json:"crashes,omitempty"` // times that it took its worker along
	Reason   string `json:"reason,omitempty"`  // of the last failure, for people
	Hint     string `json:"hint,omitempty"`    // what to do about it
	Log      string `json:"log,omitempty"`     // the last lines of the worker that failed

	Memory     int64   `json:"memory,omitempty"`    // bytes that it is expected to take
	Predicted  float64 `json:"predicted,omitempty"` // seconds; measured anew when it starts
	Rest       float64 `json:"rest,omitempty"`      // seconds of those planned that come after the steps; 0 where nobody knows
	Actual     float64 `json:"actual,omitempty"`    // seconds, of the attempt that ended well
	Step       int     `json:"step,omitempty"`      // last step that was told
	Steps      int     `json:"steps,omitempty"`
	Kept       int     `json:"kept,omitempty"`       // step that the checkpoint holds
	Checkpoint string  `json:"checkpoint,omitempty"` // file in cache/ with latents to go on from

	Created time.Time  `json:"created"`
	Started *time.Time `json:"started,omitempty"`
	Ended   *time.Time `json:"ended,omitempty"`
	Cleared bool       `json:"cleared,omitempty"` // away from the list, though it failed or was cancelled
}

// Ended reports whether nothing more happens to a job in this state by itself.
func (s JobState) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Validate returns a sentence on what in the job cannot be kept, or nil.
func (j Job) Validate() error {
	if err := checkLine("the title of the job", j.Title, MaxName); err != nil {
		return err
	}
	const year = 365 * 24 * 3600
	switch {
	case j.Kind != JobGenerate && j.Kind != JobExport && j.Kind != JobDownload:
		return Bad("use generate, export or download", "%s is a job of the kind %.80q, which there is not", j.Title, j.Kind)
	case len(j.Request) == 0:
		return Bad("this is a mistake in the program that asked for it; please report it", "%s has no request", j.Title)
	case j.Memory < 0 || j.Work < 0 || j.Frames < 0:
		return Bad("this is a mistake in the program that asked for it; please report it", "%s has a negative size", j.Title)
	}
	return first(
		checkContent("the request of "+j.Title, j.Request),
		checkText("the pack of "+j.Title, j.Pack, MaxPath),
		checkText("the provider of "+j.Title, j.Provider, MaxName),
		checkRange("the number of steps of "+j.Title, j.Steps, 0, math.MaxInt32),
		checkReal("the expected seconds of "+j.Title, j.Predicted, 0, year),
		checkReal("the expected seconds after the steps of "+j.Title, j.Rest, 0, year),
	)
}
