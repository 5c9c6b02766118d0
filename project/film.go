package project

import "time"

// Project is what a whole film shares. Width, Height and Rate are those of new
// shots.
type Project struct {
	UUID    string    `json:"uuid"` // stays the same when the folder is renamed
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Rate    Rate      `json:"rate"`
	Width   int       `json:"width,omitempty"`  // pixels; 0 leaves it to the pack
	Height  int       `json:"height,omitempty"` // pixels; 0 leaves it to the pack
	Note    string    `json:"note,omitempty"`
}

// Validate returns a sentence on what in the project cannot be kept, or nil.
func (p Project) Validate() error {
	return first(
		checkName("the name of the project", p.Name, MaxName),
		checkRate("the frame rate of the project", p.Rate),
		checkSize("the project", p.Width, p.Height),
		checkText("the note of the project", p.Note, MaxText),
	)
}

// Timing is what making clips took on this machine, as an average.
type Timing struct {
	Pack     string    `json:"pack"`
	Provider string    `json:"provider"`
	Work     int64     `json:"work"` // of one step: tokens, or pixels times frames
	Frames   int       `json:"frames"`
	Step     float64   `json:"step"` // seconds a step
	Lead     float64   `json:"lead"` // seconds before the steps: loading, reading the prompt
	Rest     float64   `json:"rest"` // seconds after the steps: decoding, encoding
	Samples  int       `json:"samples"`
	Changed  time.Time `json:"changed"`
}

// Validate returns a sentence on what in the timing cannot be kept, or nil.
func (t Timing) Validate() error {
	const year = 365 * 24 * 3600
	if t.Pack == "" || t.Provider == "" || t.Work <= 0 || t.Frames <= 0 {
		return Bad("name pack, provider, work and frames", "a timing belongs to no pack, provider, size and length: %q, %q, %d, %d", t.Pack, t.Provider, t.Work, t.Frames)
	}
	return first(
		checkText("the pack of a timing", t.Pack, MaxPath), checkText("the provider of a timing", t.Provider, MaxName),
		checkReal("the seconds of a step", t.Step, 0, year), checkReal("the seconds before the steps", t.Lead, 0, year),
		checkReal("the seconds after the steps", t.Rest, 0, year),
	)
}
