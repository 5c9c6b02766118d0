package projects

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/sys/unix"
)

// ownTime is what this thread has computed so far: a busy machine does not make it
// pass.
func ownTime() time.Time {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err)
	}
	return time.Unix(now.Sec, now.Nsec)
}

func TestTwoHundredFilmsWithoutStutter(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := onScene(t, sceneParams{seed: many, clock: ownTime})
	s.looked()
	piece := s.host.meter.Measure
	piece("opening the page again", func() { s.page.Open("") })
	s.looked()
	middle := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.page.grid).AddXY(300, 100)
	for last := 0; last < len(s.page.listed); _, last = s.page.grid.InSight() {
		piece("scrolling", func() { test.Scroll(s.window.Canvas(), middle, 0, -120) })
		piece("hovering", func() { test.MoveMouse(s.window.Canvas(), middle.AddXY(float32(last%90), 0)) })
	}
	s.looked()
	focused := s.window.Canvas().Focused()
	for range 40 {
		piece("choosing by keys", func() { focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp}) })
	}
	s.looked()
	for _, typed := range []string{"f", "fi", "film 1", "film 19", ""} {
		piece("finding", func() { s.page.filter.SetText(typed) })
	}
	s.looked()
	piece("forgetting", func() { s.page.forget(s.page.listed[100]) })
	piece("a notice", func() { s.page.refused(s.page.listed[0], unix.EIO) })
	piece("the menu", s.page.menuOfChosen)
	for _, slow := range s.host.meter.Overruns() {
		t.Error(slow)
	}
	if s.host.meter.Count() < 200 {
		t.Errorf("only %d pieces were measured", s.host.meter.Count())
	}
}
