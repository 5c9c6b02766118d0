package main

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

// chosenJobs names the jobs that a verb is about.
type chosenJobs struct {
	within
	Jobs []int64 `arg:"" optional:"" help:"Numbers of jobs, as kinora queue list shows them."`
	All  bool    `help:"All that this can be done to."`
}

// command does one thing to the jobs that are named, or to all; none is what to say
// where there are none.
func (c chosenJobs) command(ctx context.Context, tell *teller, do, none string) error {
	switch {
	case len(c.Jobs) == 0 && !c.All:
		return engine.Bad("name jobs by their numbers, or add --all", "no job is named")
	case len(c.Jobs) > 0 && c.All:
		return engine.Bad("leave one of them out", "jobs are named, and all of them are meant")
	}
	changed, err := c.order(ctx, tell, studio.Order{Do: do, Jobs: c.Jobs, All: c.All})
	if err != nil {
		return err
	}
	return tell.jobs(c.JSON, changed, none)
}

type queuePauseVerb struct{ chosenJobs }

// Run pauses jobs, or with --all holds the queue.
func (v queuePauseVerb) Run(ctx context.Context, tell *teller) error {
	if err := v.command(ctx, tell, studio.OrderPause, ""); err != nil || !v.All || v.JSON {
		return err
	}
	return tell.said(false, nil, "the queue is paused; let it go on with: kinora queue resume --all\n")
}

type queueResumeVerb struct{ chosenJobs }

// Run lets jobs go on, or with --all the queue and all of them.
func (v queueResumeVerb) Run(ctx context.Context, tell *teller) error {
	return v.command(ctx, tell, studio.OrderResume, "the queue goes on; no job was paused by itself\n")
}

type queueCancelVerb struct{ chosenJobs }

// Run ends jobs.
func (v queueCancelVerb) Run(ctx context.Context, tell *teller) error {
	return v.command(ctx, tell, studio.OrderCancel, "there is nothing to cancel\n")
}

type queueRetryVerb struct{ chosenJobs }

// Run queues jobs again.
func (v queueRetryVerb) Run(ctx context.Context, tell *teller) error {
	return v.command(ctx, tell, studio.OrderRetry, "no job has failed\n")
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
	jobs, err := v.order(ctx, tell, studio.Order{
		Do: studio.OrderMove, Jobs: []int64{v.Job},
		Before: v.Before, After: v.After, Top: v.Top, End: v.End, Priority: v.Priority,
	})
	if err != nil {
		return err
	}
	return tell.jobs(v.JSON, jobs, "")
}
