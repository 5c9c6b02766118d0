package store

import (
	"context"
	"database/sql"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Kin is a take in its family. Its verb says how it was made from its parent.
type Kin struct {
	Take  project.Take
	Depth int // 0 for the one that all others come from
}

// family finds the first ancestor and then everything that comes from it, children
// directly behind their parents. A parent is older than its children; asking for
// that ends the search even where a damaged row says otherwise.
const family = `
WITH RECURSIVE
  up (id, parent, height) AS (
    SELECT id, parent, 0 FROM takes WHERE id = ?
    UNION ALL
    SELECT t.id, t.parent, up.height + 1 FROM takes t JOIN up ON t.id = up.parent WHERE t.id < up.id
  ),
  down (id, depth) AS (
    SELECT * FROM (SELECT id, 0 FROM up ORDER BY height DESC LIMIT 1)
    UNION ALL
    SELECT t.id, down.depth + 1 FROM takes t JOIN down ON t.parent = down.id WHERE t.id > down.id
    ORDER BY 2 DESC, 1
  )
SELECT id, depth FROM down`

// TakeTree returns the whole family of a take, without recipes: the ancestor that
// all come from, then its descendants, each in front of its own. The take itself
// is among them.
func (s *Store) TakeTree(ctx context.Context, take int64) (tree []Kin, err error) {
	err = s.viewTx(ctx, func(q *db.Queries, tx *sql.Tx) error {
		ids, depths, err := numbers(ctx, tx, family, take)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return project.Wrong(project.ErrNotFound, "look at the list again", "there is no take number %d", take)
		}
		takes, err := takesByID(ctx, q, ids)
		for i, t := range takes {
			tree = append(tree, Kin{Take: t, Depth: int(depths[i])})
		}
		return err
	})
	return tree, err
}

// numbers returns the first column of a query and, if there is one, the second.
func numbers(ctx context.Context, tx *sql.Tx, query string, args ...any) (ones, twos []int64, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, nil, err
	}
	values := [2]int64{}
	targets := []any{&values[0], &values[1]}[:len(columns)]
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, nil, err
		}
		ones, twos = append(ones, values[0]), append(twos, values[1])
	}
	return ones, twos, rows.Err()
}
