package engine

import (
	"context"
)

// Plan says what a recipe will take, or why it cannot run here.
type Plan struct {
	Recipe  Recipe  `json:"recipe"`  // with every default filled in
	Seconds float64 `json:"seconds"` // expected, from command to clip
	Rest    float64 `json:"rest"`    // those of them that come after the last step: decoding and writing
	Memory  int64   `json:"memory"`  // bytes at the peak
	Disk    int64   `json:"disk"`    // bytes written
	// Reason is empty where the recipe can run; Nearest is then nil.
	Reason  string  `json:"reason,omitempty"`
	Nearest *Recipe `json:"nearest,omitempty"`
}

// Phase names a part of a run.
type Phase string

// The phases, in order.
const (
	PhaseLoad   Phase = "load"
	PhasePrompt Phase = "prompt"
	PhaseSample Phase = "sample"
	PhaseSound  Phase = "sound"
	PhaseDecode Phase = "decode"
	PhaseEncode Phase = "encode"
)

// Event is one line of the stream that a run tells: newline-delimited JSON
// wherever it leaves the process.
type Event struct {
	Event   string  `json:"event"` // "start", "phase", "step", "preview", "warning", "result", "error"
	Take    int     `json:"take,omitempty"`
	Phase   Phase   `json:"phase,omitempty"`
	Step    int     `json:"step,omitempty"` // of Steps, counted from 1
	Steps   int     `json:"steps,omitempty"`
	Elapsed float64 `json:"elapsed"`           // seconds since the start of the run
	Left    float64 `json:"left,omitempty"`    // seconds, estimated from what was measured
	Memory  int64   `json:"memory,omitempty"`  // bytes resident
	Path    string  `json:"path,omitempty"`    // of a result
	Seconds float64 `json:"seconds,omitempty"` // a result took
	Seed    *uint64 `json:"seed,omitempty"`    // of a result
	// Picture is a preview as a JPEG file; Envelope its sound, see Preview.
	Picture  []byte    `json:"picture,omitempty"`
	Envelope []float32 `json:"envelope,omitempty"`
	Message  string    `json:"message,omitempty"`
	Hint     string    `json:"hint,omitempty"`
	Code     int       `json:"code,omitempty"` // exit code that an error leads to
}

// Hooks are how a run and whoever started it talk. They are called on the
// goroutine of the run, which waits for them; each may be nil.
type Hooks struct {
	Tell func(Event)
	// Preview is given what is forming, every few steps.
	Preview func(Preview)
	// Keep is given the state after every step, before Tell hears of it. The state
	// may be kept: its slices are copies, nothing writes to them afterwards. An
	// error ends the run and is returned.
	Keep func(*State) error
	// Resume is a state of the same recipe to go on from, which is only read; nil
	// begins with noise. The clip is the same either way, bit by bit. A state of
	// another recipe is a BadInput fault.
	Resume *State
}

// Preview is a coarse look at a clip that is not finished.
type Preview struct {
	Step, Steps int
	Picture     *Picture  // one frame, small; nil where the pack has no quick way to it
	Envelope    []float32 // loudness of the sound over the clip, 0 to 1; nil where it has none yet
}

// State is what a run needs to go on from after a step. How tensors are named is
// the family's affair.
type State struct {
	Recipe  string // Hash of the recipe that is being made
	Step    int    // last finished, over all stages, counted from 1
	Steps   int
	Tensors map[string][]float32
}

// Clip is a finished take. Sound is complete; pictures come out of Render one at
// a time, so that a clip's length never decides how much memory it takes.
type Clip struct {
	Width, Height int
	Frames        int
	Rate          Rate
	Sound         *Sound // nil for a silent clip
	// Render calls emit for every frame in order. The picture is reused after
	// emit returns; an error of emit ends the rendering and is returned.
	Render func(ctx context.Context, emit func(*Picture) error) error
}

// Info is what a program needs to know of an opened pack.
type Info struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Note        string   `json:"note,omitempty"` // to be shown, such as that it is a demonstration
	Family      string   `json:"family"`
	Licence     string   `json:"licence,omitempty"`
	Hash        string   `json:"hash"`
	WeightBytes int64    `json:"weight_bytes"`
	Vocabulary  []string `json:"vocabulary,omitempty"` // all words a small pack knows; empty for a large one
	MaxTokens   int      `json:"max_tokens"`
	FrameUnit   int      `json:"frame_unit"` // lengths are a multiple of it and one more
	SizeUnit    int      `json:"size_unit"`  // sizes are multiples of it, in pixels
	// ImageCRF is the H.264 quality (CRF) at which pictures are compressed before
	// the model sees them, since it was trained on frames of videos; 0 leaves them.
	ImageCRF int    `json:"image_crf,omitempty"`
	Defaults Recipe `json:"defaults"`
}

// Pipeline is one opened pack.
type Pipeline interface {
	Info() Info
	// Plan fills in defaults and checks the recipe. A recipe that cannot be made
	// at all is a BadInput fault; one that does not fit this machine has a
	// Reason.
	Plan(ctx context.Context, r Recipe) (Plan, error)
	// Generate makes one clip from a recipe that Plan returned. It ends with the
	// context's error within one step after that is cancelled.
	Generate(ctx context.Context, r Recipe, h Hooks) (*Clip, error)
	// Tokens counts what the model reads of a prompt, and lists words it does not
	// know.
	Tokens(prompt string) (count int, unknown []string, err error)
	Close() error
}

// OpenParams say how to open a pack.
type OpenParams struct {
	Dir      string
	Provider string // "cpu", "cuda", "directml"
	Device   int
	Threads  int       // 0 means all cores
	Budget   int64     // bytes for models, 0 for no limit
	Int8     bool      // large linear layers in 8 bits
	Adapters []Adapter // fixed for the life of the pipeline
	CacheDir string    // for prompts and converted weights; empty for none
}

// Family opens the packs of one kind of model.
type Family interface {
	Open(ctx context.Context, p OpenParams) (Pipeline, error)
}
