//go:build !cgo || noplayer

package player

import "errors"

// Available tells whether this build plays, or shows stills only.
const Available = false

// ErrStillsOnly is why nothing moves.
var ErrStillsOnly = errors.New("this build of Kinora shows stills only; to play, install libmpv (sudo apt install libmpv-dev) and build without the tag noplayer, with cgo")

func newDeck(f *frames, tell tell, _ bool) (deck, error) {
	return newStillDeck(f, tell, ErrStillsOnly), nil
}
