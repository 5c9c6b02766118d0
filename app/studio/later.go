package studio

import (
	"context"
	"encoding/json"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// later is the request of a job that extends the take of the job that it waits for.
// What the worker is asked for is known when that take is there.
type later struct {
	Extends bool    `json:"extends"`
	Prompt  string  `json:"prompt,omitempty"` // empty for that of the take
	Frames  int     `json:"frames,omitempty"`
	Seed    *uint64 `json:"seed"`
}

// extendLater queues the extension of a take that is not made yet.
func (s *Session) extendLater(ctx context.Context, p DeriveParams) (project.Job, error) {
	row, err := s.Queue.Get(ctx, p.After)
	if err != nil {
		return project.Job{}, err
	}
	before := row.Job
	switch {
	case p.Verb != project.VerbExtend:
		return project.Job{}, engine.Bad("wait for the take", "the take of %s is not there yet, and only an extension can wait for it", before.Title)
	case before.Kind != project.JobGenerate:
		return project.Job{}, engine.Bad("choose a job that makes a take", "%s makes no take", before.Title)
	case before.State == project.Failed || before.State == project.Cancelled:
		return project.Job{}, engine.Bad("retry it first", "%s is %s, so there is nothing to wait for", before.Title, before.State)
	}
	request, err := json.Marshal(later{Extends: true, Prompt: p.Prompt, Frames: p.Frames, Seed: p.Seed})
	if err != nil {
		return project.Job{}, err
	}
	// Until more is known it takes what the job before it takes.
	return s.addOne(ctx, queue.New{
		Kind: project.JobGenerate, Title: before.Title, Request: request, Priority: before.Priority,
		Shot: before.Shot, Verb: p.Verb, After: before.ID,
		Pack: before.Pack, Provider: before.Provider, Work: before.Work, Frames: before.Frames, Steps: before.Steps,
		Memory: before.Memory, Predicted: before.Predicted, Rest: before.Rest,
	})
}

// asked returns a job with the request that a worker can be given.
func (s *Session) asked(ctx context.Context, job project.Job) (project.Job, error) {
	if job.Verb != project.VerbExtend || job.Parent != 0 {
		return job, nil
	}
	var q later
	if err := json.Unmarshal(job.Request, &q); err != nil {
		return job, engine.Bad("ask for it again", "the request of the job cannot be read: %w", err)
	}
	if !q.Extends {
		return job, nil
	}
	take, err := s.Store.TakeByJob(ctx, job.After)
	if err != nil {
		return job, err
	}
	shot, err := s.Store.Shot(ctx, take.Shot)
	if err != nil {
		return job, err
	}
	request, err := s.derivation(ctx, take, shot, DeriveParams{Verb: job.Verb, Take: take.ID, Prompt: q.Prompt, Frames: q.Frames, Seed: q.Seed})
	if err != nil {
		return job, err
	}
	job.Parent = take.ID
	job.Request, err = json.Marshal(request)
	return job, err
}
