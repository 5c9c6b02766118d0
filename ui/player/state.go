package player

import (
	"time"

	"github.com/kinora-studio/kinora/project/media"
)

// State is what a Player does now.
type State struct {
	Loading bool  // a file is being opened
	Err     error // why nothing can be shown: a sentence for people
	// Note is what is not as it should be while the clip can be seen.
	Note  string
	Clips []Clip // what is open

	Frame, Frames int64 // shown now, counted from 0; how many there are
	Rate          media.Rate
	Duration      time.Duration
	Sound         bool // the clip has sound
	// SoundLead is how far the picture is ahead of the sound in seconds while both
	// play, as mpv measures it.
	SoundLead float64

	Playing bool
	Ended   bool    // it stands on the last frame because it has played to the end
	Speed   float64 // 1 is normal, -1 backwards
	Loop    bool
	// In is the first frame of the range that is played, Out the one after the
	// last.
	In, Out int64
	Volume  float64 // 0 to 1
	Muted   bool
}

// noDevice is the note of a machine without sound; the bar says it in the user's
// language.
const noDevice = "no sound device was found; connect one and open the clip again"

// Ready tells whether there is something to play.
func (s State) Ready() bool { return !s.Loading && s.Err == nil && s.Frames > 0 }

// deck shows a source. Its methods return at once, except close.
type deck interface {
	// open shows the first frame of a source.
	open(s *source)
	// seek goes to a frame; of several requests only the newest counts.
	seek(frame int64)
	// step goes n frames on from where it stands, or from where it is going, and
	// stops.
	step(n int64)
	// play goes on with a speed, and stops with 0.
	play(speed float64)
	// limit plays from in to before out, again and again where it loops.
	limit(in, out int64, loop bool)
	// listen sets how loud it is.
	listen(volume float64, muted bool)
	// close ends all goroutines and frees everything.
	close()
}

// tell changes the state that the window sees. Urgent changes are shown at once,
// others at most as often as film has frames.
type tell func(urgent bool, change func(*State))
