package studio

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// GenerateParams say how the takes of a shot are asked for.
type GenerateParams struct {
	Shot     int64
	Takes    int   // 0 for what the shot says
	Priority int   // higher goes first
	After    int64 // job that has to be done before; 0 for none
	Parent   int64 // take that they come from; 0 for none
	Verb     project.Verb
}

// PlanShot says what one take of a shot would take, and what the model reads.
func (s *Session) PlanShot(ctx context.Context, shot project.Shot) (RenderPlan, error) {
	q, err := s.compose(ctx, shot)
	if err != nil {
		return RenderPlan{}, err
	}
	plan, err := s.plan(ctx, q)
	if err != nil {
		return RenderPlan{}, err
	}
	return plan, s.hasRoom(plan.Plan)
}

// hasRoom refuses what the disk of the project has no room for; too little memory
// is the plan's own reason.
func (s *Session) hasRoom(plan engine.Plan) error {
	plan.Reason = ""
	return fits(plan, s.cachePath(0, clipEnding))
}

// plan tells what a request would take within what jobs may use now. What is
// queued does not carry the budget: when it starts, that of then counts. The pack
// stays open for the next plan, but for a request that opens it in its own way.
func (s *Session) plan(ctx context.Context, q RenderRequest) (RenderPlan, error) {
	q.Budget = s.mayUse().Budget
	if q.From != "" || q.Recipe != nil || q.Output != "" || len(q.Adapters) > 0 {
		return Plan(ctx, q)
	}
	q, err := q.complete()
	if err != nil {
		return RenderPlan{}, err
	}
	params, err := q.follow(nil).openParams(nil)
	if err != nil {
		return RenderPlan{}, err
	}
	s.reader.mu.Lock()
	defer s.reader.mu.Unlock()
	p, err := s.reader.open(ctx, params)
	if err != nil {
		return RenderPlan{}, err
	}
	made, err := q.follow(nil).plan(ctx, p, nil)
	if err != nil {
		return RenderPlan{}, err
	}
	return q.planned(ctx, p, made)
}

func (s *Session) compose(ctx context.Context, shot project.Shot) (RenderRequest, error) {
	p, err := s.planner(ctx)
	if err != nil {
		return RenderRequest{}, err
	}
	return p.compose(shot)
}

// Generate queues the takes of a shot as one group. What the shot says now counts,
// whatever is changed in it later.
func (s *Session) Generate(ctx context.Context, p GenerateParams) ([]project.Job, error) {
	return s.GenerateAll(ctx, p)
}

// GenerateAll queues the takes of several shots, those of each as one group: all of
// them, or none where one cannot be made.
func (s *Session) GenerateAll(ctx context.Context, wanted ...GenerateParams) ([]project.Job, error) {
	planner, err := s.planner(ctx)
	if err != nil {
		return nil, err
	}
	groups := make([][]queue.New, len(wanted))
	for i, p := range wanted {
		shot, err := s.Store.Shot(ctx, p.Shot)
		if err != nil {
			return nil, err
		}
		if groups[i], err = planner.takes(ctx, shot, p); err != nil {
			return nil, err
		}
	}
	return s.Queue.AddGroups(ctx, groups...)
}

// generation is the job of one take.
func generation(shot project.Shot, q RenderRequest, plan engine.Plan, p GenerateParams) (queue.New, error) {
	request, err := json.Marshal(q)
	r := plan.Recipe
	verb := p.Verb
	if verb == "" {
		verb = project.VerbGenerate
	}
	return queue.New{
		Kind: project.JobGenerate, Title: title(shot), Request: request, Priority: p.Priority,
		Shot: shot.ID, Parent: p.Parent, Verb: verb, After: p.After,
		Pack: r.Pack, Provider: r.Provider, Work: int64(r.Width) * int64(r.Height) * int64(r.Frames), Frames: r.Frames, Steps: r.Steps,
		Memory: plan.Memory, Predicted: plan.Seconds, Rest: plan.Rest,
	}, err
}

// title names a job of a shot for people: its code and its first words.
func title(shot project.Shot) string {
	words := shot.Title
	if words == "" {
		words = strings.Join(strings.Fields(ShotPrompt(shot)), " ")
	}
	return titled(shot.Code, words)
}

// GenerateMissing queues the takes of every shot in the storyboard that has
// neither a take nor a job that could still make one. A shot that cannot be made as
// it is does not keep the others from being queued: it is in the error.
func (s *Session) GenerateMissing(ctx context.Context) ([]project.Job, error) {
	shots, err := s.Store.Shots(ctx)
	if err != nil {
		return nil, err
	}
	busy := map[int64]bool{}
	for _, row := range s.Queue.List() {
		busy[row.Shot] = true
	}
	planner, err := s.planner(ctx)
	if err != nil {
		return nil, err
	}
	var groups [][]queue.New
	var faults []string
	for _, shot := range shots {
		takes, err := s.Store.Takes(ctx, store.TakeFilter{Shot: shot.ID}, store.Page{Limit: 1})
		if err != nil {
			return nil, err
		}
		if busy[shot.ID] || len(takes) > 0 {
			continue
		}
		group, err := planner.takes(ctx, shot, GenerateParams{Shot: shot.ID})
		if kind := engine.KindOf(AsFault(err)); err != nil && (kind == engine.BadInput || kind == engine.NoRoom) {
			faults = append(faults, err.Error())
			continue
		}
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	queued, err := s.Queue.AddGroups(ctx, groups...)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return queued, engine.Bad("", "%s", strings.Join(faults, "\n"))
	}
	return queued, nil
}

// Export queues the writing of a take elsewhere; see ExportTake.
func (s *Session) Export(ctx context.Context, take project.Take, output string, force bool) (project.Job, error) {
	path, err := filepath.Abs(output)
	if err != nil {
		return project.Job{}, err
	}
	request, err := json.Marshal(exportRequest{take.ID, path, force})
	if err != nil {
		return project.Job{}, err
	}
	jobs, err := s.Queue.Add(ctx, queue.New{
		Kind: project.JobExport, Title: take.Code + " to " + filepath.Base(path), Request: request, Shot: take.Shot, Parent: take.ID,
	})
	if err != nil {
		return project.Job{}, err
	}
	return jobs[0], nil
}
