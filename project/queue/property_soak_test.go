//go:build soak

package queue_test

import "testing"

// The same as in every test run, a thousand times.
func TestAnySequenceOfCommandsForLong(t *testing.T) {
	sequencesOfCommands(t, "1000")
}
