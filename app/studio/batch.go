package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// planner plans the takes of all shots that one command is about. What they share is
// read once, and those that differ in nothing but their words share a plan, too.
type planner struct {
	session *Session
	styles  []project.Style
	rate    project.Rate // of the film

	plans map[string]engine.Plan // by what decides them
	timed map[string]bool        // packs that tell from the words how long a clip is
}

func (s *Session) planner(ctx context.Context) (*planner, error) {
	styles, err := s.Store.Styles(ctx)
	if err != nil {
		return nil, err
	}
	film, err := s.Store.Project(ctx)
	if err != nil {
		return nil, err
	}
	return &planner{session: s, styles: styles, rate: film.Rate, plans: map[string]engine.Plan{}, timed: map[string]bool{}}, nil
}

// compose resolves a shot to a request for its takes.
func (p *planner) compose(shot project.Shot) (RenderRequest, error) {
	if !shot.Rate.Valid() && shot.Pack != "" {
		shot.Rate = p.rate
	}
	q, err := ComposeShot(shot, p.styles, p.session.Store.Path)
	q.Provider = p.session.mayUse().Provider
	return q, err
}

// takes returns the jobs of a shot's takes, of which there is always one.
func (p *planner) takes(ctx context.Context, shot project.Shot, asked GenerateParams) ([]queue.New, error) {
	q, err := p.compose(shot)
	if err != nil {
		return nil, err
	}
	if asked.Takes > 0 {
		q.Takes = asked.Takes
	}
	plan, err := p.plan(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shot.Code, err)
	}
	if err := fits(plan, p.session.cachePath(0, clipEnding)); err != nil {
		return nil, err
	}
	first := drawSeed()
	if q.Seed != nil {
		first = *q.Seed
	}
	news := make([]queue.New, q.Takes)
	for i := range news {
		one, seed := q, first+uint64(i)
		one.Takes, one.Seed = 1, &seed
		if news[i], err = generation(shot, one, plan, asked); err != nil {
			return nil, err
		}
	}
	return news, nil
}

// plan is Session.plan, whose answer counts for all shots of the command to which it
// has to be the same.
func (p *planner) plan(ctx context.Context, q RenderRequest) (engine.Plan, error) {
	key, shared, err := p.key(q)
	if err != nil {
		return engine.Plan{}, err
	}
	if plan, known := p.plans[key]; known && shared {
		_, err := q.complete()
		return plan, err
	}
	plan, err := p.session.plan(ctx, q)
	if err == nil && shared {
		p.plans[key] = plan.Plan
	}
	return plan.Plan, err
}

// key is everything of a request that decides its plan. Files are looked at again for
// each shot, and words that a pack might refuse for their length are read by it.
func (p *planner) key(q RenderRequest) (key string, shared bool, err error) {
	const surely = 4000 // characters, with those of a style
	if len(q.Images)+len(q.References)+len(q.Adapters) > 0 || q.Audio+q.Voice+q.Footage != "" ||
		utf8.RuneCountInString(q.Prompt) > surely || !utf8.ValidString(q.Prompt+q.Negative) {
		return "", false, nil
	}
	if q.Frames == nil {
		if timed, err := p.timedByWords(q); err != nil || timed {
			return "", false, err
		}
	}
	q.Prompt, q.Negative, q.Seed = "", "", nil
	text, err := json.Marshal(q)
	return string(text), true, err
}

// timedByWords reports whether the words of a request decide how long its clip is.
func (p *planner) timedByWords(q RenderRequest) (bool, error) {
	if timed, known := p.timed[q.Pack]; known {
		return timed, nil
	}
	dir, err := q.findPack(nil)
	if err != nil {
		return false, err
	}
	pack, err := packs.Open(dir)
	if err != nil {
		return false, err
	}
	p.timed[q.Pack] = pack.Has("duration_head") && pack.About.Defaults.Frames == 0
	return p.timed[q.Pack], nil
}
