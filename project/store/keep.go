package store

import (
	"slices"
	"time"
)

// How many backups are kept.
const (
	keptLast = 10
	keptDays = 14
)

// superfluous returns which of the times at which backups were made are no longer
// needed: neither among the last ten nor the last one of one of the past fourteen
// days. Days are those of now's place.
func superfluous(made []time.Time, now time.Time) []time.Time {
	newestFirst := slices.Clone(made)
	slices.SortFunc(newestFirst, func(a, b time.Time) int { return b.Compare(a) })
	today := dayOf(now, now.Location())
	seen := map[int64]bool{}
	var gone []time.Time
	for i, at := range newestFirst {
		day := dayOf(at, now.Location())
		lastOfDay := !seen[day]
		seen[day] = true
		if i >= keptLast && (!lastOfDay || today-day >= keptDays) {
			gone = append(gone, at)
		}
	}
	return gone
}

// dayOf numbers days, so that two next to each other are 1 apart however long
// they are.
func dayOf(t time.Time, in *time.Location) int64 {
	year, month, day := t.In(in).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}
