package ltx

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// checkSampling looks at the steps, their noise levels and the guidance.
func (p *pipeline) checkSampling(r engine.Recipe) error {
	if r.Steps < 1 || r.Steps > engine.MaxSteps {
		return engine.Bad(fmt.Sprintf("use 1 to %d", engine.MaxSteps), "%d steps are not possible", r.Steps)
	}
	for _, g := range []engine.Guidance{r.Video, r.Sound} {
		for _, v := range []float64{g.Scale, g.STG, g.Modality, g.Rescale} {
			if math.IsNaN(v) || v < 0 || v > 100 {
				return engine.Bad("use a guidance from 1 to 20", "a guidance of %g is not possible", v)
			}
		}
	}
	for _, s := range r.Sigmas {
		if math.IsNaN(s) || s <= 0 || s > 1 {
			return engine.Bad("list falling noise levels in (0, 1]", "a noise level of %g is not possible", s)
		}
	}
	return p.checkSchedule(r)
}

// checkSchedule computes the noise levels of every stage, so that what the pack's
// scheduler makes of the request is known before anything else is.
func (p *pipeline) checkSchedule(r engine.Recipe) error {
	err := p.trySchedule(r)
	if !errors.Is(err, errTooLarge) {
		return err
	}
	hint := "use fewer frames"
	if width, height := p.largest(r); width > 0 {
		hint = fmt.Sprintf("use %dx%d, or fewer frames", width, height)
	}
	return engine.Bad(hint, "%dx%d with %d frames is more than the pack %s can make", r.Width, r.Height, r.Frames, p.pack.About.Name)
}

// errTooLarge: the schedule cannot be computed for so many tokens.
var errTooLarge = errors.New("the schedule cannot be shifted so far")

// largest returns the largest size of a recipe's shape and length that there is a
// schedule for, 0 where there is none.
func (p *pipeline) largest(r engine.Recipe) (width, height int) {
	const parts = 64
	unit := p.shape.spatial
	if r.TwoStage {
		unit *= 2
	}
	for part := parts - 1; part > 0; part-- {
		one := r
		one.Width, one.Height = nearest(r.Width*part/parts, unit, 0, maxSide), nearest(r.Height*part/parts, unit, 0, maxSide)
		if min(one.Width, one.Height) < max(unit, p.leastSide) {
			break
		}
		if p.trySchedule(one) == nil {
			return one.Width, one.Height
		}
	}
	return 0, 0
}

func (p *pipeline) trySchedule(r engine.Recipe) error {
	one := r
	if r.TwoStage {
		one.Width, one.Height = r.Width/2, r.Height/2
		refine := sampler.DistilledStage2()
		if err := p.tryStage(stage{recipe: r, sigmas: refine, schedule: p.scheduleFor(refine)}); err != nil {
			return err
		}
	}
	return p.tryStage(stage{recipe: one, sigmas: r.Sigmas, schedule: p.scheduleFor(r.Sigmas)})
}

func (p *pipeline) tryStage(s stage) error {
	_, err := s.schedule.NewSolver(s.request(int(p.shape.videoTokens(s.recipe))))
	path := filepath.Join(p.dir("scheduler"), schedulerFile)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sampler.ErrFewSteps):
		return engine.Bad("use 2 or more", "%s cannot be sampled in one step: %w", p.pack.About.Name, err)
	case errors.Is(err, sampler.ErrConfig):
		if p.onlyTooLarge(s) {
			return errTooLarge
		}
		return engine.Bad("copy or download the pack again", "the schedule %s cannot be used: %w", path, err)
	case len(s.sigmas) > 0:
		return engine.Bad("list falling noise levels in (0, 1]", "the noise levels cannot be used: %w", err)
	}
	return engine.Bad("use other steps", "the steps cannot be taken: %w", err)
}

// onlyTooLarge reports whether a schedule that cannot be computed is fine at the
// pack's own, smaller size.
func (p *pipeline) onlyTooLarge(s stage) bool {
	usual := p.shape.videoTokens(p.defaults)
	if p.shape.videoTokens(s.recipe) <= usual {
		return false
	}
	_, err := s.schedule.NewSolver(s.request(int(usual)))
	return err == nil
}

const schedulerFile = "scheduler_config.json"

// scheduleFor returns the pack's schedule; noise levels that are listed are
// meant as they are, without any shift.
func (p *pipeline) scheduleFor(sigmas []float64) sampler.Config {
	if len(sigmas) == 0 {
		return p.schedule
	}
	if c := p.schedule.FlowMatch; c != nil {
		listed := c.DistilledConfig()
		listed.Shift = 1
		return sampler.Config{FlowMatch: &listed}
	}
	return p.schedule
}
