-- name: InsertSequence :one
INSERT INTO sequences (name, rate_num, rate_den, start, position, content) VALUES (?, ?, ?, ?, ?, ?) RETURNING id;

-- name: UpdateSequence :execrows
UPDATE sequences SET name = ?, rate_num = ?, rate_den = ?, start = ?, content = ? WHERE id = ?;

-- name: PlaceSequence :exec
UPDATE sequences SET position = ? WHERE id = ?;

-- name: DeleteSequence :execrows
DELETE FROM sequences WHERE id = ?;

-- name: GetSequence :one
SELECT * FROM sequences WHERE id = ?;

-- name: SequenceByName :one
SELECT * FROM sequences WHERE name = ?;

-- name: ListSequences :many
SELECT * FROM sequences ORDER BY position, id;

-- name: SequencePlaces :many
SELECT id, position FROM sequences ORDER BY position, id;
