package queue

import (
	"context"

	"github.com/kinora-studio/kinora/project"
)

// Pause keeps jobs from starting, and asks the workers of those that run to keep
// their latents and stop after the step in hand. It is done with all or with none,
// as Resume, Cancel and Retry are.
func (q *Queue) Pause(ctx context.Context, ids ...int64) error {
	return q.command(ctx, Pause, ids)
}

// Resume queues paused jobs again, in their old places. They go on from their last
// kept step.
func (q *Queue) Resume(ctx context.Context, ids ...int64) error {
	return q.command(ctx, Resume, ids)
}

// Cancel ends jobs. Workers of those that run are asked to stop at once.
func (q *Queue) Cancel(ctx context.Context, ids ...int64) error {
	return q.command(ctx, Cancel, ids)
}

// Retry queues failed or cancelled jobs again. The reason of the last failure stays
// visible until they are done.
func (q *Queue) Retry(ctx context.Context, ids ...int64) error {
	return q.command(ctx, Retry, ids)
}

// Clear takes failed and cancelled jobs away from the list, for good: only their
// project still knows of them. Jobs that come after one keep it from starting.
func (q *Queue) Clear(ctx context.Context, ids ...int64) error {
	return q.command(ctx, Clear, ids)
}

func (q *Queue) command(ctx context.Context, kind EventKind, ids []int64) error {
	q.turn.Lock()
	defer q.turn.Unlock()
	return q.apply(ctx, Event{Kind: kind}, ids...)
}

// PauseAll holds the whole queue, also across restarts: nothing starts, and workers
// are asked to hand back what they run. Jobs that were paused one by one stay so
// when ResumeAll lets the rest go on.
func (q *Queue) PauseAll(ctx context.Context) error {
	return q.hold(ctx, true)
}

// ResumeAll ends the hold of PauseAll.
func (q *Queue) ResumeAll(ctx context.Context) error { return q.hold(ctx, false) }

// Held reports whether the whole queue is held.
func (q *Queue) Held() bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.held
}

func (q *Queue) hold(ctx context.Context, held bool) error {
	q.turn.Lock()
	defer q.turn.Unlock()
	value := ""
	if held {
		value = "yes"
	}
	if err := q.store.SetSetting(ctx, heldKey, value); err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.held = held
	for _, it := range q.order {
		if held && it.attempt != nil && it.State == project.Running {
			it.attempt.askLocked(AskPause)
		}
	}
	q.tellLocked(Change{Kind: ChangeAll})
	return nil
}
