// Package budget keeps the UI goroutine free. The window is painted sixty times a
// second by the goroutine that also runs every callback: what takes longer than
// Limit is seen as a stutter.
//
// # Concurrency
//
// All functions may be called from any goroutine; a Meter may be shared.
package budget

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Limit is how long one callback may hold the UI goroutine: half a frame at sixty
// frames a second, the other half is for painting.
const Limit = 8 * time.Millisecond

// kept is how many overruns a meter remembers, so that a program that runs for
// weeks does not fill up with them.
const kept = 1000

// Overrun is one callback that took too long.
type Overrun struct {
	What string
	Took time.Duration
}

func (o Overrun) String() string {
	return fmt.Sprintf("%s held the UI goroutine for %.1f ms; it may for %d ms", o.What, o.Took.Seconds()*1000, Limit.Milliseconds())
}

// Meter measures callbacks.
type Meter struct {
	now func() time.Time

	mu      sync.Mutex // guards what follows
	count   int
	overrun []Overrun
}

// NewMeter returns a meter that reads a clock; nil for the machine's own.
func NewMeter(now func() time.Time) *Meter {
	if now == nil {
		now = time.Now
	}
	return &Meter{now: now}
}

// Measure runs f here and notes how long it took.
func (m *Meter) Measure(what string, f func()) {
	start := m.now()
	defer func() {
		took := m.now().Sub(start)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.count++
		if took > Limit && len(m.overrun) < kept {
			m.overrun = append(m.overrun, Overrun{What: what, Took: took})
		}
	}()
	f()
}

// Do is fyne.Do, measured.
func (m *Meter) Do(what string, f func()) {
	fyne.Do(func() { m.Measure(what, f) })
}

// Count is how many callbacks were measured: a test that measured none proves
// nothing.
func (m *Meter) Count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.count
}

// Overruns returns those that took too long, the longest first.
func (m *Meter) Overruns() []Overrun {
	m.mu.Lock()
	defer m.mu.Unlock()
	sorted := slices.Clone(m.overrun)
	slices.SortFunc(sorted, func(a, b Overrun) int { return int(b.Took - a.Took) })
	return sorted
}

// shared is the program's meter. Each measurement costs two readings of the
// clock, which is why it is never off.
var shared = NewMeter(nil)

// Shared returns the meter of Do.
func Shared() *Meter { return shared }

// Do runs f on the UI goroutine and measures it: what the window uses in place of
// fyne.Do, with a name by which an overrun is found.
func Do(what string, f func()) { shared.Do(what, f) }
