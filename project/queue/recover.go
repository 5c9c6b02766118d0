package queue

import (
	"context"

	"github.com/kinora-studio/kinora/project"
)

// Recover sorts out the jobs that ran when the process before this one ended, and
// returns them: a job whose take is there is done, the others are queued again, or
// paused where that was asked for, and go on from their checkpoint if its file is
// there. It fails none of them: the process may have been ended for any reason.
func (q *Queue) Recover(ctx context.Context) ([]project.Job, error) {
	q.turn.Lock()
	defer q.turn.Unlock()
	var changed []project.Job
	var drops []string
	for _, it := range q.order {
		if it.attempt != nil {
			continue
		}
		j, effect, err := q.recovered(ctx, it.Job)
		if err != nil {
			return nil, err
		}
		if j.State != it.State || j.Checkpoint != it.Checkpoint {
			changed = append(changed, j)
		}
		if effect.Drop != "" {
			drops = append(drops, effect.Drop)
		}
	}
	if err := q.save(ctx, changed); err != nil {
		return nil, err
	}
	for _, name := range drops {
		if err := q.store.DropCheckpoint(name); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func (q *Queue) recovered(ctx context.Context, j project.Job) (project.Job, Effect, error) {
	if j.Checkpoint != "" && !q.store.HasCheckpoint(j.Checkpoint) {
		j.Checkpoint, j.Kept = "", 0
		if j.State != project.Running {
			j.Step = 0
		}
	}
	if j.State != project.Running {
		return j, Effect{}, nil
	}
	made, err := q.store.HasTake(ctx, j.ID)
	if err != nil {
		return j, Effect{}, err
	}
	event := Event{Kind: Interrupt}
	if made {
		event.Kind = Finish
	}
	return Apply(j, event, q.now())
}
