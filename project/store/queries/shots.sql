-- name: InsertShot :one
INSERT INTO shots (code, position, changed_at) VALUES (?, ?, ?) RETURNING id;

-- name: UpdateShot :exec
UPDATE shots SET
  code = ?, scene = ?, title = ?, setting = ?, beats = ?, dialogue = ?, sound = ?, camera_move = ?, lens = ?, angle = ?, style = ?,
  cast_names = ?, frames = ?, width = ?, height = ?, rate_num = ?, rate_den = ?, pack = ?, takes = ?, seed = ?, negative = ?,
  steps = ?, guidance = ?, silent = ?, continuity = ?, note = ?, changed_at = ?
WHERE id = ?;

-- name: PlaceShot :exec
UPDATE shots SET position = ? WHERE id = ?;

-- name: SetShotRemoved :exec
UPDATE shots SET removed = ?, changed_at = ? WHERE id = ?;

-- name: GetShot :one
SELECT * FROM shots WHERE id = ?;

-- name: ShotByCode :one
SELECT * FROM shots WHERE code = ? COLLATE NOCASE AND removed = 0;

-- name: ListShots :many
SELECT * FROM shots WHERE removed = ? ORDER BY position, id;

-- name: ShotPlaces :many
SELECT id, position FROM shots ORDER BY position, id;

-- name: ShotCodes :many
SELECT code FROM shots;
