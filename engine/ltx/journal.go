package ltx

import (
	"context"
	"fmt"
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// journal follows a run over all its stages: it hands out the state after each
// step, and gives back the one that the run goes on from.
type journal struct {
	hooks   engine.Hooks
	recipe  string // hash, where states are kept or one is gone on from
	steps   int    // over all stages
	pace    *pace
	preview *previewer // nil where nobody looks
}

func (p *pipeline) newJournal(ctx context.Context, r engine.Recipe, h engine.Hooks) (*journal, error) {
	if h.Tell == nil {
		h.Tell = func(engine.Event) {}
	}
	j := &journal{hooks: h, steps: len(p.costs(r)), pace: p.newPace(ctx, r)}
	if h.Preview != nil {
		j.preview = p.newPreviewer(r, j.pace)
	}
	if h.Keep != nil || h.Resume != nil {
		j.recipe = r.Hash()
	}
	if s := h.Resume; s != nil {
		switch {
		case s.Recipe != j.recipe:
			return nil, engine.Bad(afresh, "the kept state is one of another recipe")
		case s.Steps != j.steps || s.Step < 1 || s.Step > s.Steps:
			return nil, engine.Bad(afresh, "the kept state is one after step %d of %d, and the clip has %d steps", s.Step, s.Steps, j.steps)
		}
	}
	return j, nil
}

// afresh is what helps wherever a state is of no use.
const afresh = "start the clip from its beginning"

// done returns how many steps were taken before this run.
func (j *journal) done() int {
	if j == nil || j.hooks.Resume == nil {
		return 0
	}
	return j.hooks.Resume.Step
}

// stepped tells a step: the state is kept before anybody hears of it, so that
// what was told is never lost.
func (j *journal) stepped(ctx context.Context, r engine.Recipe, step int, m moment) error {
	if j.hooks.Keep != nil {
		if err := j.hooks.Keep(j.state(step, m)); err != nil {
			return err
		}
	}
	left := j.pace.stepped(ctx, step)
	j.hooks.Tell(engine.Event{
		Event: "step", Phase: engine.PhaseSample, Step: step, Steps: j.steps, Left: left, Memory: runtime.ResidentMemory(),
	})
	if j.preview == nil {
		return nil
	}
	return j.preview.stepped(ctx, r, step, j.steps, m, j.hooks.Preview)
}

// streamNames are what the tensors of both streams are called in a state.
var streamNames = [2]string{"video", "audio"}

func historyName(stream, part int) string {
	return fmt.Sprintf("%s.history.%d", streamNames[stream], part)
}

// state copies what is needed to go on after a step: the noisy latents of all
// tokens, conditions included, and what the solvers remember. Everything else
// follows from the recipe again; also the stage, from the number of the step.
func (j *journal) state(step int, m moment) *engine.State {
	s := &engine.State{Recipe: j.recipe, Step: step, Steps: j.steps, Tensors: map[string][]float32{}}
	for i, stream := range m.streams {
		s.Tensors[streamNames[i]] = slices.Clone(stream.x)
		for k, part := range m.solvers[i].History() {
			s.Tensors[historyName(i, k)] = part
		}
	}
	return s
}

// restore puts the latents of the state into both streams.
func (j *journal) restore(video, audio *stream) error {
	for i, stream := range []*stream{video, audio} {
		kept := j.hooks.Resume.Tensors[streamNames[i]]
		if len(kept) != len(stream.x) {
			return engine.Bad(afresh, "the kept state has %d values of %s, and the clip %d", len(kept), streamNames[i], len(stream.x))
		}
		if !tensor.Finite(kept) {
			return engine.Bad(afresh, "the kept state holds what is no number")
		}
		copy(stream.x, kept)
	}
	return nil
}

// goOn is restore for a walk that has steps left: after done of its steps.
func (j *journal) goOn(done int, video, audio *stream, solvers [2]sampler.Solver) error {
	if err := j.restore(video, audio); err != nil {
		return err
	}
	for i, solver := range solvers {
		var history [][]float32
		for k := 0; ; k++ {
			part, ok := j.hooks.Resume.Tensors[historyName(i, k)]
			if !ok {
				break
			}
			history = append(history, part)
		}
		size := len([]*stream{video, audio}[i].x)
		if err := solver.Resume(done, size, history); err != nil {
			return engine.Bad(afresh, "the kept state cannot be gone on from: %w", err)
		}
	}
	return nil
}
