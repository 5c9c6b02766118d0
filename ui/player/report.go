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
	switch wait := tick - time.Since(v.told); {
	case v.waiting:
	case urgent || wait <= 0:
		v.waiting, v.told = true, time.Now()
		return true
	case v.timer == nil:
		v.timer = time.AfterFunc(wait, v.late)
	}
	return false
}

// late reports what was held back.
func (v *Player) late() {
	v.mu.Lock()
	v.timer = nil
	report := !v.waiting && !v.closed
	if report {
		v.waiting, v.told = true, time.Now()
	}
	v.mu.Unlock()
	if report {
		v.p.Do(v.deliver)
	}
}

// deliver runs on the UI goroutine.
func (v *Player) deliver() {
	v.mu.Lock()
	s, ended, failed := v.state, v.ended, v.failed
	v.waiting, v.ended, v.failed = false, false, nil
	closed := v.closed
	v.mu.Unlock()
	if closed {
		return
	}
	switch {
	case s.Err != nil:
		v.screen.say(s.Err.Error())
	default:
		v.screen.say("")
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
