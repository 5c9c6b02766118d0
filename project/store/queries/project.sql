-- name: InsertProject :exec
INSERT INTO project (id, uuid, name, created_at, rate_num, rate_den, width, height)
VALUES (1, ?, ?, ?, ?, ?, ?, ?);

-- name: GetProject :one
SELECT * FROM project WHERE id = 1;
