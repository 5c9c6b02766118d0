package queue

import (
	"context"

	"github.com/kinora-studio/kinora/project"
)

// New is a job to be added.
type New struct {
	Kind     project.JobKind
	Title    string // for people: SH010, ball drops
	Request  []byte // JSON, for whoever does it
	Priority int    // higher goes first
	Shot     int64
	Parent   int64 // take that it starts from
	Verb     project.Verb

	// After is a job that has to be done before. Follows is one of the same call,
	// by its place in it from 1: extending a take that is not made yet.
	After   int64
	Follows int

	// What it is expected to take. Pack, Provider (with the device) and Work say
	// which other runs it resembles; Predicted is the plan's seconds, for as long
	// as there are none.
	Pack, Provider string
	Work           int64 // of one step: tokens, or pixels times frames
	Frames         int   // of the clip
	Steps          int
	Memory         int64 // bytes
	Predicted      float64
	Rest           float64 // seconds of those that come after the steps; 0 where nobody knows
}

func (n New) job() project.Job {
	j := project.Job{
		Kind: n.Kind, State: project.Queued, Priority: n.Priority, Shot: n.Shot, Parent: n.Parent, Verb: n.Verb,
		Title: n.Title, Request: n.Request, After: n.After,
		Pack: n.Pack, Provider: n.Provider, Work: n.Work, Frames: n.Frames, Steps: n.Steps,
		Memory: n.Memory, Predicted: n.Predicted, Rest: n.Rest,
	}
	if n.Follows > 0 {
		j.After = -int64(n.Follows)
	}
	return j
}

// Add puts jobs at the end of those of their priority, all or none.
func (q *Queue) Add(ctx context.Context, jobs ...New) ([]project.Job, error) {
	return q.add(ctx, jobs, make([]int64, len(jobs)))
}

// AddGroup adds jobs that belong together, such as the takes of one Generate. Their
// Group is the ID of the first.
func (q *Queue) AddGroup(ctx context.Context, jobs ...New) ([]project.Job, error) {
	return q.AddGroups(ctx, jobs)
}

// AddGroups adds several groups at once, all or none. Follows counts through all of
// them.
func (q *Queue) AddGroups(ctx context.Context, groups ...[]New) ([]project.Job, error) {
	var jobs []New
	var group []int64 // below 0: of this call, see Store.AddJobs
	for i, together := range groups {
		jobs = append(jobs, together...)
		for range together {
			group = append(group, -int64(i)-1)
		}
	}
	return q.add(ctx, jobs, group)
}

// add adds jobs; group has the group of each.
func (q *Queue) add(ctx context.Context, news []New, group []int64) ([]project.Job, error) {
	q.turn.Lock()
	defer q.turn.Unlock()
	position := q.lastPosition()
	now := q.now()
	jobs := make([]project.Job, len(news))
	for i, n := range news {
		j := n.job()
		if err := q.check(ctx, n, j, i); err != nil {
			return nil, err
		}
		position += spacing
		j.Group, j.Position, j.Created = group[i], position, now
		jobs[i] = j
	}
	if len(jobs) == 0 {
		return nil, nil
	}
	if err := q.learn(ctx, jobs); err != nil {
		return nil, err
	}
	jobs, err := q.store.AddJobs(ctx, jobs)
	if err != nil {
		return nil, err
	}
	q.put(jobs...)
	return jobs, nil
}

func (q *Queue) check(ctx context.Context, n New, j project.Job, at int) error {
	if err := j.Validate(); err != nil {
		return err
	}
	if n.Follows < 0 || n.Follows > at || n.Follows > 0 && n.After != 0 {
		return project.Bad("put the other one first, and name one only", "%s follows a job that is not before it", n.Title)
	}
	if n.After == 0 {
		return nil
	}
	after, it, err := q.find(ctx, n.After)
	if err != nil {
		return err
	}
	if it == nil { // done in an earlier session, and now of interest again
		q.mu.Lock()
		q.putLocked([]project.Job{after})
		q.mu.Unlock()
	}
	return nil
}

func (q *Queue) lastPosition() int64 {
	q.mu.RLock()
	defer q.mu.RUnlock()
	var last int64
	for _, it := range q.order {
		last = max(last, it.Position)
	}
	return last
}
