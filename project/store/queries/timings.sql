-- name: GetTiming :one
SELECT * FROM timings WHERE pack = ? AND provider = ? AND work = ?;

-- name: PutTiming :exec
INSERT INTO timings (pack, provider, work, step, lead, rest, samples, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pack, provider, work) DO UPDATE
SET step = excluded.step, lead = excluded.lead, rest = excluded.rest, samples = excluded.samples, changed_at = excluded.changed_at;

-- name: ListTimings :many
SELECT * FROM timings WHERE pack = ? AND provider = ? ORDER BY work;
