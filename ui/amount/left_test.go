package amount

import (
	"testing"
	"time"
)

func TestWhatIsLeftIsRough(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "0 s", 0.4: "5 s", 13: "15 s", 58: "1 min", 61: "1 min 15 s", 157: "2 min 45 s", 181: "4 min", 3600: "1 h",
	} {
		if got := Left(seconds); got != want {
			t.Errorf("%g s left: %q, want %q", seconds, got, want)
		}
	}
}

func TestAllLookInTheSameMoment(t *testing.T) {
	second := time.Date(2026, 11, 23, 4, 0, 7, 0, time.UTC)
	for _, after := range []time.Duration{0, time.Nanosecond, 250 * time.Millisecond, 999 * time.Millisecond} {
		if at := second.Add(after); !at.Add(NextLook(at)).Equal(second.Add(time.Second)) {
			t.Errorf("%v after a second: it looks again in %v", after, NextLook(at))
		}
	}
}
