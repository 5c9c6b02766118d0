-- name: InsertRecipe :one
INSERT INTO recipes (sha256, content) VALUES (?, ?)
RETURNING id;

-- name: RecipeByContent :one
SELECT id FROM recipes WHERE sha256 = ?;

-- name: GetRecipe :one
SELECT content FROM recipes WHERE id = ?;

-- name: InsertTake :one
INSERT INTO takes (
  shot, number, code, parent, verb, job, path, sha256, bytes, width, height, frames, rate_num, rate_den, silent, recipe, prompt, seed,
  seconds, favourite, note, made_at
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id;

-- name: GetTake :one
SELECT * FROM takes WHERE id = ?;

-- name: TakeByCode :one
SELECT * FROM takes WHERE code = ?;

-- name: TakeByJob :one
SELECT * FROM takes WHERE job = ?;

-- name: TakesByID :many
SELECT * FROM takes WHERE id IN (sqlc.slice('ids')) ORDER BY id DESC;

-- name: LastTakeNumber :one
SELECT CAST(COALESCE(MAX(number), 0) AS INTEGER) FROM takes WHERE shot = ?;

-- name: CountTakeCode :one
SELECT COUNT(*) FROM takes WHERE code = ?;

-- name: SetFavourite :execrows
UPDATE takes SET favourite = ? WHERE id = ?;

-- name: SetTakeNote :execrows
UPDATE takes SET note = ? WHERE id = ?;

-- name: JobState :one
SELECT state FROM jobs WHERE id = ?;

-- name: FinishJob :exec
UPDATE jobs SET state = 'done', pausing = 0, reason = '', hint = '', checkpoint = '', kept = 0, step = steps, actual = ?, ended_at = ? WHERE id = ?;
