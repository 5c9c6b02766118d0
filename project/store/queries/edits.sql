-- name: InsertEdit :one
INSERT INTO edits (label, merge_key, made_at) VALUES (?, ?, ?) RETURNING id;

-- name: Record :exec
UPDATE recording SET edit = ? WHERE id = 1;

-- name: EditChanges :many
SELECT * FROM edit_changes WHERE edit = ? ORDER BY id DESC;

-- name: ChangedItems :many
SELECT kind, item, CAST(MIN(id) AS INTEGER) AS earliest FROM edit_changes WHERE edit = ? GROUP BY kind, item ORDER BY earliest;

-- name: DeleteEditChanges :exec
DELETE FROM edit_changes WHERE edit = ?;

-- name: MoveEditChanges :exec
UPDATE edit_changes SET edit = ? WHERE edit = ?;

-- name: DeleteEdit :exec
DELETE FROM edits WHERE id = ?;

-- name: DropUndone :exec
DELETE FROM edits WHERE undone = 1;

-- name: DropOldEdits :exec
DELETE FROM edits WHERE id <= (SELECT e.id FROM edits e ORDER BY e.id DESC LIMIT 1 OFFSET ?);

-- name: LastEdit :one
SELECT * FROM edits WHERE undone = 0 ORDER BY id DESC LIMIT 1;

-- name: EditBefore :one
SELECT * FROM edits WHERE id < ? ORDER BY id DESC LIMIT 1;

-- name: FirstUndone :one
SELECT * FROM edits WHERE undone = 1 ORDER BY id LIMIT 1;

-- name: MarkEdit :exec
UPDATE edits SET undone = ? WHERE id = ?;

-- name: TouchEdit :exec
UPDATE edits SET label = ?, made_at = ? WHERE id = ?;
