package studio

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/state"
)

// keepEvery is how much work a kill may cost: a state is kept no more often.
const keepEvery = 20 * time.Second

// checkpoint is the file that a job goes on from. It belongs to the goroutine of
// the run.
type checkpoint struct {
	path string // empty for none
	now  func() time.Time
	tell func(engine.Event)

	latest *engine.State // nil before the first step
	onDisk *engine.State // the one that the file holds, as far as this run knows
	kept   time.Time     // when the file was written, or the run began
	warned bool
}

// resume returns the state to go on from, nil to begin anew. Whatever is wrong
// with the file costs the work that it held and nothing else.
func (c *checkpoint) resume(r engine.Recipe) *engine.State {
	s, err := state.Load(c.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		c.warn("the clip begins anew: " + err.Error())
		return nil
	case s.Recipe != r.Hash() || s.Step < 1 || s.Step > s.Steps:
		c.warn("the clip begins anew: the kept state is one of another recipe")
		return nil
	}
	c.latest, c.onDisk = s, s
	return s
}

// keep is given the state after every step.
func (c *checkpoint) keep(s *engine.State) error {
	c.latest = s
	if c.now().Sub(c.kept) >= keepEvery {
		c.write()
	}
	return nil
}

// write puts the latest state into the file and tells which it is. A file that
// cannot be written is no reason to end the run.
func (c *checkpoint) write() {
	if c.path == "" || c.latest == nil {
		return
	}
	if c.latest != c.onDisk {
		if err := state.Save(c.path, c.latest); err != nil {
			c.warn("the clip cannot be gone on from after a break: " + err.Error())
			c.kept = c.now()
			return
		}
	}
	c.onDisk, c.kept = c.latest, c.now()
	c.tell(engine.Event{Event: worker.EventKept, Phase: engine.PhaseSample, Step: c.latest.Step, Steps: c.latest.Steps})
}

func (c *checkpoint) warn(what string) {
	if !c.warned {
		c.tell(engine.Event{Event: "warning", Message: what})
	}
	c.warned = true
}

// remove deletes the file: the clip is complete, or will not be.
func (c *checkpoint) remove() {
	if c.path != "" {
		_ = os.Remove(c.path)
	}
}
