package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// A folder of a project may have come from anywhere, also without being unpacked.
// Triggers and views act by themselves on whoever writes and reads: only those that
// this program makes may stay.

// guarded is what of a database has to change before it is worked with.
type guarded struct {
	drop  []string          // statements
	make  map[string]string // triggers of ours, by name
	names []string          // what is dropped, for people
}

// guard compares triggers and views with those of the version of the schema. A
// database that lacks a table is damaged.
func guard(ctx context.Context, pool *sql.DB, version int64) (g guarded, err error) {
	want, err := ownObjects(ctx, version)
	if err != nil {
		return g, err
	}
	have, err := acting(ctx, pool)
	if err != nil {
		return g, err
	}
	g.make = map[string]string{}
	for key, statement := range want {
		kind, name, _ := strings.Cut(key, " ")
		switch there, known := have[key]; {
		case known && (kind == "table" || there == statement):
			delete(have, key)
		case kind == "table":
			return g, fmt.Errorf("%w: it has no table %s", errDamage, name)
		default:
			g.make[name] = statement
		}
	}
	for key := range have {
		kind, name, _ := strings.Cut(key, " ")
		if kind == "table" || kind == "trigger" && strings.HasPrefix(name, undoPrefix) {
			continue // the first does nothing by itself; prepareJournal sees to the other
		}
		g.drop = append(g.drop, "DROP "+strings.ToUpper(kind)+" IF EXISTS "+quoted(name))
		g.names = append(g.names, fmt.Sprintf("%.100q", name))
	}
	return g, nil
}

// acting returns the statements that made triggers, views and tables, by kind and
// name; those of tables are empty.
func acting(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	return pairs(ctx, pool, `SELECT type || ' ' || name, iif(type = 'table', '', ifnull(sql, '')) FROM sqlite_schema
		WHERE type IN ('trigger', 'view') OR type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
}

// ownObjects is acting for a database that this program has just made.
func ownObjects(ctx context.Context, version int64) (own map[string]string, err error) {
	pool, err := openPool(":memory:")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1) // each has a database of its own
	defer func() { err = errors.Join(err, pool.Close()) }()
	if _, err := buildSchemaTo(ctx, pool, version); err != nil {
		return nil, err
	}
	return acting(ctx, pool)
}

// disarmHere makes the open database one that does nothing by itself but what this
// program has it do, and tells where it was not.
func (s *Store) disarmHere(ctx context.Context, version int64) error {
	g, err := guard(ctx, s.write, version)
	if err != nil {
		return err
	}
	if len(g.drop)+len(g.make) > 0 {
		err := s.inTx(ctx, func(_ *db.Queries, tx *sql.Tx) error {
			for _, statement := range g.drop {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			for name, statement := range g.make {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("make %s: %w", name, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(g.names) > 0 {
		s.notice(fmt.Sprintf("The database held what Kinora did not put there and what could have changed the project by itself. It was removed: %s.",
			strings.Join(g.names[:min(len(g.names), 5)], ", ")))
	}
	return s.prepareJournal(ctx)
}

// refuseViews calls a database damaged, which opening it for writing repairs, where a
// view could answer in place of a table. Triggers do nothing to whoever reads.
func refuseViews(ctx context.Context, pool *sql.DB, version int64) error {
	g, err := guard(ctx, pool, version)
	for _, statement := range g.drop {
		if err == nil && strings.HasPrefix(statement, "DROP VIEW") {
			err = fmt.Errorf("%w: it holds what Kinora did not put there: %s", errDamage, strings.Join(g.names[:min(len(g.names), 5)], ", "))
		}
	}
	return err
}

// complete calls a database damaged that lacks the one row which every project has.
func complete(ctx context.Context, pool *sql.DB) error {
	var one int
	err := pool.QueryRowContext(ctx, "SELECT 1 FROM project").Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: the name of the project is gone", errDamage)
	}
	return err
}
