package settings

import (
	"sync"

	"github.com/kinora-studio/kinora/app/studio"
)

// using hands what jobs may use to the desk, which can keep its caller waiting
// while a worker is being told. Of changes that come meanwhile the last one counts.
type using struct {
	mu      sync.Mutex
	last    studio.Machine // guarded by mu; what was chosen last
	waiting bool           // guarded by mu; nobody has taken it yet
	busy    bool           // guarded by mu; a goroutine hands over
}

// use lets jobs use this from the next one on.
func (p *Page) use(m studio.Machine) {
	u := &p.using
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last, u.waiting = m, true
	if u.busy {
		return
	}
	u.busy = true
	p.errands.Go(func() {
		for {
			next, ok := u.next()
			if !ok {
				return
			}
			if err := p.desk.UseMachine(next); err != nil {
				p.host.Do("settings: not kept", func() { p.fail(err) })
			}
		}
	})
}

// next takes what waits; where nothing does, the goroutine ends.
func (u *using) next() (m studio.Machine, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.busy, u.waiting = u.waiting, false
	return u.last, u.busy
}

// machine is what jobs may use, counting what is on its way to the desk.
func (p *Page) machine() studio.Machine {
	p.using.mu.Lock()
	defer p.using.mu.Unlock()
	if p.using.busy {
		return p.using.last
	}
	return p.desk.Machine()
}
