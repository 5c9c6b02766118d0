package storyboard

import (
	"fmt"
	"maps"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/budget"
)

// feature puts a thousand shots into fifty scenes.
func feature(s *stage) {
	ctx := s.t.Context()
	s.check(s.session.Store.Edit(ctx, "fill", func(e *store.Editor) error {
		for n := range 50 {
			scene, err := e.AddScene(ctx, project.Scene{Title: fmt.Sprintf("INT. ROOM %d - NIGHT", n+1)})
			if err != nil {
				return err
			}
			for i := range 20 {
				if _, err := e.AddShot(ctx, project.Shot{Scene: scene.ID, Frames: 96, Beats: []string{fmt.Sprintf("%d, the ferry turns in the harbour at dawn, and Anna runs", i)}}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// ownTime is what this thread has computed so far: a busy machine does not make it
// pass.
func ownTime() time.Time {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err)
	}
	return time.Unix(now.Sec, now.Nsec)
}

// TestAThousandCardsWithoutStutter goes over a very large board. The runtime may sweep
// memory, or the machine be taken away, in one walk, but not at the same thing in each
// of three.
func TestAThousandCardsWithoutStutter(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := onStage(t, setup{before: feature, size: large})
	slow := roam(s)
	for try := 1; len(slow) > 0 && try < 3; try++ {
		again := roam(s)
		maps.DeleteFunc(slow, func(what string, _ budget.Overrun) bool { return again[what].Took == 0 })
	}
	for _, o := range slow {
		t.Error(o)
	}
}

// roam does with a thousand cards what a user does, and returns what held the UI
// goroutine too long.
func roam(s *stage) map[string]budget.Overrun {
	sheet := s.page.grid.sheet
	s.page.selectNone()
	sheet.scroll.ScrollToTop()
	meter := budget.NewMeter(ownTime)
	longest := map[string]time.Duration{}
	piece := func(what string, do func()) {
		start := ownTime()
		meter.Measure(what, do)
		longest[what] = max(longest[what], ownTime().Sub(start))
	}
	settle := func(what string, so func() bool) {
		s.until(what, func() bool {
			if so() {
				return true
			}
			piece("showing the board again", func() { (<-s.todo)() })
			return so()
		})
	}
	middle := fyne.CurrentApp().Driver().AbsolutePositionForObject(sheet).AddXY(300, 300)
	for before := float32(-1); sheet.scroll.Offset.Y != before; {
		before = sheet.scroll.Offset.Y
		piece("scrolling", func() { test.Scroll(s.window.Canvas(), middle, 0, -240) })
	}
	for _, index := range []int{500, 3, 999, 501} {
		piece("selecting", func() { sheet.setSelected(index); s.page.only(index) })
	}
	for range 20 {
		piece("going by keys", func() { sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) })
	}
	piece("selecting all", s.page.selectAll)
	piece("selecting one", func() { s.page.only(s.page.index(s.page.shots[501].ID)); sheet.setSelected(501) })
	moved := s.page.shots[501].ID
	for i := range 40 {
		piece("dragging", func() { s.page.grid.drag(moved, middle.AddXY(float32(i*9), float32(i*12%300))) })
	}
	piece("letting go", s.page.grid.drop)
	settle("it has moved", func() bool { return s.page.shots[501].ID != moved })
	piece("undoing", s.page.undo)
	settle("it is back", func() bool { return s.page.shots[501].ID == moved })
	piece("folding", func() { s.page.fold(25) })
	piece("unfolding", func() { s.page.fold(25) })
	piece("folding all", s.page.foldAll)
	piece("unfolding all", s.page.foldAll)
	s.t.Logf("the longest of each: %v", longest)
	slow := map[string]budget.Overrun{}
	for _, o := range meter.Overruns() {
		s.t.Logf("in this walk %v", o)
		slow[o.What] = o
	}
	return slow
}
