//go:build cgo && !noplayer

package player

import (
	"fmt"

	"github.com/gen2brain/go-mpv"
)

// Version is what libmpv says that it is, or why nothing moves. It starts mpv: call
// it away from the window's goroutine.
func Version() (string, error) {
	locale()
	m := mpv.New()
	if m.APIVersion() == 0 {
		return "", errNoLibrary
	}
	defer m.TerminateDestroy()
	if err := m.Initialize(); err != nil {
		return "", fmt.Errorf("the player could not be started: %w", err)
	}
	return m.GetPropertyString("mpv-version"), nil
}
