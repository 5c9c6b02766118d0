-- name: UpdateProject :exec
UPDATE project SET name = ?, rate_num = ?, rate_den = ?, width = ?, height = ?, note = ? WHERE id = 1;
