package player

import "time"

// tell changes the state and sees to it that the window hears of it. It may be
// called from any goroutine.
func (v *Player) tell(urgent bool, change func(*State)) {
	if v.change(urgent, change) {
		v.p.Do(v.deliver)
	}
}

// change is what of tell needs the lock. It tells whether the UI goroutine has to
// come for the state.
func (v *Player) change(urgent bool, change func(*State)) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return false
	}
	before := v.state
	change(&v.state)
	if v.state.Ended && !before.Ended {
		v.ended = true
	}
	if v.state.Err != nil && before.Err == nil {
		v.failed = v.state.Err
	}
	switch {
	case v.waiting:
	case urgent:
		v.waiting = true
		return true
	case v.timer == nil:
		v.timer = time.AfterFunc(tick, v.late)
	}
	return false
}

// late reports what no picture has taken along.
func (v *Player) late() {
	v.mu.Lock()
	report := v.timer != nil && !v.waiting && !v.closed
	v.timer = nil
	v.waiting = v.waiting || report
	v.mu.Unlock()
	if report {
		v.p.Do(v.deliver)
	}
}

// slack is by how much a picture may come early: a window that is painted sixty
// times a second shows film after 33 and after 50 ms in turn.
const slack = 10 * time.Millisecond

// painted runs on the UI goroutine when a picture has come. A position that waits
// to be reported goes with it: the window is painted once for both.
func (v *Player) painted() {
	v.screen.show()
	v.mu.Lock()
	now := time.Now()
	due := v.timer != nil && !v.waiting && now.Sub(v.due) >= -slack
	if due {
		v.due = later(v.due, now.Add(-tick)).Add(tick)
	}
	v.mu.Unlock()
	if due {
		v.deliver()
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// deliver runs on the UI goroutine.
func (v *Player) deliver() {
	v.mu.Lock()
	s, ended, failed := v.state, v.ended, v.failed
	v.waiting, v.ended, v.failed = false, false, nil
	if v.timer != nil {
		v.timer.Stop()
		v.timer = nil
	}
	closed := v.closed
	v.mu.Unlock()
	if closed {
		return
	}
	if s.Err != nil {
		v.screen.say(s.Err.Error())
	} else {
		v.screen.say("")
		v.screen.fit()
	}
	if v.p.Changed != nil {
		v.p.Changed(s)
	}
	if ended && v.p.Ended != nil {
		v.p.Ended()
	}
	if failed != nil && v.p.Failed != nil {
		v.p.Failed(failed)
	}
}
