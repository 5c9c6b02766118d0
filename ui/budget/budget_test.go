package budget

import (
	"strings"
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // whose driver runs fyne.Do here and now
)

func TestOnlyWhatIsTooLongIsTold(t *testing.T) {
	now := time.Time{}
	m := NewMeter(func() time.Time { return now })
	for _, c := range []struct {
		what string
		took time.Duration
	}{{"fine", Limit}, {"slow", Limit + time.Millisecond}, {"worse", time.Second}} {
		m.Do(c.what, func() { now = now.Add(c.took) })
	}
	got := m.Overruns()
	if len(got) != 2 || got[0].What != "worse" || got[1].What != "slow" {
		t.Errorf("too long were %v", got)
	}
	if m.Count() != 3 {
		t.Errorf("%d were measured", m.Count())
	}
	if s := got[1].String(); !strings.Contains(s, "slow held the UI goroutine for 9.0 ms") {
		t.Error(s)
	}
}

func TestAPanicIsMeasuredToo(t *testing.T) {
	m := NewMeter(nil)
	func() {
		defer func() { _ = recover() }()
		m.Measure("fails", func() { panic("no") })
	}()
	if m.Count() != 1 {
		t.Error("lost")
	}
}
