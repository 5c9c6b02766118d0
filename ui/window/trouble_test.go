package window

import (
	"testing"
	"time"
)

// TestTroublesAreNotRepeated: what goes on is told once a minute, what is new at
// once.
func TestTroublesAreNotRepeated(t *testing.T) {
	var told troubles
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		after    time.Duration
		sentence string
		want     bool
	}{
		{0, "The disk is full.", true},
		{5 * time.Second, "The disk is full.", false},
		{time.Second, "The folder is gone.", true},
		{time.Second, "The disk is full.", true},
		{troubleAgain, "The disk is full.", true},
	} {
		now = now.Add(c.after)
		if got := told.fresh(c.sentence, now); got != c.want {
			t.Errorf("%q after %v is told: %t", c.sentence, c.after, got)
		}
	}
}
