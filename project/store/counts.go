package store

import (
	"context"

	"github.com/kinora-studio/kinora/project"
)

// Counts is how much a project holds.
type Counts struct {
	Shots   int `json:"shots"` // that are not removed
	Takes   int `json:"takes"`
	Running int `json:"running"` // jobs that are being worked on, or were when their process ended
	Waiting int `json:"waiting"` // jobs that are queued or paused
}

// Counts counts without reading what is counted.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM shots WHERE removed = 0),
		(SELECT count(*) FROM takes),
		(SELECT count(*) FROM jobs WHERE state = ?),
		(SELECT count(*) FROM jobs WHERE state IN (?, ?))`,
		project.Running, project.Queued, project.Paused).Scan(&c.Shots, &c.Takes, &c.Running, &c.Waiting)
	return c, s.fault("reading", err)
}
