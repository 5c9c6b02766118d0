package studio

import (
	"context"
	"errors"
	"sort"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// PlanDerive says what a take that is made of another one would take, and makes
// nothing. Where it cannot be made, which is an error or the plan's Reason, Nearest
// is the longest of its kind that can; nil where its length is not what is wrong.
func (s *Session) PlanDerive(ctx context.Context, p DeriveParams) (RenderPlan, error) {
	take, err := s.Store.Take(ctx, p.Take)
	if err != nil {
		return RenderPlan{}, err
	}
	shot, err := s.Store.Shot(ctx, take.Shot)
	if err != nil {
		return RenderPlan{}, err
	}
	q, err := s.derivationFrom(ctx, take, shot, p, func(int) (string, error) { return s.Store.Path(take.Path), nil })
	if err != nil {
		return RenderPlan{}, err
	}
	q.Budget = s.mayUse().Budget
	if q, err = q.complete(); err != nil {
		return RenderPlan{}, err
	}
	var plan RenderPlan
	err = s.reading(ctx, q.follow(nil), func(pack engine.Pipeline, q RenderRequest) error {
		var err error
		if plan.Plan, err = s.planFitting(ctx, pack, q); err == nil && plan.Reason == "" {
			return nil
		}
		if ctx.Err() == nil && (err == nil || isAboutSize(err)) {
			plan.Nearest = s.longest(ctx, pack, q, plan.Plan, take)
		}
		return err
	})
	return plan, err
}

// isAboutSize tells whether something else than the length would have to change.
func isAboutSize(err error) bool {
	kind := engine.KindOf(AsFault(err))
	return kind == engine.BadInput || kind == engine.NoRoom
}

// reading has the pack of a request open, as it was left where it is the same one.
func (s *Session) reading(ctx context.Context, q RenderRequest, do func(engine.Pipeline, RenderRequest) error) (err error) {
	params, err := q.openParams(nil)
	if err != nil {
		return err
	}
	if len(q.Adapters) > 0 { // the one that stays open has none
		p, err := openPack(ctx, params)
		if err != nil {
			return err
		}
		return errors.Join(do(p, q), p.Close())
	}
	s.reader.mu.Lock()
	defer s.reader.mu.Unlock()
	p, err := s.reader.open(ctx, params)
	if err != nil {
		return err
	}
	return do(p, q)
}

// planFitting plans a request for which there has to be room on the disk, too.
func (s *Session) planFitting(ctx context.Context, p engine.Pipeline, q RenderRequest) (engine.Plan, error) {
	plan, err := q.plan(ctx, p, nil)
	if err == nil && plan.Reason == "" {
		err = fits(plan, s.cachePath(0, clipEnding))
	}
	return plan, err
}

// longest looks for the longest clip below what a request asks for that can be made;
// nil for none.
func (s *Session) longest(ctx context.Context, p engine.Pipeline, q RenderRequest, asked engine.Plan, take project.Take) *engine.Recipe {
	frames := max(asked.Recipe.Frames, take.Frames)
	if q.Frames != nil {
		frames = *q.Frames
	}
	unit := max(p.Info().FrameUnit, 1)
	var found *engine.Recipe
	sort.Search(frames/unit+1, func(units int) bool { // from the first that is too long
		n := units*unit + 1
		q.Frames, q.Near = &n, true
		plan, err := s.planFitting(ctx, p, q)
		if ctx.Err() != nil || err != nil || plan.Reason != "" {
			return true
		}
		found = &plan.Recipe
		return false
	})
	if ctx.Err() != nil {
		return nil
	}
	return found
}
