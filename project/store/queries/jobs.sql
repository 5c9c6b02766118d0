-- name: InsertJob :one
INSERT INTO jobs (
  kind, state, priority, position, group_id, after_id, shot, parent, verb, title, request, pack, provider, work, frames, memory, predicted, rest,
  steps, created_at
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id;

-- name: SetJobGroup :exec
UPDATE jobs SET group_id = ? WHERE id = ?;

-- name: UpdateJob :execrows
UPDATE jobs SET
  state = ?, priority = ?, position = ?, pausing = ?, attempts = ?, crashes = ?, reason = ?, hint = ?, log = ?, memory = ?, predicted = ?,
  actual = ?, step = ?, steps = ?, kept = ?, checkpoint = ?, started_at = ?, ended_at = ?, cleared = ?
WHERE id = ?;

-- name: GetJob :one
SELECT * FROM jobs WHERE id = ?;

-- name: OpenJobs :many
SELECT * FROM jobs WHERE state IN ('queued', 'running', 'paused', 'failed', 'cancelled') AND NOT cleared
UNION
SELECT d.* FROM jobs d WHERE d.id IN (SELECT j.after_id FROM jobs j WHERE j.state IN ('queued', 'running', 'paused', 'failed', 'cancelled') AND NOT j.cleared)
ORDER BY id;

-- name: DoneJobs :many
SELECT * FROM jobs WHERE state = 'done' AND id < ? ORDER BY id DESC LIMIT ?;

-- name: TakeOfJob :one
SELECT id FROM takes WHERE job = ?;
