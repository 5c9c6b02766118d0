package amount

import (
	"math"
	"time"
)

// Rough is a length of time in seconds, as exact as an estimate can be: nobody is
// helped by seconds that are wrong anyway.
func Rough(seconds float64) float64 {
	unit := 5.0
	switch {
	case seconds >= 180:
		unit = 60
	case seconds >= 60:
		unit = 15
	}
	return math.Ceil(seconds/unit) * unit
}

// Left writes how long something still takes. All of the window says it with this,
// so that no two places of it differ.
func Left(seconds float64) string { return Length(Rough(seconds)) }

// NextLook is how long it is from now until whatever says how long something still
// takes looks again: to the next whole second, so that all of them do so together.
func NextLook(now time.Time) time.Duration {
	return now.Truncate(time.Second).Add(time.Second).Sub(now)
}
