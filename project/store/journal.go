package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strings"

	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// undoPrefix begins the names of the triggers of undo.
const undoPrefix = "undo_"

// journalled is a table whose changes can be undone. Triggers write, for every
// change of a row while an edit is recorded, the statement that takes it back.
type journalled struct {
	table   string
	kind    Kind
	item    string   // column that holds the ID of what a Change names
	columns []string // that are undone; nil for all, and for rows that come and go
}

func journalledTables() []journalled {
	return []journalled{
		{table: "project", kind: KindProject, item: "id"},
		{table: "scenes", kind: KindScene, item: "id"},
		{table: "shots", kind: KindShot, item: "id"},
		{table: "materials", kind: KindShot, item: "shot"},
		{table: "styles", kind: KindStyle, item: "id"},
		{table: "sequences", kind: KindSequence, item: "id"},
		{table: "takes", kind: KindTake, item: "id", columns: []string{"favourite", "note"}},
	}
}

// prepareJournal sees to it that the triggers are those that the tables' columns
// ask for, whatever a migration did to them.
func (s *Store) prepareJournal(ctx context.Context) error {
	have, err := triggers(ctx, s.write)
	if err != nil {
		return s.fault("opening", err)
	}
	want := map[string]string{}
	for _, t := range journalledTables() {
		columns, err := columnsOf(ctx, s.write, t.table)
		if err != nil {
			return s.fault("opening", err)
		}
		maps.Copy(want, t.triggers(columns))
	}
	var recording bool
	if err := s.write.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM recording)").Scan(&recording); err != nil {
		return s.fault("opening", err)
	}
	if maps.Equal(have, want) && recording {
		return nil
	}
	return s.inTx(ctx, func(_ *db.Queries, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO recording (id) VALUES (1)"); err != nil {
			return err
		}
		for name := range have {
			if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quoted(name)); err != nil {
				return err
			}
		}
		for name, statement := range want {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("make %s: %w", name, err)
			}
		}
		return nil
	})
}

// triggers returns the statements that made the triggers of undo, by name.
func triggers(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	return pairs(ctx, pool, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND substr(name, 1, length(?)) = ?`, undoPrefix, undoPrefix)
}

func pairs(ctx context.Context, pool *sql.DB, query string, args ...any) (found map[string]string, err error) {
	rows, err := pool.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found = map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		found[key] = value
	}
	return found, rows.Err()
}

func columnsOf(ctx context.Context, pool *sql.DB, table string) (columns []string, err error) {
	rows, err := pool.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		columns = append(columns, name)
	}
	return columns, rows.Err()
}

const recorded = "(SELECT edit FROM recording) IS NOT NULL"

// triggers returns the statements that make the table's triggers, by name.
func (t journalled) triggers(columns []string) map[string]string {
	made := map[string]string{}
	add := func(event, when string, bodies ...string) {
		name := undoPrefix + t.table + "_" + event
		made[name] = fmt.Sprintf("CREATE TRIGGER %s AFTER %s ON %s WHEN %s BEGIN %s END", name, strings.ToUpper(event), t.table, when, strings.Join(bodies, " "))
	}
	if t.columns != nil {
		columns = t.columns
	} else {
		add("insert", recorded, t.takeBackInsert()...)
		add("delete", recorded, t.write("OLD", t.takeBackDelete(columns)))
	}
	when, statement := t.takeBackUpdate(columns)
	add("update", when, t.write("NEW", statement))
	return made
}

// write returns the statement of a trigger that notes another, which an expression
// of SQL spells out.
func (t journalled) write(row, expression string) string {
	return fmt.Sprintf("INSERT INTO edit_changes (edit, kind, item, statement) SELECT edit, '%s', %s.%s, %s FROM recording;", t.kind, row, t.item, expression)
}

// takeBackInsert deletes the row. A shot that has takes or jobs by now cannot go,
// and becomes a removed one; statements are run from the last to the first.
func (t journalled) takeBackInsert() []string {
	if t.table != "shots" {
		return []string{t.write("NEW", "'DELETE FROM "+t.table+" WHERE id = ' || NEW.id")}
	}
	return []string{
		t.write("NEW", "'UPDATE shots SET removed = 1 WHERE id = ' || NEW.id"),
		t.write("NEW", "'DELETE FROM shots WHERE id = ' || NEW.id || "+
			"' AND NOT EXISTS (SELECT 1 FROM takes WHERE shot = shots.id) AND NOT EXISTS (SELECT 1 FROM jobs WHERE shot = shots.id)'"),
	}
}

func (t journalled) takeBackDelete(columns []string) string {
	values := make([]string, len(columns))
	for i, c := range columns {
		values[i] = "quote(OLD." + c + ")"
	}
	return fmt.Sprintf("'INSERT INTO %s (%s) VALUES (' || %s || ')'", t.table, strings.Join(columns, ", "), strings.Join(values, " || ', ' || "))
}

// takeBackUpdate sets the columns that changed, and no other, to what they were.
// The comparison is of bytes, as a column may ignore case.
func (t journalled) takeBackUpdate(columns []string) (when, statement string) {
	var differ, set []string
	for _, c := range columns {
		test := fmt.Sprintf("OLD.%s IS NOT NEW.%s COLLATE BINARY", c, c)
		differ = append(differ, test)
		set = append(set, fmt.Sprintf("CASE WHEN %s THEN ', %s = ' || quote(OLD.%s) ELSE '' END", test, c, c))
	}
	when = recorded + " AND (" + strings.Join(differ, " OR ") + ")"
	statement = fmt.Sprintf("'UPDATE %s SET id = ' || OLD.id || %s || ' WHERE id = ' || NEW.id", t.table, strings.Join(set, " || "))
	return when, statement
}
