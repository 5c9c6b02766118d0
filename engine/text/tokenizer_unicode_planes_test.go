//go:build !soak

package text

// lastRune ends the two planes that hold all scripts, symbols and marks; what
// lies beyond, ideographs and emptiness, takes ten times as long to ask about.
const lastRune = 0x1FFFF
