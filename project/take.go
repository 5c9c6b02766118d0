package project

import (
	"encoding/json"
	"fmt"
	"time"
)

// Verb says what made a take.
type Verb string

// The verbs.
const (
	VerbGenerate Verb = "generate"
	VerbExtend   Verb = "extend"
	VerbEdit     Verb = "edit"
	VerbRemix    Verb = "remix"
	VerbRetake   Verb = "retake"
	VerbUpscale  Verb = "upscale"
	VerbImport   Verb = "import"
)

// Take is one result, never overwritten.
type Take struct {
	ID     int64  `json:"id"`
	Shot   int64  `json:"shot"`
	Number int    `json:"number"` // among the takes of its shot, from 1
	Code   string `json:"code"`   // SH010_T03
	Parent int64  `json:"parent,omitempty"`
	Verb   Verb   `json:"verb"`
	Job    int64  `json:"job,omitempty"` // that made it; a job makes one take

	Path   string `json:"path"` // media/SH010_T03.mp4
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Width  int    `json:"width"`  // pixels, of the file
	Height int    `json:"height"` // pixels, of the file
	Frames int    `json:"frames"`
	Rate   Rate   `json:"rate"`
	Silent bool   `json:"silent,omitempty"`

	Recipe  json.RawMessage `json:"recipe,omitempty"` // that decides the clip; empty for an import
	Prompt  string          `json:"prompt"`           // as the model read it, for searching
	Seed    uint64          `json:"seed"`
	Seconds float64         `json:"seconds,omitempty"` // that making it took

	Favourite bool      `json:"favourite,omitempty"`
	Note      string    `json:"note,omitempty"`
	Made      time.Time `json:"made"`
}

// TakeCode is how people and files name a take: SH010_T03.
func TakeCode(shot string, number int) string {
	return fmt.Sprintf("%s_T%02d", shot, number)
}

// ShotCode is the code of the nth shot made: SH010, SH020, so that others fit in
// between.
func ShotCode(n int64) string { return fmt.Sprintf("SH%03d", 10*n) }

// SceneCode is the code of the nth scene made.
func SceneCode(n int64) string { return fmt.Sprintf("SC%03d", 10*n) }
