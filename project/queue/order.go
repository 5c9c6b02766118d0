package queue

import (
	"cmp"
	"context"

	"github.com/kinora-studio/kinora/project"
)

// spacing is how far apart jobs are put, so that others fit in between.
const spacing = 1 << 10

// compare puts jobs in their order: by priority, then position, then age.
func compare(a, b *item) int {
	return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
}

// MoveBefore puts a job right before another one, whose priority it takes on.
func (q *Queue) MoveBefore(ctx context.Context, id, other int64) error {
	return q.move(ctx, id, func(rest []*item) (int, error) { return indexOf(rest, other) })
}

// MoveAfter puts a job right after another one, whose priority it takes on.
func (q *Queue) MoveAfter(ctx context.Context, id, other int64) error {
	return q.move(ctx, id, func(rest []*item) (int, error) {
		i, err := indexOf(rest, other)
		return i + 1, err
	})
}

// MoveToTop puts a job before all others.
func (q *Queue) MoveToTop(ctx context.Context, id int64) error {
	return q.move(ctx, id, func([]*item) (int, error) { return 0, nil })
}

// MoveToEnd puts a job after all others.
func (q *Queue) MoveToEnd(ctx context.Context, id int64) error {
	return q.move(ctx, id, func(rest []*item) (int, error) { return len(rest), nil })
}

// SetPriority puts jobs before all of a lower priority. Among those of the same
// one they keep their order.
func (q *Queue) SetPriority(ctx context.Context, priority int, ids ...int64) error {
	q.turn.Lock()
	defer q.turn.Unlock()
	var changed []project.Job
	for _, id := range ids {
		j, _, err := q.find(ctx, id)
		if err != nil {
			return err
		}
		if j.State == project.Done {
			return doneAlready(j)
		}
		j.Priority = priority
		changed = append(changed, j)
	}
	return q.save(ctx, changed)
}

// save writes jobs whose place has changed.
func (q *Queue) save(ctx context.Context, changed []project.Job) error {
	if len(changed) == 0 {
		return nil
	}
	if err := q.store.SaveJobs(ctx, changed...); err != nil {
		return err
	}
	q.put(changed...)
	return nil
}

// move puts a job at the index that to finds in the order of the others.
func (q *Queue) move(ctx context.Context, id int64, to func(rest []*item) (int, error)) error {
	q.turn.Lock()
	defer q.turn.Unlock()
	j, it, err := q.find(ctx, id)
	if err != nil {
		return err
	}
	if j.State == project.Done {
		return doneAlready(j)
	}
	rest := make([]*item, 0, len(q.order))
	for _, o := range q.order {
		if o != it && o.State != project.Done {
			rest = append(rest, o)
		}
	}
	at, err := to(rest)
	if err != nil || len(rest) == 0 {
		return err
	}
	return q.save(ctx, place(j, rest, at))
}

// place puts a job before the one at an index and returns whatever has to be
// written for it: the job, and where there was no room between its neighbours all
// jobs of its priority.
func place(j project.Job, rest []*item, at int) []project.Job {
	last := at == len(rest)
	if last {
		j.Priority = rest[at-1].Priority
	} else {
		j.Priority = rest[at].Priority
	}
	before := at > 0 && rest[at-1].Priority == j.Priority
	switch {
	case last:
		j.Position = rest[at-1].Position + spacing
	case !before:
		j.Position = rest[at].Position - spacing
	case rest[at].Position-rest[at-1].Position >= 2:
		j.Position = rest[at-1].Position + (rest[at].Position-rest[at-1].Position)/2
	default:
		return renumber(j, rest, at)
	}
	return []project.Job{j}
}

func renumber(j project.Job, rest []*item, at int) []project.Job {
	var changed []project.Job
	add := func(j project.Job) {
		j.Position = int64(len(changed)+1) * spacing
		changed = append(changed, j)
	}
	for i, o := range rest {
		if i == at {
			add(j)
		}
		if o.Priority == j.Priority {
			add(o.Job)
		}
	}
	return changed
}

func indexOf(items []*item, id int64) (int, error) {
	for i, it := range items {
		if it.ID == id {
			return i, nil
		}
	}
	return 0, project.Wrong(project.ErrNotFound, "look at the queue again", "there is no other job number %d in the queue", id)
}

func doneAlready(j project.Job) error {
	return project.Bad("add it again to make another one", "%s is done already", j.Title)
}
