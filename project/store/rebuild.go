package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// tally counts what a rebuilt database holds.
type tally struct {
	read, backup, refused, differed, unlinked int
	forgotten                                 bool // the history of undo
}

// tablesOf lists the tables of a database that hold what people made: without
// those of SQLite, of the search index and of the migrations.
func tablesOf(ctx context.Context, pool *sql.DB) ([]table, error) {
	rows, err := pool.QueryContext(ctx, `SELECT l.name, l.wr, c.name, c.type, c."notnull", c.pk > 0
		FROM pragma_table_list AS l JOIN pragma_table_info(l.name) AS c
		WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite_%' AND l.name NOT LIKE 'goose_%' AND l.name <> 'recording'
		ORDER BY l.name, c.cid`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []table
	for rows.Next() {
		var t table
		var c column
		if err := rows.Scan(&t.name, &t.byKey, &c.name, &c.kind, &c.notNull, &c.key); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].name != t.name {
			all = append(all, t)
		}
		all[len(all)-1].columns = append(all[len(all)-1].columns, c)
	}
	return all, rows.Err()
}

// rebuild writes what was put together into a database that has the tables and
// nothing else.
func rebuild(ctx context.Context, pool *sql.DB, parts []merged) (t tally, err error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return t, err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	triggers, err := dropTriggers(ctx, tx)
	if err != nil {
		return t, err
	}
	for _, part := range parts {
		t.differed += part.differed
		for _, row := range part.rows {
			if err := t.insert(ctx, tx, part.table, row); err != nil {
				return t, err
			}
		}
	}
	if err := t.relink(ctx, tx); err != nil {
		return t, err
	}
	for _, statement := range triggers {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return t, fmt.Errorf("%s: %w", statement, err)
		}
	}
	if err := rebuildWords(ctx, tx); err != nil {
		return t, err
	}
	return t, tx.Commit()
}

// rebuildWords makes the search index of the takes again, in a schema that has it.
func rebuildWords(ctx context.Context, tx *sql.Tx) error {
	var there bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'take_words')").Scan(&there); err != nil || !there {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO take_words (take_words) VALUES ('rebuild')")
	return err
}

// dropTriggers keeps what is written now from being journalled as an edit, and
// returns how to make the triggers again.
func dropTriggers(ctx context.Context, tx *sql.Tx) (statements []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, err
		}
		names, statements = append(names, name), append(statements, statement)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quoted(name)); err != nil {
			return nil, err
		}
	}
	return statements, nil
}

// insert writes a row, or the one to take in its place where the database refuses
// it for what it holds.
func (t *tally) insert(ctx context.Context, tx *sql.Tx, into table, row candidate) error {
	taken, err := insertRow(ctx, tx, into, row.values)
	switch {
	case err != nil:
		return err
	case taken && row.fromBackup:
		t.backup++
	case taken:
		t.read++
	case row.instead == nil:
		t.refused++
	default:
		if taken, err = insertRow(ctx, tx, into, row.instead); taken {
			t.backup++
		} else {
			t.refused++
		}
	}
	return err
}

func insertRow(ctx context.Context, tx *sql.Tx, into table, values []any) (bool, error) {
	names := make([]string, len(values))
	for i := range values {
		names[i] = quoted(into.columns[i].name)
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
	_, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quoted(into.name), strings.Join(names, ", "), marks), values...)
	if refusal := (sqlite3.Error{}); errors.As(err, &refusal) && (refusal.Code == sqlite3.ErrConstraint || refusal.Code == sqlite3.ErrMismatch) {
		return false, nil
	}
	return err == nil, err
}

// relink settles rows that name another row which is gone: a link that may be
// empty is emptied, and a row that is nothing without the other goes. A shot that
// others belong to comes back without its words, under the code that its takes give.
func (t *tally) relink(ctx context.Context, tx *sql.Tx) error {
	for _, code := range []string{"substr(min(code), 1, instr(min(code), '_T') - 1)", "'RECOVERED' || shot"} {
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO shots (id, code, position, title, changed_at)
			SELECT shot, `+code+`, 1000000 + shot, 'Recovered', 0
			FROM (SELECT shot, code FROM takes UNION ALL SELECT shot, NULL FROM materials UNION ALL SELECT shot, NULL FROM jobs)
			WHERE shot IS NOT NULL AND shot NOT IN (SELECT id FROM shots) GROUP BY shot`)
		if err != nil {
			return err
		}
	}
	type link struct{ table, column, parent string }
	rows, err := tx.QueryContext(ctx, `SELECT l.name, f."from", f."table" FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name) AS f
		WHERE l.schema = 'main' AND l.type = 'table'`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var links []link
	for rows.Next() {
		var l link
		if err := rows.Scan(&l.table, &l.column, &l.parent); err != nil {
			return err
		}
		links = append(links, l)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, l := range links {
		where := fmt.Sprintf("WHERE %[1]s IS NOT NULL AND %[1]s NOT IN (SELECT id FROM %[2]s)", quoted(l.column), quoted(l.parent))
		emptied, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE OR IGNORE %s SET %s = NULL %s", quoted(l.table), quoted(l.column), where))
		if err != nil {
			return err
		}
		removed, err := tx.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s %s", quoted(l.table), where))
		if err != nil {
			return err
		}
		for _, result := range []sql.Result{emptied, removed} {
			if n, err := result.RowsAffected(); err == nil {
				t.unlinked += int(n)
			}
		}
	}
	return nil
}
