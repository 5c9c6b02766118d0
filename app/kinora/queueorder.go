package main

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// chosenJobs names the jobs that a verb is about.
type chosenJobs struct {
	within
	Jobs []int64 `arg:"" optional:"" help:"Numbers of jobs, as kinora queue list shows them."`
	All  bool    `help:"All that this can be done to."`
}

// command does one thing to the jobs that are named, or to all in one of the
// states.
func (c chosenJobs) command(ctx context.Context, tell *teller, do func(*queue.Queue) func(context.Context, ...int64) error, states ...project.JobState) error {
	if len(c.Jobs) == 0 && !c.All {
		return engine.Bad("name jobs by their numbers, or add --all", "no job is named")
	}
	return c.order(ctx, tell, func(s *studio.Session) error {
		ids := c.Jobs
		if c.All {
			ids = nil
			for _, row := range s.Queue.List() {
				for _, state := range states {
					if row.State == state {
						ids = append(ids, row.ID)
					}
				}
			}
		}
		if err := do(s.Queue)(ctx, ids...); err != nil {
			return err
		}
		var changed []project.Job
		for _, id := range ids {
			row, err := s.Queue.Get(ctx, id)
			if err != nil {
				return err
			}
			changed = append(changed, row.Job)
		}
		return tell.jobs(c.JSON, changed)
	})
}

type queuePauseVerb struct{ chosenJobs }

// Run pauses jobs, or with --all holds the queue.
func (v queuePauseVerb) Run(ctx context.Context, tell *teller) error {
	if v.All {
		return v.order(ctx, tell, func(s *studio.Session) error {
			if err := s.Queue.PauseAll(ctx); err != nil {
				return err
			}
			return tell.said(v.JSON, map[string]bool{"held": true}, "the queue is paused\n")
		})
	}
	return v.command(ctx, tell, func(q *queue.Queue) func(context.Context, ...int64) error { return q.Pause })
}

type queueResumeVerb struct{ chosenJobs }

// Run lets jobs go on, or with --all the queue and all of them.
func (v queueResumeVerb) Run(ctx context.Context, tell *teller) error {
	if !v.All {
		return v.command(ctx, tell, func(q *queue.Queue) func(context.Context, ...int64) error { return q.Resume })
	}
	return v.command(ctx, tell, func(q *queue.Queue) func(context.Context, ...int64) error {
		return func(ctx context.Context, ids ...int64) error {
			if err := q.ResumeAll(ctx); err != nil {
				return err
			}
			return q.Resume(ctx, ids...)
		}
	}, project.Paused)
}

type queueCancelVerb struct{ chosenJobs }

// Run ends jobs.
func (v queueCancelVerb) Run(ctx context.Context, tell *teller) error {
	return v.command(ctx, tell, func(q *queue.Queue) func(context.Context, ...int64) error { return q.Cancel },
		project.Queued, project.Running, project.Paused)
}

type queueRetryVerb struct{ chosenJobs }

// Run queues jobs again.
func (v queueRetryVerb) Run(ctx context.Context, tell *teller) error {
	return v.command(ctx, tell, func(q *queue.Queue) func(context.Context, ...int64) error { return q.Retry }, project.Failed)
}

type queueMoveVerb struct {
	within
	Job      int64 `arg:"" help:"Number of the job."`
	Before   int64 `xor:"where" placeholder:"JOB" help:"Right before this job."`
	After    int64 `xor:"where" placeholder:"JOB" help:"Right after this job."`
	Top      bool  `xor:"where" help:"Before all others."`
	End      bool  `xor:"where" help:"After all others."`
	Priority *int  `xor:"where" placeholder:"N" help:"Before all of a lower priority."`
}

// Run changes a job's place.
func (v queueMoveVerb) Run(ctx context.Context, tell *teller) error {
	return v.order(ctx, tell, func(s *studio.Session) error {
		var err error
		switch {
		case v.Before != 0:
			err = s.Queue.MoveBefore(ctx, v.Job, v.Before)
		case v.After != 0:
			err = s.Queue.MoveAfter(ctx, v.Job, v.After)
		case v.Top:
			err = s.Queue.MoveToTop(ctx, v.Job)
		case v.End:
			err = s.Queue.MoveToEnd(ctx, v.Job)
		case v.Priority != nil:
			err = s.Queue.SetPriority(ctx, *v.Priority, v.Job)
		default:
			err = engine.Bad("add --before, --after, --top, --end or --priority", "it is not said where job %d goes", v.Job)
		}
		if err != nil {
			return err
		}
		rows := s.Queue.List()
		jobs := make([]project.Job, len(rows))
		for i, row := range rows {
			jobs[i] = row.Job
		}
		return tell.jobs(v.JSON, jobs)
	})
}
