package window

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// StartAnimation remembers what moves from now on. One that ends by itself does so
// at once here.
func (d *driver) StartAnimation(a *fyne.Animation) {
	if a.RepeatCount != fyne.AnimationRepeatForever {
		a.Tick(1)
		return
	}
	if d.moving == nil {
		d.moving = map[*fyne.Animation]bool{}
	}
	d.moving[a] = true
}

// StopAnimation forgets it.
func (d *driver) StopAnimation(a *fyne.Animation) { delete(d.moving, a) }

// TestNothingMovesInAnIdleWindow goes through all places and leaves the window alone
// on each of them: nothing is animated, and nothing wants the UI goroutine, so that
// no frame is painted.
func TestNothingMovesInAnIdleWindow(t *testing.T) {
	for name, film := range map[string]bool{"no film": false, "a film": true} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, film, nil)
			for _, place := range places {
				s.frame.Go(place.Screen, place.ID)
				rested := false
				for range 20 { // what is still being loaded comes to its end
					if rested = s.wanted(300*time.Millisecond) == 0; rested {
						break
					}
				}
				if !rested {
					t.Errorf("%s %s does not come to rest", place.Screen, place.ID)
				}
				if n := len(s.driver.moving); n > 0 {
					t.Errorf("%s %s: %d animations run for ever", place.Screen, place.ID, n)
				}
			}
			if n := s.wanted(2 * time.Second); n > 0 {
				t.Errorf("an idle window did %d things in two seconds", n)
			}
		})
	}
}

// wanted counts what comes for the UI goroutine within a time.
func (s *stage) wanted(within time.Duration) (n int) {
	over := time.NewTimer(within)
	defer over.Stop()
	for {
		select {
		case do := <-s.driver.todo:
			n++
			do()
		case <-over.C:
			return n
		}
	}
}
