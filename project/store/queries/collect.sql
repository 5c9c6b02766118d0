-- name: MoveMaterial :execrows
UPDATE materials SET path = @new, sha256 = @sum WHERE path = @old;

-- name: SetAdapters :exec
UPDATE styles SET adapters = ? WHERE id = ?;
