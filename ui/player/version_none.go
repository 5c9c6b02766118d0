//go:build !cgo || noplayer

package player

// Version is why nothing moves.
func Version() (string, error) { return "", ErrStillsOnly }
