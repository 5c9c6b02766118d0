package durationhead

import "math"

// Window bounds a predicted length.
type Window struct {
	Min, Max float64 // seconds
}

// DefaultWindow is that of the public pipeline.
func DefaultWindow() Window { return Window{Min: 1, Max: 20} }

// Frames turns a length in seconds at a rate in frames a second into a number of
// frames that the video VAE can make, k·stride + 1. Lengths are bounded first,
// then rounded down to that grid, or up where down leaves the window. A window
// without a point of the grid gives the nearest one outside.
func (w Window) Frames(seconds, rate float64, stride int) int {
	least := max(1, int(math.RoundToEven(w.Min*rate)))
	most := int(math.RoundToEven(w.Max * rate))
	wanted := max(least, min(int(math.RoundToEven(min(seconds, w.Max)*rate)), most))
	below := (wanted-1)/stride*stride + 1
	above := below + stride
	switch {
	case below >= least:
		return below
	case above <= most, above-wanted < wanted-below:
		return above
	}
	return below
}
