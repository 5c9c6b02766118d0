package project

import "time"

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
	ID       int64    `json:"id"`
	Kind     JobKind  `json:"kind"`
	State    JobState `json:"state"`
	Priority int      `json:"priority"`        // higher goes first
	Position int64    `json:"position"`        // order among those of one priority
	Group    int64    `json:"group,omitempty"` // ID of the first job of takes that were asked for together
	After    int64    `json:"after,omitempty"` // job that has to be done before
	Shot     int64    `json:"shot,omitempty"`
	Parent   int64    `json:"parent,omitempty"` // take that it starts from
	Verb     Verb     `json:"verb,omitempty"`
	Title    string   `json:"title"`   // for people: SH010, ball drops
	Request  []byte   `json:"request"` // JSON

	Attempts int    `json:"attempts"`          // times that it was started
	Crashes  int    `json:"crashes,omitempty"` // times that it took its worker along
	Reason   string `json:"reason,omitempty"`  // of the last failure, for people
	Hint     string `json:"hint,omitempty"`    // what to do about it
	Log      string `json:"log,omitempty"`     // the last lines of the worker that failed

	Memory     int64   `json:"memory,omitempty"`    // bytes that it is expected to take
	Predicted  float64 `json:"predicted,omitempty"` // seconds, when it started
	Actual     float64 `json:"actual,omitempty"`    // seconds, of the attempt that ended well
	Step       int     `json:"step,omitempty"`      // last step that was told or kept
	Steps      int     `json:"steps,omitempty"`
	Checkpoint string  `json:"checkpoint,omitempty"` // file in cache/ with latents to go on from

	Created time.Time  `json:"created"`
	Started *time.Time `json:"started,omitempty"`
	Ended   *time.Time `json:"ended,omitempty"`
}

// Ended reports whether nothing more happens to a job in this state by itself.
func (s JobState) Ended() bool { return s == Done || s == Failed || s == Cancelled }
