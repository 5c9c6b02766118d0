-- name: InsertScene :one
INSERT INTO scenes (code, title, synopsis, position) VALUES (?, ?, ?, ?) RETURNING id;

-- name: UpdateScene :execrows
UPDATE scenes SET code = ?, title = ?, synopsis = ? WHERE id = ?;

-- name: PlaceScene :exec
UPDATE scenes SET position = ? WHERE id = ?;

-- name: DeleteScene :execrows
DELETE FROM scenes WHERE id = ?;

-- name: GetScene :one
SELECT * FROM scenes WHERE id = ?;

-- name: SceneByCode :one
SELECT * FROM scenes WHERE code = ? COLLATE NOCASE;

-- name: ListScenes :many
SELECT * FROM scenes ORDER BY position, id;

-- name: ScenePlaces :many
SELECT id, position FROM scenes ORDER BY position, id;
