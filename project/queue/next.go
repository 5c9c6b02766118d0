package queue

import (
	"context"
	"fmt"

	"github.com/kinora-studio/kinora/project"
)

// Room is the memory that jobs may take, in bytes.
type Room struct {
	Budget int64 // of all jobs together, as people set it; 0 leaves memory out of account
	Free   int64 // free on the machine now, besides what running jobs have
}

// mostPassed is how often smaller jobs may take memory before one that waits for
// it.
const mostPassed = 3

// Next returns the jobs that may start now, all of them together, in their order.
// A job that would not fit if it were alone is failed with a sentence on the way.
func (q *Queue) Next(ctx context.Context, room Room) ([]project.Job, error) {
	if err := q.failTooLarge(ctx, room); err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.held {
		return nil, nil
	}
	gate := q.gateLocked(room)
	var next []project.Job
	for _, it := range q.order {
		if it.State != project.Queued || q.blockedLocked(it) != "" {
			it.short = false
			continue
		}
		answer := gate.admit(it.Kind, it.Memory, it.passed)
		it.short = answer == short
		if answer == admitted {
			next = append(next, it.Job)
		}
	}
	return next, nil
}

func (q *Queue) failTooLarge(ctx context.Context, room Room) error {
	if room.Budget <= 0 {
		return nil
	}
	q.turn.Lock()
	defer q.turn.Unlock()
	if q.Held() {
		return nil
	}
	for _, it := range q.order {
		if it.State != project.Queued || it.Memory <= room.Budget || it.attempt != nil {
			continue
		}
		event := Event{
			Kind:   Fail,
			Reason: fmt.Sprintf("%s needs %s of memory, and jobs may take %s", it.Title, gigabytes(it.Memory), gigabytes(room.Budget)),
			Hint:   "choose a smaller size or length, or raise the memory budget in the settings, and retry",
		}
		if err := q.apply(ctx, event, it.ID); err != nil {
			return err
		}
	}
	return nil
}

func gigabytes(bytes int64) string { return fmt.Sprintf("%.1f GB", float64(bytes)/1e9) }

// gateLocked returns the gate as it stands with the attempts that have not ended.
func (q *Queue) gateLocked(room Room) *gate {
	g := newGate(q.limits, room)
	for _, it := range q.order {
		if it.attempt != nil {
			g.occupy(it.Kind, it.Memory)
		}
	}
	g.memory = min(g.memory, room.Free)
	return g
}

// notePassedLocked counts for those before a job that it took memory which they
// wait for.
func (q *Queue) notePassedLocked(started *item) {
	if started.Memory == 0 {
		return
	}
	for _, it := range q.order {
		if it == started {
			return
		}
		if it.short {
			it.passed++
		}
	}
}

// blockedLocked says why a job may not start whatever room there is, "" where it
// may.
func (q *Queue) blockedLocked(it *item) string {
	switch {
	case it.attempt != nil && it.State == project.Queued:
		return "its last attempt is still stopping"
	case it.After != 0:
		if reason := q.behindLocked(it); reason != "" {
			return reason
		}
	}
	if q.held {
		return "the queue is paused"
	}
	return ""
}

// behindLocked says which job another one waits for. In a chain it names the one
// where it got stuck.
func (q *Queue) behindLocked(it *item) string {
	direct := q.jobs[it.After]
	for at := direct; at != nil; at = q.jobs[at.After] {
		switch at.State {
		case project.Failed, project.Cancelled, project.Paused:
			return fmt.Sprintf("blocked by %s, which is %s", at.Title, at.State)
		case project.Done:
			if at == direct {
				return ""
			}
			return "waits for " + direct.Title
		case project.Queued, project.Running:
		}
	}
	if direct == nil {
		return ""
	}
	return "waits for " + direct.Title
}
