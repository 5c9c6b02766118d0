package queue

import (
	"context"

	"github.com/kinora-studio/kinora/project"
)

// Row is a job with everything that a list shows of it.
type Row struct {
	project.Job
	Place    int     // in the order of what is queued, from 1; 0 for all others
	Waits    string  // why it does not start, for people; "" when only others are before it
	Left     float64 // seconds of running it, below 0 where nobody knows
	Stopping bool    // a worker was asked to stop it, and has not yet
}

// List returns all jobs that are neither done nor cleared away, in their order. Done
// returns those that are done.
// Requests are shared and must not be changed.
func (q *Queue) List() []Row {
	q.mu.RLock()
	defer q.mu.RUnlock()
	rows := make([]Row, 0, len(q.order))
	place := 0
	for _, it := range q.order {
		if it.State == project.Done || it.Cleared {
			continue
		}
		rows = append(rows, Row{})
		row := &rows[len(rows)-1]
		q.fillLocked(row, it)
		if it.State == project.Queued {
			place++
			row.Place = place
		}
	}
	return rows
}

// Done returns at most limit done jobs with an ID below before, the newest first;
// before 0 begins with the newest of all.
func (q *Queue) Done(ctx context.Context, before int64, limit int) ([]project.Job, error) {
	return q.store.DoneJobs(ctx, before, limit)
}

// Get returns a job, done or not, or project.ErrNotFound. Place is not filled in.
func (q *Queue) Get(ctx context.Context, id int64) (Row, error) {
	q.mu.RLock()
	it := q.jobs[id]
	if it != nil && it.State != project.Done {
		defer q.mu.RUnlock()
		var row Row
		q.fillLocked(&row, it)
		return row, nil
	}
	q.mu.RUnlock()
	j, err := q.store.Job(ctx, id)
	return Row{Job: j}, err
}

// Attempts returns the attempts that have not ended, in the order of their jobs.
func (q *Queue) Attempts() []*Attempt {
	q.mu.RLock()
	defer q.mu.RUnlock()
	var open []*Attempt
	for _, it := range q.order {
		if it.attempt != nil {
			open = append(open, it.attempt)
		}
	}
	return open
}

// fillLocked writes a row in place: a list copies thousands of them.
func (q *Queue) fillLocked(row *Row, it *item) {
	row.Job, row.Left = it.Job, q.leftLocked(it)
	row.Stopping = it.attempt != nil && (it.attempt.paused || it.attempt.cancelled)
	if it.State != project.Queued {
		return
	}
	row.Waits = q.blockedLocked(it)
	if row.Waits == "" && it.short {
		row.Waits = "waits for " + gigabytes(it.Memory) + " of free memory"
	}
}

// leftLocked returns the seconds that running a job takes from now on, below 0
// where nobody knows.
func (q *Queue) leftLocked(it *item) float64 {
	switch {
	case it.State.Ended():
		return 0
	case it.State == project.Running && it.attempt != nil:
		if left, ok := it.attempt.meter.Left(q.now()); ok {
			return left
		}
		return -1
	}
	cost := q.costLocked(&it.Job)
	if cost == (Cost{}) {
		return -1
	}
	return cost.Seconds(it.Steps - it.Kept)
}

// costLocked returns what a whole job takes: as others of its pack did, or else as
// it was planned.
func (q *Queue) costLocked(j *project.Job) Cost {
	if cost, ok := predict(q.timings[machine{j.Pack, j.Provider}], j.Work, j.Frames); ok {
		cost.Measured = true
		return cost
	}
	return CostOf(j.Predicted, j.Rest, j.Steps)
}
