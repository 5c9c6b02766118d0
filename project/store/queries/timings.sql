-- name: GetTiming :one
SELECT * FROM timings WHERE pack = ? AND provider = ? AND work = ? AND frames = ?;

-- name: PutTiming :exec
INSERT INTO timings (pack, provider, work, frames, step, lead, rest, samples, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pack, provider, work, frames) DO UPDATE
SET step = excluded.step, lead = excluded.lead, rest = excluded.rest, samples = excluded.samples, changed_at = excluded.changed_at;

-- name: ListTimings :many
SELECT * FROM timings WHERE pack = ? AND provider = ? ORDER BY work, frames;
