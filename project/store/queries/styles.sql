-- name: InsertStyle :one
INSERT INTO styles (name, prompt, negative, adapters) VALUES (?, ?, ?, ?) RETURNING id;

-- name: UpdateStyle :execrows
UPDATE styles SET name = ?, prompt = ?, negative = ?, adapters = ? WHERE id = ?;

-- name: DeleteStyle :execrows
DELETE FROM styles WHERE id = ?;

-- name: StyleByName :one
SELECT * FROM styles WHERE name = ?;

-- name: ListStyles :many
SELECT * FROM styles ORDER BY name, id;
