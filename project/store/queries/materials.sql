-- name: InsertMaterial :exec
INSERT INTO materials (shot, position, role, path, sha256, frame, strength) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: DeleteMaterials :exec
DELETE FROM materials WHERE shot = ?;

-- name: ListMaterials :many
SELECT * FROM materials WHERE shot = ? ORDER BY position, id;

-- name: ListAllMaterials :many
SELECT * FROM materials ORDER BY shot, position, id;
