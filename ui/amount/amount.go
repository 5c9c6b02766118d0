// Package amount writes sizes, lengths of time and times of day in the user's
// language, everywhere in the same way.
package amount

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/ui/words"
)

// Bytes writes a size in decimal units, as disks and the queue count: 5.1 GB.
func Bytes(n int64) string {
	switch {
	case n >= 1e9:
		return words.T("amount.gigabytes", "Number", Number(float64(n)/1e9))
	case n >= 1e6:
		return words.T("amount.megabytes", "Number", strconv.FormatFloat(math.Round(float64(n)/1e6), 'f', -1, 64))
	}
	return words.T("amount.kilobytes", "Number", strconv.FormatFloat(math.Ceil(float64(max(n, 0))/1e3), 'f', -1, 64))
}

// Number writes a number with one digit after the decimal sign, and none where it is a zero.
func Number(x float64) string {
	if math.Round(x*10) == math.Round(x)*10 {
		return Fixed(x, 0)
	}
	return Fixed(x, 1)
}

// Fixed writes a number with so many digits after the decimal sign.
func Fixed(x float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', digits, 64), ".", words.T("amount.decimal"), 1)
}

// Parse reads a number as people write it, with a decimal point or a decimal comma
// in every language. Signs between thousands are not understood: 1.000 is a one to
// some and a thousand to others.
func Parse(text string) (float64, error) {
	return strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
}

// Length writes how long something takes, as exactly as anybody plans: 45 s,
// 12 min, 3 h 20 min.
func Length(seconds float64) string {
	s := int(math.Round(max(seconds, 0)))
	switch minutes := (s + 30) / 60; {
	case s < 60:
		return words.T("amount.seconds", "Number", s)
	case s < 10*60 && s%60 != 0:
		return words.T("amount.minutes-seconds", "Minutes", s/60, "Seconds", s%60)
	case minutes < 60:
		return words.T("amount.minutes", "Number", minutes)
	case minutes >= 48*60:
		return words.T("amount.days-hours", "Days", minutes/60/24, "Hours", minutes/60%24)
	case minutes%60 == 0:
		return words.T("amount.hours", "Number", minutes/60)
	default:
		return words.T("amount.hours-minutes", "Hours", minutes/60, "Minutes", minutes%60)
	}
}

// Clock writes when something is, seen from now: 23:15, tomorrow 07:40, or the
// date where it is further away.
func Clock(at, now time.Time) string {
	clock := at.Format("15:04")
	switch {
	case sameDay(at, now):
		return clock
	case sameDay(at, now.AddDate(0, 0, 1)):
		return words.T("amount.tomorrow", "Clock", clock)
	case sameDay(at, now.AddDate(0, 0, -1)):
		return words.T("amount.yesterday", "Clock", clock)
	}
	return at.Format("2006-01-02 15:04")
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
